"""Updates as python-telegram-bot's objects: the commonest kind by a shorter way to the same."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import telegram

_Kind = TypeVar("_Kind", bound=telegram.TelegramObject)


class _Like(Generic[_Kind]):
    """Makes objects of a kind that are like one but for a few attributes.

    Their own way assigns each of a hundred attributes by a method of its own, and takes five
    times as long.
    """

    def __init__(self, one: _Kind) -> None:
        self._kind = type(one)
        slots = (
            vars(kind)[name]
            for kind in type(one).__mro__
            for name in vars(kind).get("__slots__", ())
        )
        self._filled = [(slot.__set__, slot.__get__(one)) for slot in slots]

    def but(self, bot: telegram.Bot, **given: object) -> _Kind:
        """Return another one, of a bot, for which these attributes are what is given."""
        other = self._kind.__new__(self._kind)
        for fill, value in self._filled:
            fill(other, value)
        for name, value in given.items():
            object.__setattr__(other, name, value)  # its own refuses: it is one for reading only
        other.set_bot(bot)
        return other


_MESSAGE = _Like(telegram.Message(0, datetime.fromtimestamp(0, UTC), telegram.Chat(0, "private")))
_EMPTY = _Like(telegram.Update(0))
_UPDATE = frozenset({"update_id", "message"})
_WORDS = frozenset({"message_id", "from", "chat", "date", "text"})


def parsed(raw: Mapping[str, Any], bot: telegram.Bot) -> telegram.Update:
    """Return an update as `telegram.Update.de_json` does, which asks for all that may be in one.

    A message of bare words has five things of a hundred: asked for these alone, the same object
    is there in a third of the time. What cannot be read raises, as it does there.
    """
    if not is_of_words(raw):
        return telegram.Update.de_json(dict(raw), bot)
    given = raw["message"]
    who = telegram.User.de_json(given["from"], bot)
    at = datetime.fromtimestamp(given["date"], UTC)
    chat = telegram.Chat.de_json(given["chat"], bot)
    number = given["message_id"]
    message = _MESSAGE.but(
        bot,
        message_id=number,
        date=at,
        chat=chat,
        from_user=who,
        text=given["text"],
        _id_attrs=(number, chat),
    )
    number = raw["update_id"]
    return _EMPTY.but(bot, update_id=number, message=message, _id_attrs=(number,))


def is_of_words(raw: Mapping[str, Any]) -> bool:
    """Tell whether an update is a message of bare words: no command, reply or forward."""
    message = raw.get("message")
    return (
        raw.keys() == _UPDATE
        and type(message) is dict
        and message.keys() == _WORDS
        and type(message["date"]) is int
        and message["date"] > 0
        and bool(message["chat"] and message["from"])
    )

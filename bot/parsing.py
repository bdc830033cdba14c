"""Updates as python-telegram-bot's objects: the commonest kind by a shorter way to the same."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import telegram
import telegram.constants

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


_USER = _Like(telegram.User(0, "", is_bot=False))
_WHO = frozenset({"id", "first_name", "is_bot"})
_WHO_MORE = _WHO | {"last_name", "username", "language_code", "is_premium"}
_CHAT = _Like(telegram.Chat(0, "private"))
_WHERE = frozenset({"id", "type"})
_WHERE_MORE = _WHERE | {"title", "username", "first_name", "last_name", "is_forum"}
_CHAT_TYPES: Mapping[str, str] = {one.value: one for one in telegram.constants.ChatType}
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
    who = _user(given["from"], bot)
    at = datetime.fromtimestamp(given["date"], UTC)
    chat = _chat(given["chat"], bot)
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


def _user(given: dict[str, Any], bot: telegram.Bot) -> telegram.User:
    if type(given) is not dict or not _WHO <= given.keys() <= _WHO_MORE:
        return telegram.User.de_json(given, bot)
    return _USER.but(bot, _id_attrs=(given["id"],), **given)


def _chat(given: dict[str, Any], bot: telegram.Bot) -> telegram.Chat:
    if type(given) is not dict or not _WHERE <= given.keys() <= _WHERE_MORE:
        return telegram.Chat.de_json(given, bot)
    kind = given["type"]
    kind = _CHAT_TYPES.get(kind, kind) if isinstance(kind, str) else kind
    return _CHAT.but(bot, _id_attrs=(given["id"],), **(given | {"type": kind}))


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

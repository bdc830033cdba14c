"""Updates read by the shorter way are those that python-telegram-bot reads, in every part."""

from collections.abc import Callable
from typing import Any

import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing import is_of_words, parsed

BOT = telegram.Bot("1:none")
PERSON = {"id": 6_000_000_001, "is_bot": False, "first_name": "王敏", "language_code": "zh-hans"}
PRIVATE = {"id": 6_000_000_001, "type": "private", "first_name": "王敏"}
GROUP = {"id": -1_001_000_000_001, "type": "supergroup", "title": "代表群", "is_forum": True}
WORDS = {"message_id": 7, "from": PERSON, "chat": PRIVATE, "date": 1_772_442_000, "text": "签到"}

Read = Callable[[dict[str, Any], telegram.Bot], telegram.Update]


def of(message: object, **more: object) -> dict[str, Any]:
    return {"update_id": 5, "message": message, **more}


def everything(update: telegram.Update) -> tuple[object, ...]:
    message = update.message
    assert message is not None
    return (
        update.to_dict(),
        update.api_kwargs,
        update.effective_user,
        update.effective_chat,
        message.date,
        [slots(one) for one in (update, message, message.chat, message.from_user) if one],
        [one.get_bot() for one in (update, message, message.chat, message.from_user) if one],
    )


def slots(one: telegram.TelegramObject) -> dict[str, object]:
    """Return all that an object holds, in its own places too; its bot is asked for by itself."""
    names = {name for kind in type(one).__mro__ for name in vars(kind).get("__slots__", ())}
    return {name: getattr(one, name) for name in names - {"_bot"}}


@pytest.mark.parametrize(
    "message",
    [
        WORDS,
        WORDS | {"chat": GROUP},
        WORDS | {"text": ""},
        WORDS | {"from": PERSON | {"is_premium": True, "not_known_yet": [1]}},
        WORDS | {"from": PERSON | {"last_name": "王", "username": "wm", "is_premium": True}},
        WORDS | {"from": PERSON | {"first_name": None, "is_bot": 1, "username": ["wm"]}},
        WORDS | {"chat": GROUP | {"type": "of another kind"}},
        WORDS | {"chat": GROUP | {"type": None, "username": "x", "is_forum": 0}},
        WORDS | {"chat": GROUP | {"not_known_yet": 1}},
        WORDS | {"text": 5, "message_id": "a number"},
    ],
)
def test_bare_words_become_the_same_object_by_the_shorter_way(message: dict[str, Any]) -> None:
    raw = of(message)

    assert is_of_words(raw)
    assert everything(parsed(raw, BOT)) == everything(telegram.Update.de_json(raw, BOT))
    assert parsed(raw, BOT) == telegram.Update.de_json(raw, BOT)
    assert hash(parsed(raw, BOT).message) == hash(telegram.Update.de_json(raw, BOT).message)


def test_one_update_has_nothing_of_another_and_cannot_be_changed() -> None:
    one, other = parsed(of(WORDS), BOT), parsed(of(WORDS | {"text": "你好"}), BOT)
    assert one.message is not None
    assert other.message is not None

    assert (one.message.text, other.message.text) == ("签到", "你好")
    for part, name in ((one, "message"), (one.message, "text"), (one.message, "photo")):
        with pytest.raises(AttributeError, match="can't be set"):
            setattr(part, name, None)


@given(
    st.dictionaries(
        st.sampled_from(["from", "chat", "date", "text", "message_id", "entities", "via_bot"]),
        st.sampled_from(
            [
                PERSON,
                PRIVATE,
                GROUP,
                {"id": 5},
                {"id": 5, "type": []},
                {},
                None,
                0,
                -1,
                10**20,
                1_772_442_000,
                True,
                "签到",
                [],
            ]
        ),
    )
)
def test_whatever_is_in_a_message_is_read_as_there(change: dict[str, Any]) -> None:
    raw = of(WORDS | change)

    assert outcome(parsed, raw) == outcome(telegram.Update.de_json, raw)


@pytest.mark.parametrize("raw", [of(None), of("签到"), of(WORDS, poll=None), {"update_id": 5}])
def test_what_is_no_message_of_bare_words_goes_the_long_way(raw: dict[str, Any]) -> None:
    assert not is_of_words(raw)
    assert outcome(parsed, raw) == outcome(telegram.Update.de_json, raw)


def outcome(read: Read, raw: dict[str, Any]) -> object:
    """Return what becomes of an update: all that it says, or the kind of the error."""
    try:
        update = read(raw, BOT)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, OSError) as problem:
        return type(problem)
    return everything(update) if update.message else update.to_dict()

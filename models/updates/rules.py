"""What an update is about, told from its raw form, before anything is parsed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeGuard

ATTEMPTS = 5
_TO, _FROM = "migrate_to_chat_id", "migrate_from_chat_id"
_LARGEST = 2**63 - 1  # what a column of whole numbers takes


def is_update(raw: object) -> TypeGuard[Mapping[str, Any]]:
    """Tell whether something can be kept as an update: it has a number to be known by."""
    number = raw.get("update_id") if isinstance(raw, Mapping) else None
    return type(number) is int and 0 <= number <= _LARGEST


def turn_key(raw: Mapping[str, Any]) -> str:
    """Return whose turn an update waits for: the person's, else the chat's, else its own.

    Updates with the same key are handled in their order, others at the same time. Never
    raises, whatever the update looks like.
    """
    for value in raw.values():
        if not isinstance(value, Mapping):
            continue
        person = value.get("from") or value.get("user")
        if isinstance(person, Mapping) and _is_number(person.get("id")):
            return f"user:{person['id']}"
        chat = value.get("chat")
        if isinstance(chat, Mapping) and _is_number(chat.get("id")):
            return f"chat:{chat['id']}"
    return f"update:{raw.get('update_id')}"


def move_of(raw: Mapping[str, Any]) -> tuple[int, int] | None:
    """Return the old and the new number of a group that an update says has moved, or None."""
    message = raw.get("message")
    chat = message.get("chat") if isinstance(message, Mapping) else None
    if not isinstance(message, Mapping) or not isinstance(chat, Mapping):
        return None
    here, to, came = chat.get("id"), message.get(_TO), message.get(_FROM)
    if _is_number(here) and _is_number(to):
        return int(str(here)), int(str(to))
    if _is_number(here) and _is_number(came):
        return int(str(came)), int(str(here))
    return None


def _is_number(value: object) -> bool:
    return type(value) is int and abs(value) <= _LARGEST


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after a failure: 1, 4, 16, 64 s, at most two minutes."""
    return timedelta(seconds=min(4 ** max(attempts - 1, 0), 120))


def is_hopeless(attempts: int) -> bool:
    """Tell whether an update that failed so often is to be kept aside."""
    return attempts >= ATTEMPTS

"""What an update is about, told from its raw form, before anything is parsed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

ATTEMPTS = 5


def turn_key(raw: Mapping[str, Any]) -> str:
    """Return whose turn an update waits for: the person's, else the chat's, else its own.

    Updates with the same key are handled in their order, others at the same time. Never
    raises, whatever the update looks like.
    """
    for value in raw.values():
        if not isinstance(value, Mapping):
            continue
        person = value.get("from") or value.get("user")
        if isinstance(person, Mapping) and isinstance(person.get("id"), int):
            return f"user:{person['id']}"
        chat = value.get("chat")
        if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
            return f"chat:{chat['id']}"
    return f"update:{raw.get('update_id')}"


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after a failure: 1, 4, 16, 64 s, at most two minutes."""
    return timedelta(seconds=min(4 ** max(attempts - 1, 0), 120))


def is_hopeless(attempts: int) -> bool:
    """Tell whether an update that failed so often is to be kept aside."""
    return attempts >= ATTEMPTS

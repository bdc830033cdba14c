"""Messages that are shown anew when what they tell about has changed: the roll of an activity."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from models.database import Transaction
from models.messages.notices import Notice, notice_class

Look = Callable[[Transaction, Notice], Awaitable[Notice | None]]
_looks: dict[str, Look] = {}


def live(kind: type[Notice]) -> Callable[[Look], Look]:
    """Say how the present state of a live message is read; None leaves it as it stands."""

    def keep(look: Look) -> Look:
        _looks[kind.kind] = look
        return look

    return keep


def stored(kind: str, body: Mapping[str, Any]) -> Notice:
    """Return a notice as it was put into the outbox."""
    return notice_class(kind).model_validate(body)


async def present(tx: Transaction, kind: str, body: Mapping[str, Any]) -> Notice:
    """Return a stored notice as things are now."""
    then = stored(kind, body)
    look = _looks.get(kind)
    return (await look(tx, then) if look else None) or then

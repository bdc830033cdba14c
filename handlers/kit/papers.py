"""Files that go with a notice and are made when it leaves, from the database as it is then."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from handlers.kit.live import stored
from models.database import Transaction
from models.messages.notices import Notice

N = TypeVar("N", bound=Notice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How the recipient is spoken to."""

    locale: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file, and the notice as it is to be worded: with what no row may hold filled in."""

    filename: str
    content: bytes
    notice: Notice


Make = Callable[[Transaction, Any, Spoken], Awaitable[Paper]]
_makers: dict[str, Make] = {}


def paper(kind: type[N]) -> Callable[[Make], Make]:
    """Say how the file of a notice is made. It reads, and must not write.

    Whatever it raises is noted with the message, which then does not leave.
    """

    def keep(make: Make) -> Make:
        _makers[kind.kind] = make
        return make

    return keep


def has_paper(kind: str) -> bool:
    """Tell whether notices of a kind leave with a file made from the database."""
    return kind in _makers


async def made(tx: Transaction, kind: str, body: Mapping[str, Any], spoken: Spoken) -> Paper:
    """Return the file of a stored notice."""
    return await _makers[kind](tx, stored(kind, body), spoken)

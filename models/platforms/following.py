"""Tickets that go to a server by Open311: which are due, and what came of a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from models.database import Transaction
from models.groups.queries import everyone
from models.issues import telling
from models.issues.tables import Issue
from models.people.rules import CLOCK
from models.platforms import settings
from models.platforms.actions import open_ticket, unhanded
from models.platforms.tables import Carrier, Ticket
from models.privacy.scanning import masked

Key = tuple[int, int]
FOLLOWED_EVERY = timedelta(hours=1)
IN_HAND = timedelta(minutes=5)  # a call takes half a minute at most; then its process is gone
_LONGEST_WAIT = timedelta(hours=6)
_MOST_FAILURES = 20
_LONGEST = 3800  # of a description; the specification's bound is 4,000


async def begin(tx: Transaction, *, now: datetime) -> int:
    """Open a ticket for every report that the server takes; return how many."""
    services, count = settings.current().open311_services, 0
    for group in await everyone(tx):
        for one in await unhanded(tx, group_id=group.id):
            if one.category in services:
                await open_ticket(tx, one, carrier=Carrier.OPEN311, by=CLOCK, now=now)
                count += 1
    return count


async def due(tx: Transaction, *, now: datetime, limit: int = 50) -> Sequence[Key]:
    """Return the tickets the server is to be asked about now, the longest due first."""
    rows = await tx.execute(
        select(Ticket.group_id, Ticket.issue_id)
        .where(Ticket.next_at.is_not(None), Ticket.next_at <= now)
        .order_by(Ticket.next_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be said to the server about one ticket: file it, or ask about it."""

    key: Key
    number: str | None
    token: str | None
    fields: dict[str, str]


async def take(tx: Transaction, key: Key, *, now: datetime) -> Step | None:
    """Take a due ticket in hand, so that no other process calls about it meanwhile.

    Returns what is to be said, without contact data; None if it is settled or somebody has it.
    Where the process dies in the middle of its call, the ticket is due again after IN_HAND.
    """
    mine = await tx.scalars(
        update(Ticket)
        .where(Ticket.group_id == key[0], Ticket.issue_id == key[1], Ticket.next_at <= now)
        .values(next_at=now + IN_HAND)
        .returning(Ticket.issue_id)
        .execution_options(synchronize_session=False)
    )
    return await _step(tx, key) if mine.first() is not None else None


async def _step(tx: Transaction, key: Key) -> Step | None:
    ticket, one = await tx.get(Ticket, key), await tx.get(Issue, key)
    if ticket is None or one is None:
        return None
    fields = {
        "service_code": settings.current().open311_services.get(one.category, ""),
        "description": f"{masked(one.own_words)[:_LONGEST]}\n({one.number})",
        "address_string": masked(one.place),
        "lat": "" if one.latitude is None else f"{one.latitude:.5f}",
        "long": "" if one.longitude is None else f"{one.longitude:.5f}",
    }
    return Step(key=key, number=ticket.number, token=ticket.token, fields=fields)


async def note_taken(
    tx: Transaction, key: Key, *, number: str | None, token: str | None, now: datetime
) -> None:
    """Note that the server has taken a report, under a number or for now a token."""
    ticket, one = await tx.get(Ticket, key), await tx.get(Issue, key)
    if ticket is None or one is None:
        return
    ticket.token, ticket.failures, ticket.next_at = token, 0, now + FOLLOWED_EVERY
    if number is not None:
        ticket.number = one.external_number = number
        await telling.touch(tx, one)


async def note_state(tx: Transaction, key: Key, *, said: str, now: datetime) -> None:
    """Note what the server says while it is not done."""
    ticket = await tx.get(Ticket, key)
    if ticket is not None:
        ticket.said, ticket.failures, ticket.next_at = said[:64], 0, now + FOLLOWED_EVERY


async def note_failure(tx: Transaction, key: Key, *, is_final: bool, now: datetime) -> None:
    """Put a ticket off: 1, 2, 4 … minutes, at most six hours; after twenty times for good.

    It is then chased like a ticket of a sheet: staff see it and go there themselves.
    """
    ticket = await tx.get(Ticket, key)
    if ticket is None:
        return
    ticket.failures += 1
    wait = min(timedelta(minutes=2 ** min(ticket.failures - 1, 10)), _LONGEST_WAIT)
    ticket.next_at = None if is_final or ticket.failures >= _MOST_FAILURES else now + wait
    if ticket.next_at is None:
        ticket.chase_at = now

"""Tickets that go to a server by Open311: which are due, and what came of a call."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.database import Transaction
from models.groups.queries import everyone
from models.people.rules import CLOCK
from models.platforms import settings
from models.platforms.actions import open_ticket, unhanded
from models.platforms.tables import Carrier, Ticket

Key = tuple[int, int]
FOLLOWED_EVERY = timedelta(hours=1)
_LONGEST_WAIT = timedelta(hours=6)
_MOST_FAILURES = 20


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


async def note_state(tx: Transaction, key: Key, *, said: str, now: datetime) -> None:
    """Note what the server says while it is not done."""
    ticket = await tx.get(Ticket, key)
    if ticket is not None:
        ticket.said, ticket.failures, ticket.next_at = said[:64], 0, now + FOLLOWED_EVERY


async def note_failure(tx: Transaction, key: Key, *, is_final: bool, now: datetime) -> None:
    """Put a ticket off: 1, 2, 4 … minutes, at most six hours; after twenty times for good.

    It is then chased like a ticket of a sheet: staff see it and go there themselves. One that
    left without an answer is never put on its way again.
    """
    ticket = await tx.get(Ticket, key)
    if ticket is None:
        return
    ticket.failures += 1
    wait = min(timedelta(minutes=2 ** min(ticket.failures - 1, 10)), _LONGEST_WAIT)
    ticket.next_at = None if is_final or ticket.failures >= _MOST_FAILURES else now + wait
    if ticket.next_at is None:
        ticket.chase_at = now

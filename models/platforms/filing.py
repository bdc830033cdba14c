"""How a report goes to a server by Open311 at most once: marked before it leaves, looked for after.

The specification knows no key under which a call can be made again. So a call whose answer was
lost is not made again: the server is asked for a report with our number in it, and if it lists
none, staff are told that it may be there (ADR 0044).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.database import Transaction
from models.issues import telling
from models.issues.tables import Issue
from models.platforms import settings
from models.platforms.following import FOLLOWED_EVERY, Key
from models.platforms.tables import Ticket
from models.privacy.scanning import masked
from models.systems import pictures

_LOOKS = 3  # for a report that may be there: after one, three and seven minutes
_LONGEST = 3800  # of a description; the specification's bound is 4,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be said to the server about one ticket: file it, look for it, ask about it."""

    key: Key
    number: str | None
    token: str | None
    sent_at: datetime | None  # it left, and what became of it is not known
    reference: str  # what our description has in it, and no other
    fields: dict[str, str]
    picture: pictures.Key | None


async def step_of(tx: Transaction, key: Key) -> Step | None:
    """Return what is to be said about a ticket, without contact data; None if it is settled."""
    ticket, one = await tx.get(Ticket, key), await tx.get(Issue, key)
    if ticket is None or one is None or ticket.next_at is None:
        return None
    reference = f"({one.number})"
    fields = {
        "service_code": settings.current().open311_services.get(one.category, ""),
        "description": f"{masked(one.own_words)[:_LONGEST]}\n{reference}",
        "address_string": masked(one.place),
        "lat": "" if one.latitude is None else f"{one.latitude:.5f}",
        "long": "" if one.longitude is None else f"{one.longitude:.5f}",
    }
    return Step(
        key=key,
        number=ticket.number,
        token=ticket.token,
        sent_at=ticket.sent_at,
        reference=reference,
        fields=fields,
        picture=await pictures.first_of(tx, one),
    )


async def note_leaving(tx: Transaction, key: Key, *, now: datetime) -> bool:
    """Mark a report as on its way; False if it has left before or is there already."""
    ticket = await tx.get(Ticket, key)
    if ticket is None or ticket.sent_at or ticket.number or ticket.token:
        return False
    ticket.sent_at = now
    return True


async def note_unanswered(tx: Transaction, key: Key, *, may_be_there: bool) -> None:
    """Note that a report on its way has no number: it was certainly not taken, or may be there."""
    ticket = await tx.get(Ticket, key)
    if ticket is not None and may_be_there:
        ticket.failures = 0  # the looks for it are counted from here
    elif ticket is not None:
        ticket.sent_at = None


async def note_taken(
    tx: Transaction, key: Key, *, number: str | None, token: str | None, now: datetime
) -> None:
    """Note that the server has a report, under a number or for now a token."""
    ticket, one = await tx.get(Ticket, key), await tx.get(Issue, key)
    if ticket is None or one is None:
        return
    ticket.token, ticket.sent_at, ticket.failures = token, None, 0
    ticket.next_at = now + FOLLOWED_EVERY
    if number is not None:
        ticket.number = one.external_number = number
        await telling.touch(tx, one)


async def note_not_found(tx: Transaction, key: Key, *, now: datetime) -> None:
    """Note that the server lists no report of ours; after three looks it is left to the staff."""
    ticket = await tx.get(Ticket, key)
    if ticket is None:
        return
    ticket.failures += 1
    if ticket.failures > _LOOKS:
        ticket.next_at, ticket.chase_at = None, now
    else:
        ticket.next_at = now + timedelta(minutes=2 ** (ticket.failures - 1))

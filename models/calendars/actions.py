"""Verbs on calendars: give a member an address, take it back."""

import secrets
from datetime import datetime

from sqlalchemy import delete

from models.audit import actions as audit
from models.calendars.tables import CalendarFeed
from models.database import Transaction
from models.errors import NotAllowed, Refusal
from models.people import keys
from models.people.inviting import digest
from models.people.rules import Actor

_SERIAL_BYTES = 12


def token_of(serial: str) -> str:
    """Return the secret part of an address: it follows from its serial and the keys file."""
    return keys.current().find(f"calendar:{serial}")[:40]


async def subscribe(
    tx: Transaction, *, group_id: int, member_id: int, by: Actor, now: datetime
) -> str:
    """Give a member an address of their own and return its serial; an earlier one is void.

    Refusal (not allowed) for anybody but the member.
    """
    _require_self(by, group_id, member_id)
    await _void(tx, group_id, member_id)
    serial = secrets.token_urlsafe(_SERIAL_BYTES)
    tx.add(
        CalendarFeed(
            group_id=group_id,
            member_id=member_id,
            token_hash=digest(token_of(serial)),
            created_at=now,
        )
    )
    await tx.flush()
    audit.write(tx, "calendars.subscribe", by=by, now=now, group_id=group_id, subject_id=member_id)
    return serial


async def unsubscribe(
    tx: Transaction, *, group_id: int, member_id: int, by: Actor, now: datetime
) -> None:
    """Make a member's address lead nowhere; without one nothing happens."""
    _require_self(by, group_id, member_id)
    if await _void(tx, group_id, member_id):
        audit.write(
            tx, "calendars.unsubscribe", by=by, now=now, group_id=group_id, subject_id=member_id
        )


async def _void(tx: Transaction, group_id: int, member_id: int) -> bool:
    gone = await tx.scalars(
        delete(CalendarFeed)
        .where(CalendarFeed.group_id == group_id, CalendarFeed.member_id == member_id)
        .returning(CalendarFeed.member_id)
    )
    return gone.first() is not None


def _require_self(by: Actor, group_id: int, member_id: int) -> None:
    if (by.group_id, by.member_id) != (group_id, member_id):
        raise Refusal(NotAllowed())

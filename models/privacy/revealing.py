"""Seeing contact data in clear is an act that is logged; so is reading that log."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.errors import Refusal
from models.groups.tables import Group
from models.people.rules import Actor, require_staff
from models.privacy.notices import ReasonMissing
from models.privacy.tables import Reveal

LOG = "log"  # the noun under which reading the log is itself logged
_FIRST = "0" * 64
_SHORTEST_REASON = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody wants to see in clear, and why."""

    noun: str
    subject_id: int
    fields: tuple[str, ...]
    reason: str


async def note(tx: Transaction, look: Look, *, group_id: int, by: Actor, now: datetime) -> Reveal:
    """Write down that somebody sees contact data; call it in the transaction that shows them.

    Refusal without a reason. Two at the same moment wait for each other at the group's row.
    """
    reason = " ".join(look.reason.split())[:200]
    if len(reason) < _SHORTEST_REASON:
        raise Refusal(ReasonMissing())
    await tx.session.get(Group, group_id, with_for_update=True)
    last = await _last(tx, group_id)
    row = Reveal(
        group_id=group_id,
        serial=last.serial + 1 if last else 1,
        at=now,
        actor=str(by),
        noun=look.noun,
        subject_id=look.subject_id,
        fields=",".join(look.fields),
        reason=reason,
        previous=last.hash if last else _FIRST,
    )
    row.hash = hash_of(row)
    tx.add(row)
    await tx.flush()
    return row


async def _last(tx: Transaction, group_id: int) -> Reveal | None:
    rows = await tx.scalars(
        select(Reveal).where(Reveal.group_id == group_id).order_by(Reveal.serial.desc()).limit(1)
    )
    return rows.first()


def hash_of(row: Reveal) -> str:
    """Return the hash of what a row says, the hash before it included."""
    said = (
        row.previous,
        row.group_id,
        row.serial,
        row.at.isoformat(),
        row.actor,
        row.noun,
        row.subject_id,
        row.fields,
        row.reason,
    )
    return hashlib.sha256("\n".join(map(str, said)).encode()).hexdigest()


async def read_log(
    tx: Transaction, *, group_id: int, by: Actor, now: datetime, limit: int = 50
) -> Sequence[Reveal]:
    """Return who looked last, the newest first. For staff alone, and the reading is logged."""
    require_staff(by, group_id=group_id)
    look = Look(noun=LOG, subject_id=group_id, fields=(LOG,), reason=LOG)
    await note(tx, look, group_id=group_id, by=by, now=now)
    rows = await tx.scalars(
        select(Reveal)
        .where(Reveal.group_id == group_id)
        .order_by(Reveal.serial.desc())
        .limit(limit)
    )
    return rows.all()


async def broken_at(tx: Transaction, *, group_id: int) -> int | None:
    """Return the serial number at which a group's log was tampered with, None if it is whole.

    What retention has taken off its beginning is no break.
    """
    rows = await tx.scalars(
        select(Reveal).where(Reveal.group_id == group_id).order_by(Reveal.serial)
    )
    before: Reveal | None = None
    for row in rows.all():
        follows = before is None or (row.serial, row.previous) == (before.serial + 1, before.hash)
        if not follows or row.hash != hash_of(row):
            return int(row.serial)
        before = row
    return None

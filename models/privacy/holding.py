"""Legal holds: what no retention may delete, until somebody lifts the hold."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Refusal
from models.people.rules import Actor, require_staff
from models.privacy.notices import ReasonMissing
from models.privacy.tables import Hold


async def hold(
    tx: Transaction,
    *,
    group_id: int,
    noun: str,
    subject_id: int,
    reason: str,
    by: Actor,
    now: datetime,
) -> Hold:
    """Keep a record from being deleted; one that is held already stays as it is."""
    require_staff(by, group_id=group_id)
    said = " ".join(reason.split())[:200]
    if not said:
        raise Refusal(ReasonMissing())
    row = await open_hold(tx, group_id=group_id, noun=noun, subject_id=subject_id)
    if row is not None:
        return row
    row = Hold(
        group_id=group_id,
        id=new_id(),
        noun=noun,
        subject_id=subject_id,
        reason=said,
        actor=str(by),
        since=now,
        lifted_at=None,
    )
    tx.add(row)
    audit.write(tx, f"{noun}.hold", by=by, now=now, group_id=group_id, subject_id=subject_id)
    return row


async def lift(
    tx: Transaction, *, group_id: int, noun: str, subject_id: int, by: Actor, now: datetime
) -> bool:
    """Let a record go the way of all others again; False if nothing held it."""
    require_staff(by, group_id=group_id)
    row = await open_hold(tx, group_id=group_id, noun=noun, subject_id=subject_id)
    if row is None:
        return False
    row.lifted_at = now
    audit.write(tx, f"{noun}.unhold", by=by, now=now, group_id=group_id, subject_id=subject_id)
    return True


async def open_hold(tx: Transaction, *, group_id: int, noun: str, subject_id: int) -> Hold | None:
    """Return what holds a record, None if nothing does."""
    rows = await tx.scalars(
        select(Hold).where(
            Hold.group_id == group_id,
            Hold.noun == noun,
            Hold.subject_id == subject_id,
            Hold.lifted_at.is_(None),
        )
    )
    return rows.first()


async def held(
    tx: Transaction, *, group_id: int, noun: str, subject_ids: Collection[int]
) -> frozenset[int]:
    """Return those of a group's records that are held."""
    rows = await tx.scalars(
        select(Hold.subject_id).where(
            Hold.group_id == group_id,
            Hold.noun == noun,
            Hold.subject_id.in_(subject_ids),
            Hold.lifted_at.is_(None),
        )
    )
    return frozenset(rows.all())

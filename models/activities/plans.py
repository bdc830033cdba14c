"""A year's plan: entered from a sheet as drafts, and read back by year and by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.activities.actions import create
from models.activities.choosing import is_invited
from models.activities.plan_notices import PlanLine
from models.activities.queries import deputies_of
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.activities.whom import Unfound, WhyNobody, resolve
from models.activities.words import WHOM
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.people.roster_notices import RowProblem
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What became of a plan: the new drafts, and how many were there before."""

    new: Sequence[Activity]
    known: int


async def enter_plan(
    tx: Transaction, *, group_id: int, rows: Sequence[PlanLine], by: Actor, now: datetime
) -> Entered:
    """Put all rows into the plan as drafts, or (Refusal: bad times, a problem of a row) none.

    A row whose title and beginning are in the plan already is not entered twice, so the same
    file may be sent again after an addition.
    """
    require_staff(by, group_id=group_id)
    if problems := await nobody_meant(tx, group_id=group_id, rows=rows):
        raise Refusal(problems[0])
    deputies = await deputies_of(tx, group_id=group_id)
    there = await known(tx, group_id=group_id, rows=rows)
    new = [
        await _entered(tx, group_id, row, deputies, by=by, now=now)
        for row in rows
        if (row.title, row.starts_at) not in there
    ]
    audit.write(tx, "activities.plan", by=by, now=now, group_id=group_id, count=len(new))
    return Entered(new=new, known=len(rows) - len(new))


async def _entered(
    tx: Transaction,
    group_id: int,
    row: PlanLine,
    deputies: Sequence[Member],
    *,
    by: Actor,
    now: datetime,
) -> Activity:
    whom, _unfound = resolve(deputies, row.whom)
    return await create(
        tx,
        group_id=group_id,
        title=row.title,
        kind=row.kind,
        scope=row.scope,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place or "",
        levels=whom.levels,
        members=whom.members,
        by=by,
        now=now,
    )


async def nobody_meant(
    tx: Transaction, *, group_id: int, rows: Sequence[PlanLine]
) -> list[RowProblem]:
    """Return what is wrong with whom new rows are for: a name or a level that nobody has.

    What is in the plan already stays as it is, whoever has left the roster since.
    """
    deputies = await deputies_of(tx, group_id=group_id)
    there = await known(tx, group_id=group_id, rows=rows)
    new = [row for row in rows if (row.title, row.starts_at) not in there]
    return [
        RowProblem(row=row.row, column=WHOM, code=one.why.value, value=one.name)
        for row in new
        for one in _unfound(deputies, row)
    ]


def _unfound(deputies: Sequence[Member], row: PlanLine) -> Sequence[Unfound]:
    whom, unfound = resolve(deputies, row.whom)
    is_empty = deputies and not unfound and not whom.among(deputies)
    return [Unfound("", WhyNobody.EMPTY)] if is_empty else unfound


async def known(
    tx: Transaction, *, group_id: int, rows: Sequence[PlanLine]
) -> set[tuple[str, datetime]]:
    """Return what is in the plan already, by title and beginning; cancelled does not count."""
    if not rows:
        return set()
    found = await tx.execute(
        select(Activity.title, Activity.starts_at).where(
            Activity.group_id == group_id,
            Activity.starts_at >= min(row.starts_at for row in rows),
            Activity.starts_at <= max(row.starts_at for row in rows),
            Activity.state != ActivityState.CANCELLED,
        )
    )
    return {(row[0], row[1]) for row in found}


async def plan_of(
    tx: Transaction, place: Member, *, since: datetime, until: datetime, sessions: bool = True
) -> Sequence[Activity]:
    """Return what somebody sees of a span [since, until): drafts are for staff alone.

    Deputies see what they are invited to; what was called off before it was announced nobody.
    `sessions`: those of receptions, which are kept with their rounds, are among it.
    """
    is_staff = place.role is Role.STAFF
    rows = await tx.scalars(
        select(Activity)
        .where(
            Activity.group_id == place.group_id,
            Activity.starts_at >= since,
            Activity.starts_at < until,
            (Activity.state != ActivityState.CANCELLED) | Activity.announced_at.is_not(None),
            *([] if sessions else [Activity.round_id.is_(None)]),
        )
        .order_by(Activity.starts_at, Activity.id)
    )
    return [
        row
        for row in rows
        if is_staff
        or (row.state is not ActivityState.DRAFT and is_invited(row, place.level, place.id))
    ]

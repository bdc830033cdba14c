"""Reads of leaves."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from models.activities.choosing import is_invited
from models.activities.rules import OVER, ActivityState
from models.activities.tables import Activity
from models.asking import among
from models.database import Transaction
from models.leaves.notices import LeaveCard
from models.leaves.rules import AFTERWARDS, Candidate, LeaveState
from models.leaves.tables import Leave
from models.people.tables import Member

OPEN = (LeaveState.ASKED, LeaveState.APPROVED)


async def leave(tx: Transaction, *, group_id: int, leave_id: int) -> Leave | None:
    """Return a request, or None."""
    return await tx.get(Leave, (group_id, leave_id))


async def open_leaves(tx: Transaction, one: Activity) -> Mapping[int, Leave]:
    """Return the requests for an activity that are asked or approved, by member."""
    return await tx.load(_open, (one.group_id, one.id)) or {}


async def _open(
    tx: Transaction, keys: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], Mapping[int, Leave]]:
    rows = await tx.scalars(
        select(Leave).where(among(Leave.group_id, Leave.activity_id, keys), Leave.state.in_(OPEN))
    )
    found: dict[tuple[int, int], dict[int, Leave]] = defaultdict(dict)
    for row in rows:
        found[row.group_id, row.activity_id][row.member_id] = row
    return found


async def excused(tx: Transaction, one: Activity) -> Mapping[int, Leave]:
    """Return the approved leaves of an activity, by member."""
    found = await open_leaves(tx, one)
    return {key: row for key, row in found.items() if row.state is LeaveState.APPROVED}


async def open_leave(tx: Transaction, one: Activity, member_id: int) -> Leave | None:
    """Return a deputy's request for an activity that is asked or approved, or None."""
    return (await open_leaves(tx, one)).get(member_id)


async def candidates(
    tx: Transaction, members: Sequence[Member], *, now: datetime
) -> Sequence[Candidate]:
    """Return the activities that deputies may ask to be excused from, the next first.

    Those that are over come last: for a week a leave can still be asked for.
    """
    rows = await tx.scalars(
        select(Activity)
        .where(
            Activity.group_id.in_([one.group_id for one in members]),
            Activity.state.in_([ActivityState.ANNOUNCED, *OVER]),
            Activity.ends_at >= now - AFTERWARDS,
        )
        .order_by(Activity.ends_at < now, Activity.starts_at, Activity.id)
    )
    places = {one.group_id: one for one in members}
    return [
        Candidate(
            key=(row.group_id, row.id),
            title=row.title,
            kind=row.kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in rows
        if is_invited(row, places[row.group_id].level, places[row.group_id].id)
    ]


async def leave_card(tx: Transaction, row: Leave) -> LeaveCard | None:
    """Return a request as the staff see it now."""
    one = await tx.get(Activity, (row.group_id, row.activity_id))
    member = await tx.get(Member, (row.group_id, row.member_id))
    decider = await tx.get(Member, (row.group_id, row.decided_by or 0))
    if one is None or member is None:
        return None
    return LeaveCard(
        group_id=row.group_id,
        leave_id=row.id,
        name=member.name,
        title=one.title,
        starts_at=one.starts_at,
        place=one.place,
        reason=row.reason,
        state=row.state,
        decider=decider.name if decider else None,
        answer=row.answer,
    )

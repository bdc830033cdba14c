"""Requests that are open: those of one deputy, to take back, and those that wait for the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from models.activities.rules import OVER, ActivityState
from models.activities.tables import Activity
from models.asking import among
from models.database import Transaction
from models.leaves.notices import Waiting
from models.leaves.queries import OPEN
from models.leaves.rules import Candidate, LeaveState
from models.leaves.tables import Leave
from models.people.tables import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A request of a person, and what it is about."""

    leave: Leave
    about: Candidate


_JOINED = and_(Activity.group_id == Leave.group_id, Activity.id == Leave.activity_id)


async def open_of(
    tx: Transaction, places: Sequence[Member], *, now: datetime
) -> Sequence[OpenRequest]:
    """Return a person's requests for what has not begun yet, the next first."""
    return await _requests(
        tx,
        places,
        Leave.state.in_(OPEN),
        Activity.state == ActivityState.ANNOUNCED,
        Activity.starts_at > now,
    )


async def said_of(tx: Transaction, places: Sequence[Member]) -> Sequence[OpenRequest]:
    """Return what was read back to a person and is not confirmed yet, the next first."""
    return await _requests(tx, places, Leave.state == LeaveState.SAID)


async def _requests(
    tx: Transaction, places: Sequence[Member], *which: ColumnElement[bool]
) -> Sequence[OpenRequest]:
    keys = [(one.group_id, one.id) for one in places]
    rows = await tx.execute(
        select(Leave, Activity)
        .join(Activity, _JOINED)
        .where(among(Leave.group_id, Leave.member_id, keys), *which)
        .order_by(Activity.starts_at, Activity.id)
    )
    return [
        OpenRequest(
            leave=leave,
            about=Candidate(
                key=(one.group_id, one.id),
                title=one.title,
                kind=one.kind,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
            ),
        )
        for leave, one in rows
    ]


async def waiting(tx: Transaction, *, group_id: int) -> Sequence[Waiting]:
    """Return the requests of a group that nobody has answered, the next activity first."""
    rows = await tx.execute(
        select(Leave, Activity, Member)
        .join(Activity, _JOINED)
        .join(Member, and_(Member.group_id == Leave.group_id, Member.id == Leave.member_id))
        .where(
            Leave.group_id == group_id,
            Leave.state == LeaveState.ASKED,
            Activity.state.in_([ActivityState.ANNOUNCED, *OVER]),
        )
        .order_by(Activity.starts_at, Leave.asked_at, Leave.id)
    )
    return [
        Waiting(
            leave_id=leave.id,
            name=member.name,
            title=one.title,
            starts_at=one.starts_at,
            reason=leave.reason,
        )
        for leave, one, member in rows
    ]

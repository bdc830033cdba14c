"""Reads of activities: what is on, who was there."""

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Executable, and_, bindparam, func, or_, select

from models import asking
from models.activities.choosing import is_invited, takes
from models.activities.notices import Counts, Shown
from models.activities.roll_notices import RollEntry
from models.activities.rules import OVER, ActivityState, AttendanceState, Way
from models.activities.tables import Activity, Attendance, Guest
from models.activities.whom import among
from models.database import Transaction
from models.people.tables import Level, Member, Role

Around = tuple[int, datetime]  # group, moment
Entry = tuple[int, int, int]  # group, activity, member
_ITS_ROLL = and_(Attendance.group_id == Activity.group_id, Attendance.activity_id == Activity.id)
_WHOSE = and_(Member.group_id == Attendance.group_id, Member.id == Attendance.member_id)
_OTHERS_TOO = 20  # sessions of a reception at once, most of which are other people's


def hour(moment: datetime) -> datetime:
    """Return the full hour before a moment: so that people of the same hour read together."""
    return moment.replace(minute=0, second=0, microsecond=0)


async def around(
    tx: Transaction, wanted: Collection[Around]
) -> Mapping[Around, Sequence[Activity]]:
    """Return the activities of groups within a day of an hour, drafts excepted. For `tx.load`."""
    day = timedelta(days=1)
    given: dict[str, object] = {}
    for each, (group_id, at) in enumerate(wanted):
        given |= {f"group_{each}": group_id, f"from_{each}": at - day, f"to_{each}": at + day}
    rows = await tx.scalars(_around(len(wanted)), given)
    found: dict[Around, list[Activity]] = {one: [] for one in wanted}
    for row in rows:
        for group_id, at in wanted:
            if row.group_id == group_id and row.opens_at <= at + day and row.closes_at >= at - day:
                found[group_id, at].append(row)
    return found


@functools.lru_cache(maxsize=64)
def _around(many: int) -> Executable:
    one_of_them = [
        (Activity.group_id == bindparam(f"group_{each}"))
        & (Activity.opens_at <= bindparam(f"to_{each}"))
        & (Activity.closes_at >= bindparam(f"from_{each}"))
        for each in range(many)
    ]
    wanted = select(Activity).where(or_(*one_of_them), Activity.state != ActivityState.DRAFT)
    return wanted.order_by(Activity.starts_at, Activity.id)


async def entries(tx: Transaction, wanted: Collection[Entry]) -> Mapping[Entry, Attendance]:
    """Return members' entries on rolls; who has none is missing. For `tx.load`."""
    matters, given = asking.members_handed_over(wanted)
    rows = await tx.scalars(_entries(matters), given)
    return {(row.group_id, row.activity_id, row.member_id): row for row in rows}


@functools.lru_cache(maxsize=64)
def _entries(matters: int) -> Executable:
    columns = (Attendance.group_id, Attendance.activity_id, Attendance.member_id)
    return select(Attendance).where(asking.among_members_given(*columns, matters))


async def activities(
    tx: Transaction, keys: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], Activity]:
    """Return activities by group and number. For `tx.load`."""
    rows = await tx.scalars(
        select(Activity).where(asking.among(Activity.group_id, Activity.id, keys))
    )
    return {(row.group_id, row.id): row for row in rows}


async def activity(tx: Transaction, *, group_id: int, activity_id: int) -> Activity | None:
    """Return an activity of a group, or None."""
    return await tx.get(Activity, (group_id, activity_id))


async def coming(
    tx: Transaction, *, places: Collection[Member], now: datetime, limit: int = 10
) -> Sequence[Activity]:
    """Return announced activities that are not over, the next first, for somebody's places.

    Deputies see what they are invited to, sessions of receptions too where they are on duty; the
    staff see all of their group but the sessions.
    """
    rows = await tx.scalars(
        select(Activity)
        .where(
            Activity.group_id.in_({one.group_id for one in places}),
            Activity.state == ActivityState.ANNOUNCED,
            Activity.ends_at >= now,
        )
        .order_by(Activity.starts_at, Activity.id)
        .limit(limit * _OTHERS_TOO)
    )
    return [one for one in rows if any(_concerns(one, place) for place in places)][:limit]


def _concerns(one: Activity, place: Member) -> bool:
    if place.group_id != one.group_id:
        return False
    if place.role is Role.STAFF:
        return one.round_id is None
    return is_invited(one, place.level, place.id)


def shown(one: Activity, *, now: datetime) -> Shown:
    """Return an activity as lists and cards show it."""
    return Shown(
        group_id=one.group_id,
        activity_id=one.id,
        title=one.title,
        kind=one.kind,
        scope=one.scope,
        place=one.place,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        state=one.state,
        is_open=one.state is ActivityState.ANNOUNCED and takes(one, now),
        ways=tuple(Way(each) for each in one.ways),
        levels=tuple(Level(each) for each in one.levels or () if one.members is None),
        is_by_name=one.members is not None,
        is_session=one.round_id is not None,
    )


async def deputies_of(tx: Transaction, *, group_id: int) -> Sequence[Member]:
    """Return a group's deputies, by name."""
    rows = await tx.scalars(
        select(Member).where(*_deputies(group_id)).order_by(Member.name, Member.id)
    )
    return rows.all()


def _deputies(group_id: int) -> tuple[ColumnElement[bool], ...]:
    return Member.group_id == group_id, Member.role == Role.DEPUTY, Member.left_at.is_(None)


async def invited(tx: Transaction, one: Activity) -> Sequence[Member]:
    """Return the deputies an activity is for, by name."""
    return among(await deputies_of(tx, group_id=one.group_id), one)


async def how_many_invited(tx: Transaction, one: Activity) -> int:
    """Return how many deputies an activity is for, without reading who they are."""
    everybody = _deputies(one.group_id)
    if one.members is not None:
        of_those = select(func.count()).where(*everybody, Member.id.in_(one.members))
        return int((await tx.scalars(of_those)).one())
    rows = await tx.execute(
        select(Member.level, func.count()).where(*everybody).group_by(Member.level)
    )
    return sum(many for level, many in rows if is_invited(one, level, 0))


async def named(tx: Transaction, one: Activity) -> tuple[str, ...]:
    """Return whom an activity is for by name; nobody where it is for all, or for levels."""
    if one.members is None or one.round_id is not None:
        return ()
    return tuple(each.name for each in await invited(tx, one))


async def counts(tx: Transaction, one: Activity) -> Counts:
    """Return how many of those invited are in which state."""
    rows = await tx.execute(
        select(Attendance.state, func.count())
        .where(Attendance.group_id == one.group_id, Attendance.activity_id == one.id)
        .group_by(Attendance.state)
    )
    by_state = {str(row[0]): row[1] for row in rows}
    guests = await tx.scalars(
        select(func.count()).where(Guest.group_id == one.group_id, Guest.activity_id == one.id)
    )
    return Counts(invited=await how_many_invited(tx, one), guests=guests.one(), **by_state)


async def roll(tx: Transaction, one: Activity) -> Sequence[RollEntry]:
    """Return everybody invited with their state, those without one first."""
    rows = await tx.scalars(
        select(Attendance).where(
            Attendance.group_id == one.group_id, Attendance.activity_id == one.id
        )
    )
    by_member = {row.member_id: row for row in rows}
    listed = [_entry(member, by_member.get(member.id)) for member in await invited(tx, one)]
    return sorted(listed, key=lambda each: each.state is not None)


def _entry(member: Member, row: Attendance | None) -> RollEntry:
    return RollEntry(
        member_id=member.id,
        name=member.name,
        state=row.state if row else None,
        at=row.at if row else None,
    )


def _within(group_id: int, since: datetime, until: datetime) -> Sequence[ColumnElement[bool]]:
    """Return what holds for a group's activities that start within [since, until)."""
    return (
        Activity.group_id == group_id,
        Activity.starts_at >= since,
        Activity.starts_at < until,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One line of the attendance list: who, where, in which state."""

    activity: Activity
    member: Member
    attendance: Attendance


async def attended(
    tx: Transaction, *, group_id: int, since: datetime, until: datetime
) -> Sequence[Taken]:
    """Return all entries of activities that start within [since, until), in order of time."""
    rows = await tx.execute(
        select(Activity, Member, Attendance)
        .join(Attendance, _ITS_ROLL)
        .join(Member, _WHOSE)
        .where(*_within(group_id, since, until))
        .order_by(Activity.starts_at, Activity.id, Member.name)
    )
    return [Taken(activity=row[0], member=row[1], attendance=row[2]) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """One line of a roll that is closed, as short as it can be: who, in which state."""

    member_id: int
    name: str
    state: AttendanceState


async def latest(
    tx: Transaction, *, group_id: int, since: datetime, until: datetime
) -> Sequence[Latest]:
    """Return the entries of closed rolls within [since, until), the last activity first.

    Of those who have not left.
    """
    rows = await tx.execute(
        select(Member.id, Member.name, Attendance.state)
        .join_from(Activity, Attendance, _ITS_ROLL)
        .join(Member, _WHOSE)
        .where(*_within(group_id, since, until), Activity.state.in_(OVER), Member.left_at.is_(None))
        .order_by(Activity.starts_at.desc(), Activity.id.desc())
    )
    return [Latest(member_id=row[0], name=row[1], state=row[2]) for row in rows]


async def in_span(
    tx: Transaction, *, group_id: int, since: datetime, until: datetime
) -> Sequence[Activity]:
    """Return the activities of a group that start within [since, until)."""
    rows = await tx.scalars(
        select(Activity)
        .where(*_within(group_id, since, until))
        .order_by(Activity.starts_at, Activity.id)
    )
    return rows.all()


async def first_start(tx: Transaction, *, group_id: int) -> datetime | None:
    """Return when the first activity of a group began, None while there is none."""
    rows = await tx.scalars(
        select(Activity.starts_at)
        .where(Activity.group_id == group_id)
        .order_by(Activity.starts_at)
        .limit(1)
    )
    first: datetime | None = rows.first()
    return first


async def titles(
    tx: Transaction, *, group_id: int, activity_ids: Collection[int]
) -> Mapping[int, Activity]:
    """Return activities by number: the evidence behind ledger lines."""
    rows = await tx.scalars(
        select(Activity).where(Activity.group_id == group_id, Activity.id.in_(activity_ids))
    )
    return {row.id: row for row in rows}

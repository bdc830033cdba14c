"""Reads of receptions: settings, rounds with their sessions, duties, what the planner needs."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.database import Transaction
from models.groups.queries import groups
from models.people.tables import Member, Role
from models.receptions.rules import DutyKind, Mode, SessionState
from models.receptions.tables import Duty, ReceptionSession, ReceptionSettings, Round
from models.stations.tables import Station

USUAL = {
    "start_month": 2,
    "day_rule": "second thursday",
    "hour": "14:30",
    "minutes": 120,
    "house_calls": 0,
    "slots": 20,
    "calendar_warned": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """A deputy at a session."""

    duty: Duty
    member: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A session with its station and everybody at it, those on duty before who stands by."""

    session: ReceptionSession
    station: Station
    crew: tuple[OnDuty, ...]

    @property
    def on_duty(self) -> tuple[OnDuty, ...]:
        """Return those on duty."""
        return tuple(one for one in self.crew if one.duty.kind is DutyKind.DUTY)

    @property
    def backup(self) -> OnDuty | None:
        """Return who stands by."""
        return next((one for one in self.crew if one.duty.kind is DutyKind.BACKUP), None)

    @property
    def short(self) -> int:
        """Return how many places nobody is in."""
        return max(self.session.places - len(self.on_duty), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Was:
    """Where and when a session was to be, before it was changed."""

    at: datetime
    station: str
    mode: Mode


def was(one: Sitting) -> Was:
    """Return where and when a session is, to be kept before it is changed."""
    return Was(at=one.session.starts_at, station=one.station.name, mode=one.session.mode)


async def settings_of(tx: Transaction, group_id: int) -> ReceptionSettings:
    """Return a group's settings; what nobody has set is usual, and not stored."""
    row = await tx.get(ReceptionSettings, group_id)
    return row or ReceptionSettings(group_id=group_id, **USUAL)


async def zone_of(tx: Transaction, group_id: int) -> ZoneInfo:
    """Return the zone a group lives in."""
    group = await tx.load(groups, group_id)
    return ZoneInfo(group.timezone if group else "UTC")


async def rounds_of(tx: Transaction, *, group_id: int, year: int) -> Sequence[Round]:
    """Return the rounds of a year, in order."""
    rows = await tx.scalars(
        select(Round).where(Round.group_id == group_id, Round.year == year).order_by(Round.number)
    )
    return rows.all()


async def sittings_of(
    tx: Transaction, *, group_id: int, round_ids: Collection[int]
) -> Mapping[int, Sequence[Sitting]]:
    """Return the sessions of rounds with all that belongs to them, by round: three reads."""
    rows = (
        await tx.execute(
            select(ReceptionSession, Station)
            .join(
                Station,
                (Station.group_id == ReceptionSession.group_id)
                & (Station.id == ReceptionSession.station_id),
            )
            .where(ReceptionSession.group_id == group_id, ReceptionSession.round_id.in_(round_ids))
            .order_by(ReceptionSession.id)
        )
    ).all()
    crews = await crews_of(tx, group_id=group_id, session_ids=[row[0].id for row in rows])
    found: dict[int, list[Sitting]] = defaultdict(list)
    for session, station in rows:
        sitting = Sitting(session=session, station=station, crew=crews.get(session.id, ()))
        found[session.round_id].append(sitting)
    return found


async def crews_of(
    tx: Transaction, *, group_id: int, session_ids: Collection[int]
) -> Mapping[int, tuple[OnDuty, ...]]:
    """Return who is at sessions, by session; those on duty first, then by name."""
    rows = await tx.execute(
        select(Duty, Member)
        .join(Member, (Member.group_id == Duty.group_id) & (Member.id == Duty.member_id))
        .where(Duty.group_id == group_id, Duty.session_id.in_(session_ids))
        .order_by(Duty.kind.desc(), Member.name, Member.id)
    )
    found: dict[int, list[OnDuty]] = defaultdict(list)
    for duty, member in rows:
        found[duty.session_id].append(OnDuty(duty=duty, member=member))
    return {key: tuple(crew) for key, crew in found.items()}


async def sitting(tx: Transaction, *, group_id: int, session_id: int) -> Sitting | None:
    """Return a session with its station and crew, or None."""
    session = await tx.get(ReceptionSession, (group_id, session_id))
    station = await tx.get(Station, (group_id, session.station_id)) if session else None
    if session is None or station is None:
        return None
    crews = await crews_of(tx, group_id=group_id, session_ids=[session_id])
    return Sitting(session=session, station=station, crew=crews.get(session_id, ()))


async def of_activity(
    tx: Transaction, *, group_id: int, activity_id: int
) -> ReceptionSession | None:
    """Return the session that an activity stands for, or None."""
    rows = await tx.scalars(
        select(ReceptionSession).where(
            ReceptionSession.group_id == group_id, ReceptionSession.activity_id == activity_id
        )
    )
    return rows.first()


async def coming_at(
    tx: Transaction, *, group_id: int, station_id: int, now: datetime, limit: int = 3
) -> Sequence[ReceptionSession]:
    """Return the published sessions of a station that are not over, the next first."""
    rows = await tx.scalars(
        select(ReceptionSession)
        .where(
            ReceptionSession.group_id == group_id,
            ReceptionSession.station_id == station_id,
            ReceptionSession.ends_at >= now,
            ReceptionSession.state == SessionState.PUBLISHED,
        )
        .order_by(ReceptionSession.starts_at)
        .limit(limit)
    )
    return rows.all()


async def duties_of(
    tx: Transaction, *, group_id: int, member_id: int, since: datetime, limit: int = 12
) -> Sequence[tuple[Duty, ReceptionSession, Station]]:
    """Return a deputy's published duties that end after a moment, the next first."""
    rows = await tx.execute(
        select(Duty, ReceptionSession, Station)
        .join(
            ReceptionSession,
            (ReceptionSession.group_id == Duty.group_id) & (ReceptionSession.id == Duty.session_id),
        )
        .join(
            Station,
            (Station.group_id == ReceptionSession.group_id)
            & (Station.id == ReceptionSession.station_id),
        )
        .where(
            Duty.group_id == group_id,
            Duty.member_id == member_id,
            ReceptionSession.state.in_((SessionState.PUBLISHED, SessionState.CLOSED)),
            ReceptionSession.ends_at >= since,
        )
        .order_by(ReceptionSession.starts_at)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def deputies_of(tx: Transaction, *, group_id: int) -> Sequence[Member]:
    """Return the deputies of a group, in the order they came."""
    rows = await tx.scalars(
        select(Member)
        .where(Member.group_id == group_id, Member.role == Role.DEPUTY, Member.left_at.is_(None))
        .order_by(Member.id)
    )
    return rows.all()

"""What the planner starts from: stations and deputies with what they have had."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.database import Transaction
from models.receptions.planning import Seat
from models.receptions.queries import deputies_of, zone_of
from models.receptions.rules import DutyKind, Mode, SessionState
from models.receptions.tables import Duty, ReceptionSession
from models.stations.queries import stations_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """What the planner starts from."""

    stations: tuple[Seat, ...]
    deputies: tuple[Seat, ...]


async def seats_of(
    tx: Transaction, *, group_id: int, year: int, without: Collection[int] = ()
) -> Seats:
    """Return stations and deputies with what they have had; rounds `without` do not count.

    Who came during the year begins where the least burdened stand: nobody catches up for months
    in which they were no deputy.
    """
    zone = await zone_of(tx, group_id)
    history = await _History.read(tx, group_id=group_id, without=without, zone=zone, year=year)
    deputies = await deputies_of(tx, group_id=group_id)
    first = datetime(year, 1, 1, tzinfo=zone)
    old = [history.duties[one.id] for one in deputies if one.created_at <= first]
    floor = min(old, default=0)
    return Seats(
        stations=tuple(
            Seat(
                id=one.id,
                constituency=one.constituency,
                count=history.sessions[one.id],
                last_on=history.used.get(one.id),
                house_calls=history.visits[one.id],
            )
            for one in await stations_of(tx, group_id=group_id, only_open=True)
        ),
        deputies=tuple(
            Seat(
                id=one.id,
                constituency=one.constituency,
                count=max(history.duties[one.id], floor if one.created_at > first else 0),
                last_on=history.served.get(one.id),
                stood_by=history.backups[one.id],
            )
            for one in deputies
        ),
    )


@dataclass(slots=True)
class _History:
    """What was: counts of one year, and the last time ever."""

    sessions: Counter[int]
    visits: Counter[int]
    duties: Counter[int]
    backups: Counter[int]
    used: dict[int, date]
    served: dict[int, date]

    @classmethod
    async def read(
        cls,
        tx: Transaction,
        *,
        group_id: int,
        without: Collection[int],
        zone: ZoneInfo,
        year: int,
    ) -> "_History":
        self = cls(Counter(), Counter(), Counter(), Counter(), {}, {})
        rows = await tx.execute(
            select(ReceptionSession, Duty)
            .outerjoin(
                Duty,
                (Duty.group_id == ReceptionSession.group_id)
                & (Duty.session_id == ReceptionSession.id),
            )
            .where(
                ReceptionSession.group_id == group_id,
                ReceptionSession.state != SessionState.CANCELLED,
                ReceptionSession.starts_at >= datetime(year - 1, 1, 1, tzinfo=zone),
            )
            .order_by(ReceptionSession.starts_at)
        )
        seen: set[int] = set()
        for session, duty in rows:
            day = session.starts_at.astimezone(zone).date()
            if session.round_id in without or day.year > year:
                continue
            if session.id not in seen:
                seen.add(session.id)
                self._note_session(session, day, is_now=day.year == year)
            if duty is not None:
                self._note_duty(duty, day, is_now=day.year == year)
        return self

    def _note_session(self, session: ReceptionSession, day: date, *, is_now: bool) -> None:
        self.used[session.station_id] = day
        self.sessions[session.station_id] += is_now
        self.visits[session.station_id] += is_now and session.mode is Mode.HOUSE_CALL

    def _note_duty(self, duty: Duty, day: date, *, is_now: bool) -> None:
        if duty.kind is DutyKind.BACKUP:
            self.backups[duty.member_id] += is_now
        else:
            self.served[duty.member_id] = day
            self.duties[duty.member_id] += is_now

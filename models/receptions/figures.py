"""What a year's receptions came to; every figure is counted from the rows behind it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select

from models.database import Transaction
from models.groups.tables import Group
from models.issues.tables import Issue
from models.receptions.calls import HELD
from models.receptions.notices import RoundLine, YearCard
from models.receptions.planning import Fairness
from models.receptions.queries import (
    Sitting,
    deputies_of,
    rounds_of,
    settings_of,
    sittings_of,
    zone_of,
)
from models.receptions.record_notices import Figures
from models.receptions.rules import (
    AT_LEAST,
    RoundState,
    SessionState,
    SwapState,
    day_rule,
    months,
    round_day,
)
from models.receptions.tables import Call, ReceptionSession, Round, Swap
from models.reminders.rules import ReminderState
from models.reminders.tables import Reminder
from models.stations.queries import stations_of
from models.working_days import ends_soon, known_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year's rounds with everything in them."""

    rounds: Sequence[Round]
    sittings: dict[int, Sequence[Sitting]]

    @property
    def all(self) -> list[Sitting]:
        """Return every session that is not called off."""
        return [
            one
            for row in self.rounds
            for one in self.sittings.get(row.id, ())
            if one.session.state is not SessionState.CANCELLED
        ]


async def year_of(tx: Transaction, *, group_id: int, year: int) -> Year:
    """Return a year's rounds with everything in them: four reads, however many there are."""
    rounds = await rounds_of(tx, group_id=group_id, year=year)
    found = await sittings_of(tx, group_id=group_id, round_ids=[one.id for one in rounds])
    return Year(rounds=rounds, sittings=dict(found))


async def fairness_of(tx: Transaction, the: Year, *, group_id: int) -> Fairness:
    """Return how even a year is as it stands, by swaps and changes too."""
    people = [one.id for one in await deputies_of(tx, group_id=group_id)]
    stations = {one.id for one in await stations_of(tx, group_id=group_id, only_open=True)}
    duties = Counter(dict.fromkeys(people, 0))
    for one in the.all:
        duties.update(each.member.id for each in one.on_duty if each.member.id in duties)
    return Fairness(
        fewest=min(duties.values(), default=0),
        most=max(duties.values(), default=0),
        skipped=len(stations - {one.station.id for one in the.all}),
        short=sum(one.short for one in the.all),
        below=sum(count < AT_LEAST for count in duties.values()),
        at_home=sum(each.duty.is_home for one in the.all for each in one.on_duty),
        places=sum(len(one.on_duty) for one in the.all),
    )


async def year_card(tx: Transaction, group: Group, *, year: int, now: datetime) -> YearCard:
    """Return the rounds of a year as the staff see them.

    A published round keeps its day: where the calendar says another one by now (a holiday was
    moved), that is shown, and the staff decide.
    """
    the = await year_of(tx, group_id=group.id, year=year)
    fair = await fairness_of(tx, the, group_id=group.id)
    settings = await settings_of(tx, group.id)
    rule = day_rule(settings.day_rule)
    by_number = dict(enumerate(months(settings.start_month), start=1))
    today = now.astimezone(await zone_of(tx, group.id)).date()
    return YearCard(
        group_id=group.id,
        group_name=group.name,
        year=year,
        rounds=tuple(
            _round_line(
                row,
                the.sittings.get(row.id, ()),
                round_day(rule, year, by_number[row.number]) if row.number in by_number else None,
                today,
            )
            for row in the.rounds
        ),
        fewest=fair.fewest,
        most=fair.most,
        skipped=fair.skipped,
        short=fair.short,
        calendar_ends=known_until() if ends_soon(today) else None,
    )


def _round_line(
    row: Round, sittings: Sequence[Sitting], by_rule: date | None, today: date
) -> RoundLine:
    on = [one for one in sittings if one.session.state is not SessionState.CANCELLED]
    is_other = by_rule is not None and by_rule != row.day and row.day > today
    return RoundLine(
        group_id=row.group_id,
        round_id=row.id,
        number=row.number,
        day=row.day,
        state=row.state,
        sessions=len(on),
        short=sum(one.short for one in on),
        should_be=by_rule if is_other and row.state is RoundState.PUBLISHED else None,
    )


async def figures(tx: Transaction, *, group_id: int, year: int) -> Figures:
    """Count a year's receptions: what was held, who came, what was brought, how it was told."""
    the = await year_of(tx, group_id=group_id, year=year)
    every = [one for row in the.rounds for one in the.sittings.get(row.id, ())]
    held = [one for one in every if one.session.state in HELD]
    closed = [one for one in held if one.session.state is SessionState.CLOSED]
    activities = [one.session.activity_id for one in held if one.session.activity_id]
    matters = await _matters(tx, group_id, activities)
    on_duty = [each for one in held for each in one.on_duty]
    stations = await stations_of(tx, group_id=group_id)
    told = await _reminders(tx, group_id, activities, [row.id for row in the.rounds])
    return Figures(
        group_id=group_id,
        year=year,
        rounds=len({one.session.round_id for one in held}),
        sessions=len(held),
        closed=len(closed),
        cancelled=sum(one.session.state is SessionState.CANCELLED for one in every),
        stations=len(stations),
        stations_used=len({one.station.id for one in held}),
        deputies=len({each.member.id for each in on_duty}),
        per_session=len(on_duty) * 100 // len(held) if held else 0,
        visitors=sum(one.session.visitors or 0 for one in closed),
        no_visitors=sum(one.session.visitors == 0 for one in closed),
        matters=len(matters),
        routes=_counted(one.route for one in matters),
        outcomes=_counted(one.outcome for one in matters),
        swaps=await _swaps(tx, group_id, [one.session.id for one in every]),
        reminders=told[0],
        confirmed=sum(each.duty.confirmed_at is not None for each in on_duty),
        missed=told[1],
    )


def _counted(values: Iterable[StrEnum | None]) -> tuple[tuple[str, int], ...]:
    counts = Counter(str(one.value) for one in values if one is not None)
    return tuple(counts.most_common())


async def _matters(tx: Transaction, group_id: int, activity_ids: Sequence[int]) -> Sequence[Issue]:
    rows = await tx.scalars(
        select(Issue).where(Issue.group_id == group_id, Issue.activity_id.in_(activity_ids))
    )
    return rows.all()


async def _swaps(tx: Transaction, group_id: int, session_ids: Sequence[int]) -> int:
    rows = await tx.scalars(
        select(func.count()).where(
            Swap.group_id == group_id,
            Swap.session_id.in_(session_ids),
            Swap.state == SwapState.DONE,
        )
    )
    count: int = rows.one()
    return count


async def _reminders(
    tx: Transaction, group_id: int, activity_ids: Sequence[int], round_ids: Sequence[int]
) -> tuple[int, int]:
    """Return how many reminders and calls were sent, and how many were missed."""
    sent = missed = 0
    for table, where in (
        (Reminder, Reminder.activity_id.in_(activity_ids)),
        (Call, Call.round_id.in_(round_ids)),
    ):
        rows = await tx.execute(
            select(table.state, func.count())
            .where(table.group_id == group_id, where)
            .group_by(table.state)
        )
        counts = {row[0]: row[1] for row in rows}
        sent += counts.get(ReminderState.SENT, 0)
        missed += counts.get(ReminderState.MISSED, 0)
    return sent, missed


async def sessions_ahead(tx: Transaction, *, group_id: int, station_id: int, now: datetime) -> int:
    """Return how many published sessions of a station lie ahead."""
    rows = await tx.scalars(
        select(func.count()).where(
            ReceptionSession.group_id == group_id,
            ReceptionSession.station_id == station_id,
            ReceptionSession.starts_at > now,
            ReceptionSession.state == SessionState.PUBLISHED,
        )
    )
    count: int = rows.one()
    return count

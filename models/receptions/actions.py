"""The verb on the plan of receptions: plan a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.people.rules import Actor, require_staff
from models.receptions import notices as n
from models.receptions.planning import PlannedRound, PlannedSession, Size, Why, plan, size_of
from models.receptions.queries import rounds_of, settings_of, zone_of
from models.receptions.rules import (
    DutyKind,
    RoundState,
    SessionState,
    day_rule,
    hour_of,
    months,
    round_day,
    times_of,
)
from models.receptions.seats import seats_of
from models.receptions.tables import Duty, ReceptionSession, ReceptionSettings, Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan as it would be: the rounds to come, with their numbers; those kept as they are."""

    numbers: tuple[int, ...]
    rounds: tuple[PlannedRound, ...]
    kept: tuple[Round, ...]
    settings: ReceptionSettings
    zone: ZoneInfo


async def draft(tx: Transaction, *, group_id: int, year: int, now: datetime) -> Draft:
    """Plan what is not published and lies ahead; nothing is written.

    Published rounds and days that have passed stay, and count. Refusal (nothing to plan) without
    an open station, without a deputy, or for a year that is over.
    """
    settings = await settings_of(tx, group_id)
    zone = await zone_of(tx, group_id)
    there = await rounds_of(tx, group_id=group_id, year=year)
    today = now.astimezone(zone).date()
    days = _days(settings, year)
    kept = [one for one in there if one.state is RoundState.PUBLISHED or one.day <= today]
    taken = {one.number for one in kept}
    ahead = [(number, day) for number, day in days if number not in taken and day > today]
    free = {one.id for one in there} - {one.id for one in kept}
    seats = await seats_of(tx, group_id=group_id, year=year, without=free)
    if not ahead or not seats.stations or not seats.deputies:
        raise Refusal(
            n.NothingToPlan(year=year, stations=len(seats.stations), deputies=len(seats.deputies))
        )
    size = Size(
        stations=settings.stations,
        deputies=settings.deputies,
        house_calls=settings.house_calls,
    )
    of = size_of(size, rounds=len(days), stations=len(seats.stations), deputies=len(seats.deputies))
    rounds = plan(
        [day for _number, day in ahead],
        stations=seats.stations,
        deputies=seats.deputies,
        size=size,
        of=of,
    )
    return Draft(
        numbers=tuple(number for number, _day in ahead),
        rounds=tuple(rounds),
        kept=tuple(kept),
        settings=settings,
        zone=zone,
    )


def _days(settings: ReceptionSettings, year: int) -> list[tuple[int, date]]:
    rule = day_rule(settings.day_rule)
    return [
        (number, round_day(rule, year, month))
        for number, month in enumerate(months(settings.start_month), start=1)
    ]


async def plan_year(
    tx: Transaction, *, group_id: int, year: int, by: Actor, now: datetime
) -> Sequence[Round]:
    """Write the plan of a year as drafts, in place of earlier drafts; return the new rounds.

    Of two at the same moment the second plans anew what the first has written.
    """
    require_staff(by, group_id=group_id)
    if await tx.session.get(Group, group_id, with_for_update=True) is None:
        raise Refusal(Gone())
    planned = await draft(tx, group_id=group_id, year=year, now=now)
    await _drop_drafts(tx, group_id, year, keep=[one.id for one in planned.kept])
    rounds = [
        Round(
            group_id=group_id,
            id=new_id(),
            year=year,
            number=number,
            day=one.day,
            state=RoundState.DRAFT,
            created_at=now,
        )
        for number, one in zip(planned.numbers, planned.rounds, strict=True)
    ]
    for row in rounds:
        tx.add(row)
    await tx.flush()
    for row, one in zip(rounds, planned.rounds, strict=True):
        await _write(tx, row, one, planned)
    audit.write(
        tx, "receptions.plan", by=by, now=now, group_id=group_id, year=year, rounds=len(rounds)
    )
    return rounds


async def _drop_drafts(tx: Transaction, group_id: int, year: int, *, keep: Sequence[int]) -> None:
    gone = select(Round.id).where(
        Round.group_id == group_id,
        Round.year == year,
        Round.state == RoundState.DRAFT,
        Round.id.not_in(keep),
    )
    sessions = select(ReceptionSession.id).where(
        ReceptionSession.group_id == group_id, ReceptionSession.round_id.in_(gone)
    )
    await tx.execute(delete(Duty).where(Duty.group_id == group_id, Duty.session_id.in_(sessions)))
    await tx.execute(
        delete(ReceptionSession).where(
            ReceptionSession.group_id == group_id, ReceptionSession.round_id.in_(gone)
        )
    )
    await tx.execute(
        delete(Round)
        .where(Round.group_id == group_id, Round.id.in_(gone))
        .execution_options(synchronize_session=False)
    )


async def _write(tx: Transaction, row: Round, planned: PlannedRound, facts: Draft) -> None:
    settings = facts.settings
    starts_at, ends_at = times_of(
        planned.day,
        hour_of(settings.hour),
        timedelta(minutes=settings.minutes),
        facts.zone,
    )
    written = []
    for one in planned.sessions:
        session = ReceptionSession(
            group_id=row.group_id,
            id=new_id(),
            round_id=row.id,
            station_id=one.station_id,
            mode=one.mode,
            starts_at=starts_at,
            ends_at=ends_at,
            places=len(one.deputies) + one.short,
            state=SessionState.DRAFT,
        )
        tx.add(session)
        written.append((session, one))
    await tx.flush()
    for session, one in written:
        _write_crew(tx, session, one)
    await tx.flush()


def _write_crew(tx: Transaction, session: ReceptionSession, planned: PlannedSession) -> None:
    crew: list[tuple[DutyKind, Why]] = [(DutyKind.DUTY, why) for why in planned.deputies]
    if planned.backup is not None:
        crew.append((DutyKind.BACKUP, planned.backup))
    for kind, why in crew:
        tx.add(
            Duty(
                group_id=session.group_id,
                session_id=session.id,
                member_id=why.member_id,
                kind=kind,
                last_on=why.last_on,
                count=why.count,
                is_home=why.is_home,
                how="planned",
            )
        )

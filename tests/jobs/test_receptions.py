"""A year of receptions is played: everybody hears exactly once, whatever restarts or runs twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from jobs.sweeps import sweep_due
from jobs.timetable import Timetable
from models import clock
from models.activities.rules import AttendanceState
from models.activities.tables import Attendance
from models.database import Database
from models.groups.tables import Group
from models.messages.tables import Message
from models.people.rules import OPERATOR
from models.people.tables import Member
from models.points.tables import LedgerLine
from models.receptions import adjusting, booking, missing, recording
from models.receptions.figures import fairness_of, figures, year_of
from models.receptions.queries import Sitting
from models.receptions.rules import CallKind, SessionState, SlotState
from models.receptions.settings import Wishes
from models.receptions.tables import Call, Duty, ReceptionSession, Slot
from models.reminders.rules import ReminderKind, ReminderState
from models.reminders.tables import Reminder
from models.stations import actions as stations
from models.stations.tables import Station
from models.years.activities import activities as year_activities
from models.years.figures import Span
from tests.handlers.days import rows, words_to
from tests.handlers.receptions_made import (
    NAMES,
    ZONE,
    at,
    furnished,
    names_of,
    planned,
    published,
    sittings,
)
from tests.town import Town, a_town


@asynccontextmanager
async def two_at_once(town: Town) -> AsyncIterator[Timetable]:
    """A second process beside the town's: it looks at the same rows at the same moments."""
    url = town.app.config.database.url.get_secret_value()
    async with Database(url) as db:
        yield Timetable(db=db, bot_id=town.bot_id, owner="second", last={})


async def both(town: Town, second: Timetable, by: timedelta) -> None:
    """Let time go by, and let both processes do what falls due at the same moment."""
    _sleep_through(town, by)
    await asyncio.gather(town.app.timetable.tick("reminders"), second.tick("reminders"))
    await asyncio.gather(town.app.timetable.tick("receptions"), second.tick("receptions"))
    await town.settle()


async def hold(town: Town, one: Sitting, *, visitors: int) -> None:
    """Let a session take place: those on duty check in, somebody writes, it is closed."""
    for name in sorted(names_of(one)):
        await town.write(name, "签到")
    now = clock.now()
    async with town.app.db.transaction() as tx:
        if visitors:
            await recording.record(
                tx,
                bot_id=town.bot_id,
                group_id=town.group_id,
                session_id=one.session.id,
                words="楼道灯坏了",
                files=(),
                by=OPERATOR,
                now=now,
            )
        await recording.close(
            tx,
            group_id=town.group_id,
            session_id=one.session.id,
            visitors=visitors,
            remark=None,
            by=OPERATOR,
            now=now + timedelta(minutes=1),
        )


async def test_six_rounds_are_played_and_everybody_hears_each_thing_once(
    tmp_path: Path, database_url: str
) -> None:
    async with a_town(tmp_path, database_url) as town, two_at_once(town) as second:
        await furnished(town, wishes=Wishes(house_calls=1))
        await _subscribe(town)
        rounds = await planned(town)
        for row in rounds:
            sessions = await published(town, row)
            start = sessions[0].session.starts_at
            for ahead in (timedelta(days=15), timedelta(days=14), timedelta(days=7)):
                await _until(town, second, start - ahead)
            for ahead in (timedelta(days=3), timedelta(days=1), timedelta(hours=2)):
                await _until(town, second, start - ahead)
            await _until(town, second, start + timedelta(minutes=1))
            for number, one in enumerate(sessions):
                await hold(town, one, visitors=number)
            await _until(town, second, start + timedelta(hours=3))

        await _check_told(town, len(rounds))
        await _check_year(town)


async def _subscribe(town: Town) -> None:
    voter = town.world.add_user(name="刘小妹")
    town.people["刘小妹"] = voter.id
    town.acts.start(voter.id, town.bot_id)
    await town.settle()
    async with town.app.db.transaction() as tx:
        for one in await tx.scalars(select(Station)):
            await stations.subscribe(tx, one=one, account_id=voter.id, wants=True, now=clock.now())


async def _until(town: Town, second: Timetable, moment: object) -> None:
    by = moment - clock.now()  # type: ignore[operator]
    if by > timedelta(0):
        await both(town, second, by)


async def _check_told(town: Town, n_rounds: int) -> None:
    reminders = await rows(town, Reminder)
    messages = await rows(town, Message)
    sessions = await rows(town, ReceptionSession)
    duties = [one for one in await rows(town, Duty) if one.kind.value == "duty"]
    kinds = Counter(one.kind for one in reminders if one.state is ReminderState.SENT)
    abouts = Counter((one.about, one.chat_id) for one in messages)
    told = Counter(one.kind for one in messages)
    calls = Counter(one.kind for one in await rows(town, Call) if one.state is ReminderState.SENT)

    assert n_rounds == 6
    assert kinds[ReminderKind.WEEK_BEFORE] == len(duties)
    assert kinds[ReminderKind.DAY_BEFORE] == len(duties)
    assert kinds[ReminderKind.HOURS_BEFORE] == len(duties)
    assert told["receptions.duty_card"] == 4 * len(duties)
    assert max(abouts.values()) == 1
    assert calls[CallKind.VOTERS] == len(sessions)
    assert calls[CallKind.PARAGRAPH] == calls[CallKind.UNCONFIRMED] == n_rounds
    assert told["receptions.for_voters"] == len(sessions)
    assert not [one for one in reminders if one.state is ReminderState.MISSED]


async def _check_year(town: Town) -> None:
    async with town.app.db.reading() as tx:
        the = await year_of(tx, group_id=town.group_id, year=2026)
        fair = await fairness_of(tx, the, group_id=town.group_id)
        found = await figures(tx, group_id=town.group_id, year=2026)
    there = [one for one in await rows(town, Attendance) if one.state is AttendanceState.PRESENT]
    rules = Counter(one.rule_id for one in await rows(town, LedgerLine))

    async with town.app.db.reading() as tx:
        group = await tx.get(Group, town.group_id)
        assert group is not None
        span = Span(group=group, year=2026)
        counted = {
            one.key: one.value for one in (await year_activities(tx, span, clock.now())).figures
        }

    assert counted["receptions"] == 6
    assert fair.spread <= 1
    assert fair.skipped == fair.short == fair.below == 0
    assert found.rounds == 6
    assert found.closed == found.sessions == len(the.all)
    assert found.no_visitors == 6
    assert found.matters == found.sessions - 6
    assert len(there) == fair.places
    assert rules["R2"] == sum(
        len(one.on_duty) for one in the.all if one.session.mode.value == "house_call"
    )
    assert rules["R1"] + rules["R2"] == fair.places


async def test_after_a_day_of_downtime_what_is_too_late_is_missed_and_summed_up_once(
    town: Town,
) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    await at(town, one.session.starts_at - timedelta(hours=23))
    before = len(await rows(town, Message))

    await town.pass_time(timedelta(hours=24))
    await town.pass_time(timedelta(hours=1))

    missed = [row for row in await rows(town, Reminder) if row.state is ReminderState.MISSED]
    assert {row.kind for row in missed} == {ReminderKind.HOURS_BEFORE}
    assert len(words_to(town, "周敏", "没能及时发出")) == 1
    assert words_to(town, min(names_of(one)), "再过两小时") == []
    assert len(await rows(town, Message)) > before


@asynccontextmanager
async def all_at_once(town: Town) -> AsyncIterator[list[Timetable]]:
    """The town's process and one that was started beside it."""
    async with two_at_once(town) as second:
        yield [town.app.timetable, second]


async def _book(town: Town, one: Sitting, names: tuple[str, ...]) -> None:
    for name in names:
        town.people[name] = town.world.add_user(name=name).id
        town.acts.start(town.people[name], town.bot_id)
        await town.settle()
        async with town.app.db.transaction() as tx:
            await booking.book(
                tx,
                group_id=town.group_id,
                session_id=one.session.id,
                account_id=town.people[name],
                now=clock.now(),
            )


async def test_voters_whose_place_was_not_reminded_of_stand_in_one_sum_up_to_the_staff(
    tmp_path: Path, database_url: str
) -> None:
    async with a_town(tmp_path, database_url) as town, all_at_once(town) as processes:
        await furnished(town)
        one = (await published(town, (await planned(town))[0]))[0]
        await _book(town, one, ("刘小妹", "马大爷"))
        await at(town, one.session.starts_at - timedelta(hours=25))
        _sleep_through(town, timedelta(hours=26))

        await asyncio.gather(*(each.tick("receptions") for each in processes))
        await town.pass_time(timedelta(minutes=1))

        (told,) = words_to(town, "周敏", "给预约选民的提醒")
        slots = await rows(town, Slot)
        assert "给预约选民的提醒：2 条" in told
        assert {each.state for each in slots} == {SlotState.MISSED}
        assert all(each.told_at is not None for each in slots)
        for name in ("刘小妹", "马大爷"):
            assert words_to(town, name, "您预约的代表接待快到了") == []


async def test_whoever_sums_up_waits_for_a_place_another_process_looks_at(
    tmp_path: Path, database_url: str
) -> None:
    async with a_town(tmp_path, database_url) as town:
        await furnished(town)
        one = (await published(town, (await planned(town))[0]))[0]
        await _book(town, one, ("刘小妹", "马大爷"))
        await at(town, one.session.starts_at - timedelta(hours=25))
        _sleep_through(town, timedelta(hours=26))
        db, bot_id, now = town.app.db, town.bot_id, clock.now()
        await sweep_due(db, booking.due, booking.remind, now=now, bot_id=bot_id)
        [first, _second] = await rows(town, Slot)
        key = (first.group_id, first.session_id, first.account_id)

        async with asyncio.TaskGroup() as tasks, db.transaction() as tx:
            await tx.session.get(Slot, key, with_for_update=True)
            summing = tasks.create_task(
                sweep_due(db, missing.untold, missing.sum_up, now=now, bot_id=bot_id)
            )
            await asyncio.wait([summing], timeout=0.5)
        await town.settle()

        (told,) = words_to(town, "周敏", "给预约选民的提醒")
        assert summing.result() == 1
        assert "给预约选民的提醒：2 条" in told


def _sleep_through(town: Town, by: timedelta) -> None:
    """Let time go by in which no process runs."""
    town.world.clock.shift(by.total_seconds())
    clock.move(by)


async def test_a_place_given_back_before_the_downtime_is_not_missed_by_anybody(town: Town) -> None:
    await furnished(town)
    one = (await published(town, (await planned(town))[0]))[0]
    await _book(town, one, ("刘小妹",))
    async with town.app.db.transaction() as tx:
        about = {"group_id": town.group_id, "session_id": one.session.id}
        await booking.give_back(tx, **about, account_id=town.people["刘小妹"])
    await at(town, one.session.starts_at - timedelta(hours=25))

    await town.pass_time(timedelta(hours=26))

    assert words_to(town, "周敏", "给预约选民的提醒") == []


async def test_voters_hear_of_a_cancellation_and_nobody_is_reminded_any_more(town: Town) -> None:
    await furnished(town)
    await _subscribe(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    await at(town, one.session.starts_at - timedelta(days=2))

    async with town.app.db.transaction() as tx:
        await adjusting.cancel(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            session_id=one.session.id,
            reason="社区停电",
            by=OPERATOR,
            now=clock.now(),
        )
    await at(town, one.session.starts_at + timedelta(hours=1))

    (off,) = [text for text in words_to(town, "刘小妹", "接待取消") if one.station.name in text]
    assert "社区停电" in off
    for name in names_of(one):
        assert len(words_to(town, name, "活动取消")) == 1
        assert words_to(town, name, "明天请您") == []


async def test_a_move_re_times_every_reminder_and_tells_once(town: Town) -> None:
    await furnished(town)
    await _subscribe(town)
    first = (await planned(town))[0]
    one = (await published(town, first))[0]
    name = min(names_of(one))
    await at(town, one.session.starts_at - timedelta(days=2))
    later = one.session.starts_at + timedelta(days=4)

    async with town.app.db.transaction() as tx:
        await adjusting.move(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            session_id=one.session.id,
            starts_at=later,
            ends_at=later + timedelta(hours=2),
            by=OPERATOR,
            now=clock.now(),
        )
    await at(town, later - timedelta(hours=1))

    assert len(words_to(town, "刘小妹", "代表接待有变动")) == 1
    assert len(words_to(town, name, "活动有变动")) == 1
    assert len(words_to(town, name, "明天请您")) == 1
    assert len(words_to(town, name, "再过两小时")) == 1


@pytest.mark.parametrize("is_bound", [True, False])
async def test_when_a_deputy_leaves_who_stands_by_is_called_in(
    town: Town, *, is_bound: bool
) -> None:
    await furnished(town)
    first = (await planned(town))[0]
    one = next(each for each in await published(town, first) if each.backup)
    gone, backup = min(names_of(one)), one.backup
    assert backup is not None

    async with town.app.db.transaction() as tx:
        member = await tx.get(Member, (town.group_id, town.members[gone]))
        assert member is not None
        member.left_at = clock.now()
        if not is_bound:
            member.account_id = None
    await town.pass_time(timedelta(minutes=1))
    await town.pass_time(timedelta(minutes=1))

    now = next(each for each in await sittings(town, first) if each.session.id == one.session.id)
    assert backup.member.name in names_of(now)
    assert gone not in names_of(now)
    assert now.backup is None
    assert len(words_to(town, backup.member.name, "请您接待选民")) == 1
    assert len(words_to(town, "周敏", "来不了")) == 1


async def test_a_station_closed_after_publishing_calls_its_sessions_off(town: Town) -> None:
    await furnished(town)
    await _subscribe(town)
    rounds = await planned(town)
    one = (await published(town, rounds[0]))[0]
    await at(town, one.session.starts_at - timedelta(days=2))

    async with town.app.db.transaction() as tx:
        await adjusting.close_station(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            station_id=one.station.id,
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()

    mine = [row for row in await rows(town, ReceptionSession) if row.station_id == one.station.id]
    assert {row.state for row in mine} == {SessionState.CANCELLED}
    assert any(one.station.name in text for text in words_to(town, "刘小妹", "接待取消"))
    again = await planned(town)
    later = [each for row in again[1:] for each in await sittings(town, row)]
    assert one.station.id not in {each.station.id for each in later}
    assert len(NAMES) == 6


async def test_staff_hear_once_that_the_calendar_of_holidays_ends(town: Town) -> None:
    await furnished(town, wishes=Wishes(minutes=90))

    await town.pass_time(datetime(2026, 11, 2, 10, tzinfo=ZONE) - clock.now())
    await at(town, clock.now() + timedelta(days=8))

    assert len(words_to(town, "周敏", "放假安排只知道到 2026 年底")) == 1


async def test_news_of_the_calendar_waits_for_a_working_day_at_work(town: Town) -> None:
    await furnished(town, wishes=Wishes(minutes=90))
    sunday = datetime(2026, 11, 1, 10, tzinfo=ZONE)  # sixty days before the year ends
    said = []
    for moment in (sunday, sunday.replace(day=2, hour=7), sunday.replace(day=2)):
        await town.pass_time(moment - clock.now())
        said.append(len(words_to(town, "周敏", "放假安排只知道到")))

    assert said == [0, 0, 1]

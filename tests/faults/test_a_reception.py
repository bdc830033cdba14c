"""Kills in the middle of a reception: each reminder, notice and matter stands exactly once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from handlers.screens.forms import Step
from handlers.screens.receptions.table import TableAct
from models import clock
from models.audit.tables import AuditEntry
from models.base import new_id
from models.database import Transaction
from models.drafts.tables import Draft
from models.issues.tables import Issue
from models.people.rules import OPERATOR
from models.people.tables import Member, Role
from models.receptions import actions, booking, publishing
from models.receptions.queries import Sitting, rounds_of, sittings_of
from models.receptions.rules import SessionState
from models.receptions.settings import Wishes, set_settings
from models.receptions.tables import Call, ReceptionSession, Slot
from models.reminders.rules import ReminderKind, ReminderState
from models.reminders.tables import Reminder
from models.stations import actions as stations
from models.stations.actions import StationLine
from models.stations.tables import Station
from tests.faults.children import Children, children
from tests.faults.place import Place, a_place

pytestmark = pytest.mark.faults
ZONE = ZoneInfo("Asia/Shanghai")
STATIONS, DEPUTIES, VOTERS, MATTERS = 3, 9, 30, 2
TOMORROW, TWO_HOURS, BOOKED = "明天请您接待选民", "再过两小时", "您预约的代表接待快到了"
PUBLIC, SUBSCRIBED, SILENT = "人大代表接待选民公告", "📣 人大代表接待选民\n", "还没有回“知道了”"


@dataclass(slots=True)
class Day:
    """A reception day in a place: its sessions, and the people it is about."""

    place: Place
    bots: Children
    sittings: list[Sitting] = field(default_factory=list)
    staff: int = 0
    voters: list[int] = field(default_factory=list)
    in_flight: set[int] = field(default_factory=set)

    @property
    def crew(self) -> dict[int, int]:
        """Return who is on duty, with their session."""
        found = {}
        for one in self.sittings:
            for each in one.on_duty:
                assert each.member.account_id is not None
                found[each.member.account_id] = one.session.id
        return found

    def pass_time(self, by: timedelta) -> None:
        """Let the world, this process and the bots started from now on live later."""
        clock.move(by)
        self.place.world.clock.shift(by.total_seconds())
        self.bots.ahead += by.total_seconds()

    def told(self, accounts: list[int], words: str) -> Counter[int]:
        """Return how often each has read some words."""
        history = self.place.world.history
        return Counter(
            {each: sum(words in one.get("text", "") for one in history(each)) for each in accounts}
        )

    async def kill_when(self, is_time: Callable[[], bool], *, within: float = 8) -> None:
        """Start a bot, and kill it once something has been seen, or nothing more comes."""
        child = await self.bots.start()
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while not is_time():  # noqa: ASYNC110  (nothing rings)
                    await asyncio.sleep(0.005)
        await self.bots.kill(child)
        self.in_flight |= await self.place.on_their_way()

    async def everybody_once(self, accounts: list[int], words: str) -> None:
        """Hold that nobody has read it twice, and who has not is in doubt: no more than were."""
        counted, doubt = self.told(accounts, words), await self.place.left_in_doubt()
        assert [each for each, times in counted.items() if times > 1] == []
        assert {each for each in accounts if not counted[each]} <= doubt
        assert len(doubt) <= len(self.in_flight)


async def furnish(day: Day) -> None:
    """Publish a round that is in a day and a few seconds; voters book and subscribe."""
    place = day.place
    local = clock.now().astimezone(ZONE)
    noon = datetime.combine(local.date() + timedelta(days=1), time(12), tzinfo=ZONE)
    day.pass_time(noon - local)
    day.voters = [place.world.add_user(name=f"选民{number:02}").id for number in range(VOTERS)]
    day.staff = place.world.add_user(name="周敏").id
    for account in (*day.voters, day.staff):
        place.world.private(account, place.bot_id).started = True
    place.world.bots[place.bot_id].inbox.forget()
    async with place.db.transaction() as tx:
        await _plan(tx, day)
    async with place.db.transaction() as tx:
        for number, account in enumerate(day.voters):
            one = day.sittings[number % STATIONS]
            about = {"group_id": place.group_id, "session_id": one.session.id}
            await booking.book(tx, **about, account_id=account, now=clock.now())
            station = await tx.get(Station, (place.group_id, one.station.id))
            assert station is not None
            await stations.subscribe(
                tx, one=station, account_id=account, wants=True, now=clock.now()
            )


async def _plan(tx: Transaction, day: Day) -> None:
    group_id, now = day.place.group_id, clock.now()
    tx.add(
        Member(
            group_id=group_id,
            id=new_id(),
            role=Role.STAFF,
            name="周敏",
            account_id=day.staff,
            bound_at=now,
            created_at=now,
        )
    )
    lines = [StationLine(name=f"{one}号站", address=f"和平大道{one}号") for one in range(STATIONS)]
    await stations.import_stations(tx, group_id=group_id, lines=lines, by=OPERATOR, now=now)
    wishes = Wishes(stations=STATIONS, deputies=2, slots=VOTERS)
    await set_settings(tx, group_id=group_id, wishes=wishes, by=OPERATOR, now=now)
    year = now.year + 1
    await actions.plan_year(tx, group_id=group_id, year=year, by=OPERATOR, now=now)
    row = (await rounds_of(tx, group_id=group_id, year=year))[0]
    for one in (await sittings_of(tx, group_id=group_id, round_ids=[row.id]))[row.id]:
        one.session.starts_at = now + timedelta(hours=24, seconds=3)
        one.session.ends_at = one.session.starts_at + timedelta(hours=2)
    await tx.flush()
    await publishing.publish(
        tx, bot_id=day.place.bot_id, group_id=group_id, round_id=row.id, by=OPERATOR, now=now
    )
    day.sittings = list((await sittings_of(tx, group_id=group_id, round_ids=[row.id]))[row.id])


async def the_day_before(day: Day) -> None:
    """Kill while the day before is told, then let it come to rest."""
    await day.kill_when(lambda: sum(day.told(day.voters, SUBSCRIBED).values()) > VOTERS // 3)
    last = await day.bots.start()
    await _until(day, lambda rows: not any(row.remind_at for row in rows), Slot)
    await _until(day, lambda rows: not _waits(rows, ReminderKind.DAY_BEFORE), Reminder)
    await day.place.comes_to_rest(within=60)
    await day.bots.kill(last)


def _waits(rows: list[Any], kind: ReminderKind) -> bool:
    """Tell whether a reminder of a kind has not been told."""
    return any(row.kind is kind and row.state is ReminderState.WAITING for row in rows)


async def two_hours_before(day: Day) -> None:
    """Kill once while the reminder of the last hours leaves."""
    day.pass_time(timedelta(hours=22))
    await day.kill_when(lambda: sum(day.told(list(day.crew), TWO_HOURS).values()) > 1)
    last = await day.bots.start()
    await _until(day, lambda rows: not _waits(rows, ReminderKind.HOURS_BEFORE), Reminder)
    await day.place.comes_to_rest(within=60)
    await day.bots.kill(last)


async def at_the_table(day: Day) -> None:
    """Everybody on duty writes voters down and ends the session, while a bot is killed."""
    day.pass_time(timedelta(hours=2, minutes=5))
    world = day.place.world
    world.faults.add("duplicate_update", times=None, probability=0.3)
    goal = world.call_count + 20
    async with asyncio.timeout(120), asyncio.TaskGroup() as tasks:
        tasks.create_task(receive(day))
        await day.kill_when(lambda: world.call_count >= goal)
        await day.bots.start()
    await day.place.comes_to_rest(within=60)


async def receive(day: Day) -> None:
    """Let everybody on duty write at once, then everybody end their session at once."""
    await asyncio.gather(*(write_down(day, account) for account in day.crew))
    for account, session_id in day.crew.items():
        end = TableAct(group_id=day.place.group_id, session_id=session_id, act="nobody")
        await press(day, account, end.payload())


async def write_down(day: Day, account: int) -> None:
    """Write down what two voters say, a step at a time."""
    about = {"group_id": day.place.group_id, "session_id": day.crew[account]}
    for number in range(MATTERS):
        await press(day, account, TableAct(**about, act="matter").payload())
        await _draft(day, account, "brought")
        day.place.acts.write(account, account, said_by(account, number))
        version = await _draft(day, account, "review")
        step = Step(account_id=account, version=version, act="yes", number=0)
        await press(day, account, step.payload())
        await _until(day, lambda rows: not any(row.account_id == account for row in rows), Draft)


def said_by(account: int, number: int) -> str:
    return f"{account}听到的第{number}件事"


async def press(day: Day, account: int, data: str) -> None:
    """Press what stands under somebody's last message, whatever has reached them of it."""
    last = [one for one in day.place.world.history(account) if "from" in one][-1]
    day.place.acts.press_raw(account, account, last["message_id"], data)


async def _draft(day: Day, account: int, step: str) -> int:
    """Wait until somebody is at a question, or at the review; return the version of that."""
    found: list[int] = []

    def is_there(rows: list[Any]) -> bool:
        found.extend(row.version for row in rows if row.account_id == account and row.step == step)
        return bool(found)

    await _until(day, is_there, Draft)
    return found[-1]


async def _until(day: Day, is_so: Callable[[list[Any]], bool], table: Any) -> None:  # noqa: ANN401
    async with asyncio.timeout(60):
        while not is_so(await _rows(day, table)):  # noqa: ASYNC110  (nothing rings)
            await asyncio.sleep(0.05)


async def _rows(day: Day, table: Any) -> list[Any]:  # noqa: ANN401  (any table)
    async with day.place.db.reading() as tx:
        return list(await tx.scalars(select(table)))


async def test_kills_in_a_reception_double_no_reminder_no_matter_and_no_record(
    database_url: str, tmp_path: Path
) -> None:
    began = monotonic()
    async with (
        a_place(database_url, deputies=DEPUTIES) as place,
        children(database_url, place.api, tmp_path, hasty=True) as bots,
    ):
        day = Day(place, bots)
        await furnish(day)
        await the_day_before(day)
        await two_hours_before(day)
        await at_the_table(day)

        await all_told_once(day)
        await all_written_once(day)
        kind = place.db.url.get_backend_name()
        print(  # noqa: T201
            f"\n3 kills in a reception on {kind}: in flight {len(day.in_flight)},"
            f" in doubt {len(await place.left_in_doubt())}, seconds {monotonic() - began:.0f}"
        )


async def all_told_once(day: Day) -> None:
    """Every reminder of the crew, every notice to voters and staff is counted once."""
    crew, staff = list(day.crew), [day.staff]
    sent = [row for row in await _rows(day, Reminder) if row.member_id in await _members(day)]
    kinds = Counter(row.kind for row in sent if row.state is ReminderState.SENT)
    calls = Counter((row.session_id, row.kind) for row in await _rows(day, Call))
    slots = await _rows(day, Slot)
    assert kinds[ReminderKind.DAY_BEFORE] == kinds[ReminderKind.HOURS_BEFORE] == len(crew)
    assert max(calls.values()) == 1
    assert [row for row in slots if row.remind_at is not None] == []
    for people, words in (
        (crew, TOMORROW),
        (crew, TWO_HOURS),
        (day.voters, SUBSCRIBED),
        (day.voters, BOOKED),
        (staff, PUBLIC),
        (staff, SILENT),
    ):
        await day.everybody_once(people, words)


async def _members(day: Day) -> set[int]:
    return {each.member.id for one in day.sittings for each in one.on_duty}


async def all_written_once(day: Day) -> None:
    """Every voter's matter has one number, every session one record."""
    issues = await _rows(day, Issue)
    sessions = [row for row in await _rows(day, ReceptionSession) if row.activity_id is not None]
    closings = Counter(
        row.subject_id for row in await _rows(day, AuditEntry) if row.verb == "receptions.close"
    )
    wanted = {said_by(account, number) for account in day.crew for number in range(MATTERS)}
    said = Counter(row.own_words for row in issues)
    assert (set(said), max(said.values())) == (wanted, 1)
    assert len({row.number for row in issues}) == len(wanted)
    assert {row.state for row in sessions} == {SessionState.CLOSED}
    assert closings == dict.fromkeys((row.id for row in sessions), 1)
    assert sum(row.visitors for row in sessions) == len(wanted)

"""Bad weather around a bot at work: nothing is lost or doubled, and it is well again soon after."""

import asyncio
import sqlite3
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from models import clock
from models.database import Database
from models.messages.tables import Message, MessageState
from models.updates.tables import Update, UpdateState
from tests.faults.children import children
from tests.faults.place import Place, a_place, books
from tests.town import Town

pytestmark = pytest.mark.faults
DEPUTIES = 200


async def until_half(place: Place) -> None:
    async with asyncio.timeout(60):
        while sum(place.answers().values()) < DEPUTIES // 4:  # noqa: ASYNC110  (nothing rings)
            await asyncio.sleep(0.01)


def all_is_well(figures: dict[str, int]) -> None:
    assert figures["attendances"] == figures["ledger lines"] == DEPUTIES
    assert figures["answered twice"] == 0
    assert figures["silent and not in doubt"] == 0


async def test_a_database_locked_by_another_program_only_makes_people_wait(tmp_path: Path) -> None:
    path = tmp_path / "place.db"
    url = f"sqlite+aiosqlite:///{path}"
    async with a_place(url, deputies=DEPUTIES) as place:
        async with children(url, place.api, tmp_path, hasty=True) as bots:
            await bots.start()
            place.check_in(place.deputies)
            await until_half(place)
            await asyncio.to_thread(_lock, path, 8.0)
            freed = time.monotonic()
            await place.comes_to_rest(within=60)
            took = time.monotonic() - freed
        figures = await books(place)

    all_is_well(figures)
    assert figures["answered once"] == DEPUTIES
    assert took < 30


def _lock(path: Path, seconds: float) -> None:
    other = sqlite3.connect(path, timeout=30, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(seconds)  # in a thread of its own
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.postgres
async def test_a_database_that_drops_every_connection_is_found_again(
    postgres_url: str, tmp_path: Path
) -> None:
    async with a_place(postgres_url, deputies=DEPUTIES) as place:
        async with children(postgres_url, place.api, tmp_path, hasty=True) as bots:
            child = await bots.start()
            place.check_in(place.deputies)
            await until_half(place)
            for _ in range(3):
                await _drop_connections(postgres_url)
                await asyncio.sleep(0.3)
            cut = time.monotonic()
            await place.comes_to_rest(within=60)
            took = time.monotonic() - cut
            status = await bots.stop(child)
        figures = await books(place)

    all_is_well(figures)
    assert took < 30
    assert status == 0


async def _drop_connections(url: str) -> None:
    async with Database(url) as other, other.transaction() as tx:
        await tx.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


async def test_a_storm_of_refusals_and_lost_answers_loses_nobody(
    database_url: str, tmp_path: Path
) -> None:
    async with a_place(database_url, deputies=DEPUTIES) as place:
        faults = place.world.faults
        faults.add("flood", "sendMessage", times=None, probability=0.05, retry_after=1)
        faults.add("server_error", "sendMessage", times=None, probability=0.20)
        faults.add("lost_answer", "sendMessage", times=None, probability=0.05)
        faults.add("reorder_updates", times=None, probability=0.10)
        faults.add("duplicate_update", times=None, probability=0.05)
        async with children(database_url, place.api, tmp_path, hasty=True) as bots:
            await bots.start()
            place.check_in(place.deputies)
            await asyncio.sleep(8)
            faults.clear()
            await place.comes_to_rest(within=90)
        figures, outbox = await books(place), await place.by_state(Message)

    all_is_well(figures)
    assert figures["answered once"] + figures["silent and in doubt"] == DEPUTIES
    assert outbox[MessageState.FAILED] == 0


async def test_updates_out_of_order_and_twice_are_each_done_once(town: Town) -> None:
    await town.announce()
    people = [town.people["王桂兰"], town.people["李建国"]]
    raws = [said(number, people[number % 2], "签到") for number in (905, 901, 903, 902, 905, 901)]

    for raw in raws:
        await town.app.intake.receive([raw])
        await town.app.handling.once()
    await town.settle()

    async with town.app.db.reading() as tx:
        states = Counter(
            await tx.scalars(select(Update.state).where(Update.update_id.in_({901, 902, 903, 905})))
        )
    assert states == {UpdateState.DONE: 4}


def said(update_id: int, account: int, text: str) -> dict[str, object]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": int(clock.now().timestamp()),
            "chat": {"id": account, "type": "private", "first_name": "代表"},
            "from": {"id": account, "is_bot": False, "first_name": "代表"},
            "text": text,
        },
    }


async def test_after_26_hours_away_everybody_is_told_once_or_staff_hear_it(town: Town) -> None:
    soon = await town.announce("明天的视察", starts_in=timedelta(hours=25))
    await town.announce("后天的视察", starts_in=timedelta(hours=50))
    town.world.clock.shift(timedelta(hours=26).total_seconds())
    clock.move(timedelta(hours=26))

    for _ in range(3):  # and a restart or two, which look at the same rows again
        await town.app.timetable.all_due()
        await town.settle()

    told = [one["text"] for one in town.said_to("王桂兰") if "后天的视察" in one["text"]]
    reminders = [one for one in told if "提醒" in one or "明天" in one]
    assert len(reminders) == len(set(reminders))
    assert soon.starts_at < clock.now()


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_clock_that_jumps_forgets_nobody_and_tells_nobody_twice(
    town: Town, hours: int
) -> None:
    await town.announce(starts_in=timedelta(hours=26))
    await town.pass_time(timedelta(hours=3))
    clock.move(timedelta(hours=hours))
    await town.app.timetable.all_due()
    clock.move(timedelta(hours=-hours))
    await town.pass_time(timedelta(hours=24))
    await town.settle()

    said = [one["text"] for one in town.said_to("李建国")]
    assert len(said) == len(set(said))
    assert any("视察老旧小区改造" in one for one in said)

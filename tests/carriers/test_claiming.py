"""Updates left for all: who takes hold of them, and in whose order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.intake import Intake
from bot.turns import Turns
from models import clock
from models.database import OUTBOX, Database
from models.instances import actions as instances
from models.instances import presence
from models.instances.holding import Hold
from models.instances.tables import Instance
from models.people import keys
from models.updates import actions as updates
from models.updates import claiming
from models.updates.tables import Update
from tests.databases import upgraded

BOT = 1_000_001
A_MOMENT = 0.3  # seconds in which what may go on would have gone on


@pytest.fixture
async def db(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    keys.use(tmp_path / "huiyin.keys")
    await upgraded(database_url)
    async with Database(database_url) as opened:
        yield opened


@pytest.fixture
async def shared(postgres_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    keys.use(tmp_path / "huiyin.keys")
    await upgraded(postgres_url)
    async with Database(postgres_url) as opened:
        yield opened


def said(update_id: int, account: int) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"from": {"id": account}}}


def spare_after(moment: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def spare() -> None:
        await moment.wait()

    return spare


@asynccontextmanager
async def looking_around(intake: Intake) -> AsyncIterator[None]:
    """Let an intake look for what is left as long as the block lasts; it has looked once."""
    async with asyncio.TaskGroup() as tasks:
        looking = tasks.create_task(intake.look_around())
        await asyncio.sleep(0.1)
        yield
        looking.cancel()


async def leave(db: Database, *raws: dict[str, Any], owner: str | None = None) -> None:
    async with db.transaction() as tx:
        await updates.store(tx, bot_id=BOT, raws=raws, owner=owner, now=clock.now())


async def beat(db: Database, *names: str) -> None:
    async with db.transaction() as tx:
        for name in names:
            await instances.beat(tx, name=name, now=clock.now())


async def claimed(db: Database, owner: str, *, limit: int = 200) -> list[int]:
    async with db.transaction() as tx:
        found = await claiming.claim(tx, bot_id=BOT, owner=owner, now=clock.now(), limit=limit)
        return [one.update_id for one in found]


async def owners(db: Database) -> dict[int, str | None]:
    async with db.reading() as tx:
        rows = await tx.execute(select(Update.update_id, Update.owner))
        return {row[0]: row[1] for row in rows}


async def test_one_persons_updates_are_in_the_hands_of_one_process(db: Database) -> None:
    await beat(db, "first", "second")
    await leave(db, said(1, 9), said(2, 9), said(3, 8))

    assert await claimed(db, "first", limit=1) == [1]
    assert await claimed(db, "second") == [3]
    assert await claimed(db, "first") == [2]


async def test_who_handles_a_later_one_is_waited_for_as_well(db: Database) -> None:
    await beat(db, "first", "second")
    await leave(db, said(1, 9))
    await leave(db, said(2, 9), owner="first")

    assert await claimed(db, "second") == []


async def test_telegrams_order_counts_where_two_clocks_differ(db: Database) -> None:
    now = clock.now()
    async with db.transaction() as tx:
        for update_id, at in ((1, now), (2, now - timedelta(seconds=3))):
            raws = [said(update_id, 9)]
            await updates.store(tx, bot_id=BOT, raws=raws, owner=None, now=at)

    assert await claimed(db, "first") == [1, 2]


async def test_what_the_gone_had_in_hand_is_free(db: Database) -> None:
    await beat(db, "first")
    await leave(db, said(1, 9), owner="first")
    await leave(db, said(2, 9), owner="never seen")
    assert await claimed(db, "second") == []  # 2 is free, and its person's 1 is not

    async with db.transaction() as tx:
        await instances.leave(tx, name="first")

    assert await claimed(db, "second") == [1, 2]


@pytest.mark.postgres
async def test_claims_come_one_after_the_other(shared: Database) -> None:
    await beat(shared, "first", "second")
    await leave(shared, said(1, 9), said(2, 9))

    async with asyncio.TaskGroup() as tasks, shared.transaction() as tx:
        first = await claiming.claim(tx, bot_id=BOT, owner="first", now=clock.now(), limit=1)
        second = tasks.create_task(claimed(shared, "second"))
        await asyncio.sleep(A_MOMENT)
        waited = not second.done()

    assert [one.update_id for one in first] == [1]
    assert waited
    assert second.result() == []


@pytest.mark.postgres
async def test_what_comes_is_left_for_all_as_long_as_others_are_alive(shared: Database) -> None:
    intake = Intake(shared, BOT, Turns(), owner="first")
    await beat(shared, "first", "second")
    await intake.find()

    await intake.receive([said(1, 9)])
    among_others = await owners(shared)
    async with shared.transaction() as tx:
        await instances.leave(tx, name="second")
    await intake.find()
    await intake.receive([said(2, 9)])

    assert among_others == {1: None}
    assert await owners(shared) == {1: "first", 2: "first"}


@pytest.mark.postgres
async def test_nothing_is_kept_while_something_older_may_still_be_left(shared: Database) -> None:
    turns = Turns()
    intake = Intake(shared, BOT, turns, owner="first")
    await beat(shared, "first")
    await leave(shared, *(said(number, number) for number in range(1, 251)))

    await intake.find()  # takes as many as one does among others
    await intake.receive([said(300, 250)])

    assert len(turns) == 200
    assert (await owners(shared))[300] is None


@pytest.mark.postgres
@pytest.mark.parametrize(("names", "taken"), [("ab", 200), ("abc", 100), ("abcdefgh", 100)])
async def test_the_more_there_are_to_share_the_fewer_each_takes_hold_of(
    shared: Database, names: str, taken: int
) -> None:
    intake = Intake(shared, BOT, Turns(), owner="a")
    await beat(shared, *names)
    await intake.find()  # who is there
    await leave(shared, *(said(number, number) for number in range(1, 251)))

    assert await intake.find() == taken
    assert await intake.find(of_gone=False) == min(taken, 250 - taken)


@pytest.mark.postgres
async def test_who_has_enough_to_do_leaves_what_is_left_to_the_others(shared: Database) -> None:
    turns, spare = Turns(), asyncio.Event()
    intake = Intake(shared, BOT, turns, owner="first", spare=spare_after(spare))
    await beat(shared, "first", "second")
    await intake.find()  # who is there

    async with looking_around(intake):
        await intake.receive([said(1, 9)])
        intake.look()
        await asyncio.sleep(A_MOMENT)
        while_busy = await owners(shared)
        spare.set()
        async with asyncio.timeout(5):
            assert (await turns.next(1))[0].update_id == 1

    assert while_busy == {1: None}


@pytest.mark.postgres
async def test_who_never_has_a_moment_to_spare_looks_all_the_same_now_and_then(
    shared: Database,
) -> None:
    turns = Turns()
    intake = Intake(shared, BOT, turns, owner="first", spare=spare_after(asyncio.Event()))
    await beat(shared, "first", "second")
    await intake.find()
    await intake.receive([said(1, 9)])

    async with looking_around(intake), asyncio.timeout(5):
        assert (await turns.next(1))[0].update_id == 1


@pytest.mark.postgres
async def test_what_is_left_rings(shared: Database) -> None:
    heard = asyncio.Event()
    hold = Hold(shared, BOT, {claiming.CHANNEL: heard.set}, name="second")
    assert await hold.is_mine()
    intake = Intake(shared, BOT, Turns(), owner="first")

    await intake.receive([said(1, 9)])

    async with asyncio.timeout(5):
        await heard.wait()
    await hold.let_go()


async def gone(db: Database, *, after: timedelta = timedelta(seconds=6)) -> list[str]:
    async with db.transaction() as tx:
        return await presence.forget_gone(tx, me="first", now=clock.now() + after)


@pytest.mark.postgres
async def test_who_lost_the_connection_is_gone_at_once(shared: Database) -> None:
    await beat(shared, "first", "second", "third")
    hold = Hold(shared, BOT, {OUTBOX: lambda: None}, name="second")
    await hold.is_mine()

    found = await gone(shared)
    await hold.let_go()

    assert found == ["third"]
    assert await gone(shared) == ["second"]
    async with shared.reading() as tx:
        assert list(await tx.scalars(select(Instance.name))) == ["first"]


@pytest.mark.postgres
async def test_who_has_just_begun_is_not_missed_yet(shared: Database) -> None:
    await beat(shared, "first", "second")

    assert await gone(shared, after=timedelta(seconds=1)) == []

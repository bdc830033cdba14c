"""One process speaks for a bot, and another one follows it soon."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import AsyncMock

import asyncpg
import pytest
from sqlalchemy import select

from handlers.kit.visit import Apology
from models import clock
from models.database import OUTBOX, Database
from models.instances.holding import Hold
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import Message, MessageState
from models.people import keys
from tests.databases import upgraded
from tests.town import Town

BOT = 1_000_001


class Rung:
    """Counts how often somebody rang."""

    def __init__(self) -> None:
        self.times = 0
        self.heard = asyncio.Event()

    def __call__(self) -> None:
        self.times += 1
        self.heard.set()


def a_hold(db: Database, bot_id: int = BOT, rung: Rung | None = None) -> Hold:
    return Hold(db, bot_id, {OUTBOX: rung or Rung()}, name=f"process {bot_id}")


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    await upgraded(database_url)
    async with Database(database_url) as opened:
        yield opened


async def test_only_one_holds_and_the_next_follows(db: Database) -> None:
    first, second = a_hold(db), a_hold(db)

    assert [await one.is_mine() for one in (first, second, first)] == [True, False, True]

    await first.let_go()
    async with asyncio.timeout(5):
        while not await second.is_mine():  # noqa: ASYNC110  (nothing rings)
            await asyncio.sleep(0.05)
    assert not await first.is_mine()
    await second.let_go()
    await first.let_go()


@pytest.mark.postgres
async def test_bots_are_held_apart(postgres_url: str) -> None:
    await upgraded(postgres_url)
    async with Database(postgres_url) as db:
        holds = [a_hold(db, bot_id) for bot_id in (BOT, BOT + 1, 7_999_999_999)]

        assert [await one.is_mine() for one in holds] == [True, True, True]

        for one in holds:
            await one.let_go()


@pytest.mark.postgres
async def test_the_server_lets_go_of_a_machine_that_is_gone_whatever_is_on_its_way(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real call, listened to: over the socket of a test the server reports none of these.
    connecting = AsyncMock(wraps=asyncpg.connect)
    await upgraded(postgres_url)
    monkeypatch.setattr(asyncpg, "connect", connecting)
    async with Database(postgres_url) as db:
        hold = a_hold(db)
        assert await hold.is_mine()
        await hold.let_go()

    asked = connecting.call_args.kwargs["server_settings"]
    idle, interval, count = (
        int(asked[f"tcp_keepalives_{one}"]) for one in ("idle", "interval", "count")
    )
    assert idle + interval * count <= 6
    assert 0 < int(asked["tcp_user_timeout"]) <= 6000  # a bell on its way silences keepalive


@pytest.mark.postgres
async def test_who_lost_the_connection_knows_that_the_hold_is_gone(postgres_url: str) -> None:
    await upgraded(postgres_url)
    async with Database(postgres_url) as db:
        first, second = a_hold(db), a_hold(db)
        assert await first.is_mine()
        plain = await asyncpg.connect(
            db.url.set(drivername="postgresql").render_as_string(hide_password=False)
        )
        await plain.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
        await plain.close()

        assert await second.is_mine()
        assert not await first.is_mine()

        await second.let_go()
        await first.let_go()


@pytest.mark.postgres
async def test_what_another_process_posts_rings_at_once(postgres_url: str, tmp_path: Path) -> None:
    keys.use(tmp_path / "huiyin.keys")
    await upgraded(postgres_url)
    async with Database(postgres_url) as db:
        rung = Rung()
        hold = a_hold(db, rung=rung)
        assert await hold.is_mine()

        async with db.transaction() as tx:
            messages.post(
                tx,
                bot_id=BOT,
                to=Recipient(chat_id=5, locale="zh-CN", zone="Asia/Shanghai"),
                notice=Apology(),
                about="test",
                now=clock.now(),
            )
        async with asyncio.timeout(5):
            await rung.heard.wait()

        await hold.let_go()
    assert rung.times == 1


async def states(town: Town) -> list[tuple[MessageState, str | None]]:
    async with town.app.db.reading() as tx:
        rows = await tx.execute(select(Message.state, Message.owner).order_by(Message.id))
        return [(row[0], row[1]) for row in rows]


async def test_whoever_takes_over_frees_what_the_other_had_in_hand(town: Town) -> None:
    async with town.app.db.transaction() as tx:
        rows = list(await tx.scalars(select(Message).order_by(Message.id)))[:2]
        rows[0].state, rows[0].owner = MessageState.SENDING, "somebody else"
        rows[1].state, rows[1].owner = MessageState.WAITING, "somebody else"

    await town.app.delivery.change(holds=True)

    assert (await states(town))[:2] == [(MessageState.MAYBE, None), (MessageState.WAITING, None)]


async def test_who_does_not_hold_sends_nothing_and_ticks_nothing(town: Town) -> None:
    await town.app.delivery.change(holds=False)
    town.app.db.owner = None
    town.app.timetable.holds = False
    before, calls = dict(town.app.timetable.last), town.world.call_count

    town.acts.write(town.people["王桂兰"], town.people["王桂兰"], "帮助")
    await town.app.polling.once()
    await town.app.handling.once()
    await town.app.timetable.all_due()

    assert (await states(town))[-1] == (MessageState.WAITING, None)
    assert town.world.call_count == calls + 1  # the poll of this test
    assert set(town.app.timetable.last) - set(before) <= {"beat"}

"""What is rehearsed goes the way of every check-in, and nothing of it stays."""

import asyncio
import gc
from collections.abc import Mapping

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError

from bot import rehearsal
from bot.handling import Handling
from bot.health import Health
from bot.rehearsal import NotAnsweredError, rehearse
from bot.running import work_beside
from bot.turns import Turns
from models import clock, schema
from models.updates import actions as updates
from models.updates.tables import Update
from tests.town import Town

LONGEST = 30.0  # seconds for what takes a fraction of one


async def rows(town: Town) -> Mapping[str, int]:
    async with town.app.db.reading() as tx:
        counts = {}
        for table in schema.metadata.sorted_tables:
            counts[table.name] = (await tx.scalars(select(func.count()).select_from(table))).one()
        return counts


async def refuse_attendances(town: Town) -> None:
    """Let the database take everything but a row of the roll."""
    if town.app.db.is_sqlite:
        refusal = "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        words = f"CREATE TRIGGER refused BEFORE INSERT ON attendances {refusal}"
    else:
        words = "ALTER TABLE attendances ADD CONSTRAINT refused CHECK (false) NOT VALID"
    async with town.app.db.transaction() as tx:
        await tx.execute(text(words))


async def take_attendances_again(town: Town) -> None:
    words = (
        "DROP TRIGGER refused"
        if town.app.db.is_sqlite
        else "ALTER TABLE attendances DROP CONSTRAINT refused"
    )
    async with town.app.db.transaction() as tx:
        await tx.execute(text(words))


async def test_everything_is_written_and_nothing_stays_or_is_said(town: Town) -> None:
    before, written, posted = await rows(town), set[str](), list[object]()
    calls = len(town.world.calls)
    town.app.db.on_posted.append(posted.append)

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT"):
            written.add(statement.split()[2])

    event.listen(town.app.db.engine.sync_engine, "before_cursor_execute", note)
    await rehearse(town.app.db, town.app.bot, town.app.handling)
    await town.settle()

    assert {"updates", "attendances", "attempts", "ledger_lines", "messages"} <= written
    assert await rows(town) == before
    assert posted == []
    assert len(town.world.calls) - calls <= 2  # of the settling: looks for updates


async def test_what_processes_do_among_each_other_is_tried_out_and_nothing_is_taken(
    town: Town,
) -> None:
    said = {"update_id": 1, "message": {"from": {"id": 1}}}
    async with town.app.db.transaction() as tx:
        bot_id, now = town.app.bot.id, clock.now()
        await updates.store(tx, bot_id=bot_id, raws=[said], owner=None, now=now)
    statements = list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(town.app.db.engine.sync_engine, "before_cursor_execute", note)
    await rehearse(town.app.db, town.app.bot, town.app.handling)

    async with town.app.db.reading() as tx:
        left = (await tx.scalars(select(Update).where(Update.update_id == 1))).one()
    assert left.owner is None
    shared = [one for one in statements if "pg_notify" in one or "of_all" in one]
    assert len(shared) == (0 if town.app.db.is_sqlite else 3)


async def test_several_at_once_do_not_wait_for_each_other_for_ever(town: Town) -> None:
    async with asyncio.timeout(LONGEST):
        await asyncio.gather(
            *(rehearse(town.app.db, town.app.bot, town.app.handling) for _ in range(4))
        )


async def test_a_table_that_cannot_be_written_is_found_out(town: Town) -> None:
    await refuse_attendances(town)

    with pytest.raises(IntegrityError, match="refused"):
        await rehearse(town.app.db, town.app.bot, town.app.handling)


async def test_deputies_who_are_not_answered_are_found_out(town: Town) -> None:
    deaf = Handling(town.app.db, town.app.bot, [], Turns())

    with pytest.raises(NotAnsweredError, match="nothing"):
        await rehearse(town.app.db, town.app.bot, deaf)


async def test_a_bot_whose_rehearsal_failed_works_on_and_says_so_until_it_works(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "_AGAIN", 0.05)
    await refuse_attendances(town)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3):
            await town.app.rehearsals.run()
    await town.write("王桂兰", "积分")
    failed = (await Health(town.app).facts())["rehearsal_failed"]
    await take_attendances_again(town)
    async with asyncio.timeout(LONGEST):
        await town.app.rehearsals.run()

    assert failed == 1
    assert "积分" in town.last_to("王桂兰")
    assert (await Health(town.app).facts())["rehearsal_failed"] == 0


async def test_a_database_that_is_only_away_is_given_time(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "_SOON", 0.0)
    away = [OSError("nobody is there")] * 2
    once = town.app.rehearsals.once
    troubles = []

    async def away_at_first() -> BaseException | None:
        troubles.append(town.app.rehearsals.trouble)
        return away.pop() if away else await once()

    monkeypatch.setattr(town.app.rehearsals, "once", away_at_first)
    async with asyncio.timeout(LONGEST):
        await town.app.rehearsals.run()

    assert troubles == [None] * 3
    assert town.app.rehearsals.worked.is_set()


async def test_a_database_that_stays_away_is_a_trouble(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "_SOON", 0.0)
    monkeypatch.setattr(rehearsal, "_AGAIN", 0.0)
    away: list[BaseException] = [OSError("nobody is there")] * 3
    troubles = []

    async def stays_away() -> BaseException | None:
        troubles.append(town.app.rehearsals.trouble)
        return away.pop() if away else None

    monkeypatch.setattr(town.app.rehearsals, "once", stays_away)
    async with asyncio.timeout(LONGEST):
        await town.app.rehearsals.run()

    assert troubles == [None, None, None, "OSError"]


async def test_every_start_rehearses(town: Town) -> None:
    async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as tasks:
        working = tasks.create_task(town.app.run())
        await town.app.rehearsals.worked.wait()
        working.cancel()

    assert town.app.rehearsals.trouble is None


async def test_who_comes_first_waits_for_no_clearing_up_after_it(town: Town) -> None:
    stopping = asyncio.Event()
    async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as tasks:
        tasks.create_task(work_beside(town.app, stopping))
        await town.app.rehearsals.worked.wait()
        made = left = len(gc.get_objects())  # what was set apart before is not among them
        for _turn in range(100):
            left = min(left, len(gc.get_objects()))
            await asyncio.sleep(0)
        stopping.set()

    assert made > 1000
    assert left < made / 2

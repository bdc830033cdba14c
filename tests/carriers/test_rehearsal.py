"""What is rehearsed goes the way of every check-in, and nothing of it stays."""

import asyncio
from collections.abc import Mapping

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError

from bot.handling import Handling
from bot.health import Health
from bot.rehearsal import NotAnsweredError, rehearse
from bot.turns import Turns
from models import schema
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


async def test_a_bot_whose_rehearsal_failed_works_on_and_says_so(town: Town) -> None:
    await refuse_attendances(town)

    await town.app.rehearse()
    await town.write("王桂兰", "积分")

    assert (await Health(town.app).facts())["rehearsal_failed"] == 1
    assert "积分" in town.last_to("王桂兰")


async def test_a_bot_that_rehearsed_well_says_nothing(town: Town) -> None:
    await town.app.rehearse()

    assert (await Health(town.app).facts())["rehearsal_failed"] == 0

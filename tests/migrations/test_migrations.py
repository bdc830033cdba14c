"""The tables of the program and those that its migrations make, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import clock, schema
from models.base import Base
from models.database import Database
from models.groups.tables import Chat, ChatRole, Group
from models.receptions import missing

VERSIONS = Path(schema.__file__).parent / "migrations"
BROKEN = """
revision = "9999"
down_revision = "{after}"

import sqlalchemy as sa
from alembic import op

def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("groups") as groups:
        groups.add_column(sa.Column("half_done", sa.Integer(), nullable=True))
    op.execute("INSERT INTO no_such_table VALUES (1)")
"""
REBUILDING = """
revision = "9999"
down_revision = "{after}"

import sqlalchemy as sa
from alembic import op

def upgrade():
    with op.batch_alter_table("groups") as groups:
        groups.alter_column("name", existing_type=sa.String(64), type_=sa.String(65))
"""


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        yield opened


async def tables(db: Database) -> set[str]:
    async with db.engine.connect() as connection:
        return set(await connection.run_sync(lambda bare: inspect(bare).get_table_names()))


async def columns(db: Database, table: str) -> set[str]:
    async with db.engine.connect() as connection:
        found = await connection.run_sync(lambda bare: inspect(bare).get_columns(table))
        return {one["name"] for one in found}


async def test_the_tables_are_those_that_the_migrations_make(db: Database) -> None:
    await schema.upgrade(db)

    async with db.engine.connect() as connection:
        differences = await connection.run_sync(_differences)

    assert differences == []


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, schema.metadata))


async def test_every_column_can_hold_nothing_exactly_where_the_program_says_so(
    db: Database,
) -> None:
    await schema.upgrade(db)

    async with db.engine.connect() as connection:
        made = await connection.run_sync(_nullable)

    wanted = {
        (table.name, column.name): bool(column.nullable)
        for table in Base.metadata.sorted_tables
        for column in table.columns
    }
    assert made == wanted


def _nullable(connection: Connection) -> dict[tuple[str, str], bool]:
    look = inspect(connection)
    return {
        (table, one["name"]): bool(one["nullable"])
        for table in look.get_table_names()
        if table != "alembic_version"
        for one in look.get_columns(table)
    }


async def test_an_upgrade_reaches_the_newest_and_a_second_one_changes_nothing(
    db: Database,
) -> None:
    empty = await schema.present(db)

    await schema.upgrade(db)
    await schema.upgrade(db)

    assert empty is None
    assert await schema.present(db) == schema.newest()


async def test_it_goes_down_again_to_nothing(db: Database) -> None:
    await schema.upgrade(db)

    async with db.engine.connect() as connection, connection.begin():
        await connection.run_sync(_downgrade)

    assert await tables(db) <= {"alembic_version"}


def _downgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS))
    config.attributes["connection"] = connection
    command.downgrade(config, "base")


async def test_three_upgrades_at_once_all_succeed(database_url: str) -> None:
    async def one() -> None:
        async with Database(database_url) as db:
            await schema.upgrade(db)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(3):
            tasks.create_task(one())

    async with Database(database_url) as db:
        assert await schema.present(db) == schema.newest()


async def a_group(db: Database) -> None:
    async with db.transaction() as tx:
        tx.add(
            Group(
                id=1,
                code="XJP",
                name="徐家棚街代表组",
                timezone="Asia/Shanghai",
                locale="zh-CN",
                created_at=clock.now(),
            )
        )


@pytest.fixture
def broken_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A further migration that breaks off in the middle, beside the real ones."""
    _one_more_step(BROKEN, tmp_path, monkeypatch)


@pytest.fixture
def rebuilding_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A further migration that makes the groups anew; the revision before it.

    SQLite changes a column by making its table anew; every other row belongs to a group.
    """
    newest = schema.newest()
    _one_more_step(REBUILDING, tmp_path, monkeypatch)
    return newest


def _one_more_step(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    for file in VERSIONS.glob("*.py*"):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "versions").mkdir()
    for file in (VERSIONS / "versions").glob("*.py"):
        (folder / "versions" / file.name).write_bytes(file.read_bytes())
    text_ = step.format(after=schema.newest())
    (folder / "versions" / "9999_one_more.py").write_text(text_, encoding="utf-8")
    monkeypatch.setattr(schema, "_VERSIONS", folder / "versions")


@pytest.mark.usefixtures("broken_step")
async def test_a_step_that_fails_leaves_the_schema_and_every_row_as_they_were(
    db: Database,
) -> None:
    await schema.upgrade(db, "0001")
    await a_group(db)
    before = await tables(db), await columns(db, "groups"), await schema.present(db)

    with pytest.raises(DBAPIError):
        await schema.upgrade(db)

    assert (await tables(db), await columns(db, "groups"), await schema.present(db)) == before
    async with db.reading() as tx:
        assert (await tx.get(Group, 1)) is not None


async def test_a_table_that_is_made_anew_keeps_what_belongs_to_its_rows(
    db: Database, rebuilding_step: str
) -> None:
    await schema.upgrade(db, rebuilding_step)
    await a_group(db)
    async with db.transaction() as tx:
        chat = Chat(chat_id=-7, group_id=1, role=ChatRole.DEPUTIES, title="代表群")
        chat.linked_at = clock.now()
        tx.add(chat)

    await schema.upgrade(db)

    assert await schema.present(db) == "9999"
    async with db.reading() as tx:
        assert await tx.get(Chat, -7) is not None
    async with db.engine.connect() as connection:
        with pytest.raises(IntegrityError):  # and it still belongs to it
            await connection.execute(text("DELETE FROM groups"))


@pytest.mark.usefixtures("broken_step")
async def test_after_a_failed_upgrade_foreign_keys_are_watched_again(tmp_path: Path) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/x.db") as db:
        with pytest.raises(DBAPIError):
            await schema.upgrade(db)

        async with db.engine.connect() as connection:
            watched = (await connection.execute(text("PRAGMA foreign_keys"))).scalar_one()

    assert watched == 1


SETTINGS = (
    "INSERT INTO reception_settings (group_id, start_month, day_rule, hour, minutes, house_calls,"
    " slots, channel_id, calendar_warned)"
    " VALUES (1, 2, 'second thursday', '14:30', 120, 0, 20, -1001234567890, 0)"
)


async def test_a_channel_that_was_a_number_is_a_chat_of_its_group_afterwards(db: Database) -> None:
    await schema.upgrade(db, "0019")
    await a_group(db)
    async with db.engine.connect() as connection, connection.begin():
        await connection.execute(text(SETTINGS))

    await schema.upgrade(db)

    async with db.reading() as tx:
        chat = await tx.get(Chat, -1001234567890)
    assert chat is not None
    assert (chat.group_id, chat.role, chat.unlinked_at) == (1, ChatRole.CHANNEL, None)
    assert chat.linked_at.tzinfo is not None


async def test_what_was_missed_before_the_upgrade_is_told_to_nobody_afterwards(
    db: Database,
) -> None:
    await schema.upgrade(db, "0019")
    await a_group(db)
    async with db.engine.connect() as connection, connection.begin():
        for statement in MISSED_SLOT.split(";"):
            await connection.execute(text(statement))

    await schema.upgrade(db)

    async with db.reading() as tx:
        assert await missing.untold(tx, now=clock.now()) == []


MISSED_SLOT = """
INSERT INTO rounds (group_id, id, year, number, day, state, created_at)
 VALUES (1, 1, 2026, 1, '2026-02-12', 'published', '2026-01-05 02:00:00');
INSERT INTO stations (group_id, id, name, address, state, token, created_at)
 VALUES (1, 1, '水岸社区接待站', '和平大道1号', 'open', 'abc', '2026-01-05 02:00:00');
INSERT INTO reception_sessions
 (group_id, id, round_id, station_id, mode, starts_at, ends_at, places, state)
 VALUES (1, 1, 1, 1, 'clinic', '2026-02-12 06:30:00', '2026-02-12 08:30:00', 2, 'closed');
INSERT INTO reception_slots (group_id, session_id, account_id, number, state, booked_at)
 VALUES (1, 1, 7, 1, 'missed', '2026-02-01 02:00:00')
"""

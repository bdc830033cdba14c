"""From every released schema, with rows in every table, an upgrade leads to today and keeps all.

In the normal run PostgreSQL takes the first, one in the middle and the last; with
HUIYIN_UPGRADES=all it takes each, as SQLite does.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, func, select
from telegram.request import HTTPXRequest

from bot.app import opened
from models import schema
from models.base import Base
from models.database import Database
from models.people import keys
from models.points.queries import score_of
from models.updates.tables import Update, UpdateState
from sandbox.acts import Acts
from sandbox.clock import Clock
from sandbox.server import build
from sandbox.world import World
from tests.filling import fill, plain, reflected
from tests.migrations import typical
from tests.town import TOKEN, Town, config_for

RELEASED = sorted(path.name.partition("_")[0] for path in (schema._VERSIONS).glob("[0-9]*_*.py"))
ROWS = 3
#: What an upgrade throws away on purpose, by the revision that does: counts of two days, which
#: held the number of an account and are kept under a hash since.
FORGOTTEN = {"uses": "0019"}
#: Columns that a later migration takes away, and which one.
TAKEN_AWAY = {("system_requests", "token"): "0021", ("reception_settings", "channel_id"): "0020"}
_FEW = {RELEASED[0], RELEASED[len(RELEASED) // 2], RELEASED[-1]}
_IN_FULL = os.environ.get("HUIYIN_UPGRADES") == "all"
STARTS = [pytest.param("sqlite", one, id=f"{one}-sqlite") for one in RELEASED] + [
    pytest.param("postgresql", one, id=f"{one}-postgresql", marks=pytest.mark.postgres)
    for one in RELEASED
    if _IN_FULL or one in _FEW
]
Contents = dict[str, list[tuple[Any, ...]]]


@dataclass(slots=True, kw_only=True)
class Upgraded:
    """A database that was filled at an old revision and is up to date now."""

    db: Database
    world: World
    chat_id: int
    before: Contents
    after: Contents


@asynccontextmanager
async def upgraded(url: str, since: str, folder: Path) -> AsyncIterator[Upgraded]:
    """Fill every table of an old schema, then upgrade."""
    keys.use(folder / "huiyin.keys")
    world = World(clock=Clock(), strict=True)
    bot = world.add_bot(token=TOKEN, name="回音", username="huiyin_bot")
    world.add_user(name="王桂兰", user_id=typical.DEPUTY_ACCOUNT)
    world.add_user(name="周敏", user_id=typical.CLERK_ACCOUNT)
    creator = world.add_user(name="群主", user_id=typical.CREATOR).id
    chat = world.add_group(title="代表群", kind="supergroup", creator=creator, members=[])
    async with Database(url) as db:
        await schema.upgrade(db, since)
        async with db.engine.begin() as connection:
            await connection.run_sync(_fill, bot.id, chat.id)
        async with db.engine.connect() as connection:
            columns = await connection.run_sync(_columns, since)
            before = await connection.run_sync(_contents, columns)
        await schema.upgrade(db)
        async with db.engine.connect() as connection:
            after = await connection.run_sync(_contents, columns)
        yield Upgraded(db=db, world=world, chat_id=chat.id, before=before, after=after)


def _fill(connection: Connection, bot_id: int, chat_id: int) -> None:
    tables = reflected(connection)
    fill(connection, tables, rows=ROWS)
    typical.settle(connection, tables, bot_id=bot_id, chat_id=chat_id)


def _columns(connection: Connection, since: str) -> dict[str, list[str]]:
    look = sa.inspect(connection)
    return {
        name: [
            one["name"]
            for one in look.get_columns(name)
            if since >= TAKEN_AWAY.get((name, one["name"]), since)
        ]
        for name in look.get_table_names()
        if name != "alembic_version" and since >= FORGOTTEN.get(name, since)
    }


def _contents(connection: Connection, columns: dict[str, list[str]]) -> Contents:
    """Return these columns of these tables, as the bytes that are kept."""
    found: Contents = {}
    for name, wanted in columns.items():
        listed = ", ".join(f'"{one}"' for one in wanted)
        rows = connection.exec_driver_sql(f'SELECT {listed} FROM "{name}"')  # noqa: S608
        found[name] = sorted((tuple(map(plain, row)) for row in rows), key=repr)
    return found


@pytest.mark.parametrize(("kind", "since"), STARTS)
async def test_an_upgrade_keeps_every_row_and_the_program_works_on_it(
    kind: str, since: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/town.db"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_url")

    async with upgraded(url, since, tmp_path) as one:
        assert one.before == one.after
        assert all(len(rows) >= ROWS for rows in one.before.values())
        assert await empty_where_it_must_not_be(one.db) == []
        await every_row_can_be_read(one.db)
        assert await points(one.db) == 7

    async with at_work(one, url, tmp_path) as town:
        await the_main_words_answer(town)


async def empty_where_it_must_not_be(db: Database) -> list[str]:
    """Return the columns that hold nothing in some row although the program wants something."""
    found = []
    async with db.reading() as tx:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                empty = select(func.count()).select_from(table).where(column.is_(None))
                if not column.nullable and (await tx.scalars(empty)).one():
                    found.append(str(column))
    return found


async def every_row_can_be_read(db: Database) -> None:
    """Load each row as the program does: its enums, moments and sealed words are understood."""
    async with db.reading() as tx:
        for mapper in Base.registry.mappers:
            rows = (await tx.scalars(select(mapper.class_))).all()
            there = await tx.scalars(select(func.count()).select_from(mapper.class_))
            assert len(rows) == there.one()


async def points(db: Database) -> int:
    """Return the total of the deputy's year, as the program works it out."""
    async with db.reading() as tx:
        found = await score_of(
            tx,
            group_id=typical.GROUP,
            member_id=typical.DEPUTY,
            year=typical.THEN.year,
            today=typical.THEN.date(),
        )
    return int(found.total)


@asynccontextmanager
async def at_work(one: Upgraded, url: str, folder: Path) -> AsyncIterator[Town]:
    """Start the program on the upgraded database, with its people around it."""
    acts = Acts(one.world)
    [bot_id] = one.world.bots
    for account in (typical.DEPUTY_ACCOUNT, typical.CLERK_ACCOUNT):
        acts.start(account, bot_id)
    transport = httpx.ASGITransport(app=build(one.world))

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": transport})

    async with opened(config_for(folder, url), request) as app:
        town = Town(world=one.world, acts=acts, app=app, bot_id=bot_id, request=request)
        town.group_id, town.chat_id = typical.GROUP, one.chat_id
        town.people = {"王桂兰": typical.DEPUTY_ACCOUNT, "周敏": typical.CLERK_ACCOUNT}
        town.members = {"王桂兰": typical.DEPUTY, "周敏": typical.CLERK}
        acts.add_to_group(typical.CREATOR, one.chat_id, bot_id)
        acts.promote(typical.CREATOR, one.chat_id, bot_id)
        await town.settle()
        yield town


#: Who writes what, and a word of the answer.
WORDS = (
    ("王桂兰", "我的积分", "7"),
    ("王桂兰", "近期活动", "活动"),
    ("王桂兰", "我的档案", "王桂兰"),
    ("王桂兰", "更多", "设置与帮助"),
    ("周敏", "活动管理", "活动"),
    ("周敏", "名册", "王桂兰"),
    ("周敏", "积分管理", "王桂兰"),
    ("周敏", "反映办理", "反映"),
    ("周敏", "年度报告", "2026"),
)


async def the_main_words_answer(town: Town) -> None:
    """Let people say what they say most, and let somebody check in."""
    for who, word, told in WORDS:
        before = len(town.said_to(who))
        await town.write(who, word)
        answers = [str(each) for each in town.said_to(who)[before:]]
        assert any(told in each for each in answers), (word, answers)
    await town.announce()
    await town.write("王桂兰", "签到")
    await town.app.timetable.all_due()
    await town.settle()
    assert await points(town.app.db) == 8
    async with town.app.db.reading() as tx:
        aside = await tx.scalars(
            select(Update.error).where(
                Update.bot_id == town.bot_id, Update.state != UpdateState.DONE
            )
        )
        assert aside.all() == []

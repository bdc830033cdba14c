"""The database's own troubles: told from mistakes, outlived, and never a lock left behind."""

import asyncio
import os
import sqlite3
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from models import schema
from models.database import Database, Transaction
from models.engines import _Closing, _make_for_its_owner, journal_mode
from models.groups.tables import Group
from models.outages import is_unavailable
from tests.town import Town


class FromPostgres(Exception):  # noqa: N818  (what SQLAlchemy makes of asyncpg's errors)
    """An error as the driver's adapter gives it, with PostgreSQL's state."""

    def __init__(self, sqlstate: str | None, cause: Exception | None = None) -> None:
        super().__init__("x")
        self.sqlstate = sqlstate
        self.__cause__ = cause


def wrapped(kind: type[DBAPIError], problem: Exception) -> DBAPIError:
    return kind("SELECT 1", {}, problem)


AWAY: list[Exception] = [
    ConnectionRefusedError(),
    TimeoutError(),
    FileNotFoundError(2, "no socket there"),
    PoolTimeout(),
    wrapped(OperationalError, sqlite3.OperationalError("database is locked")),
    wrapped(OperationalError, sqlite3.OperationalError("database or disk is full")),
    wrapped(DBAPIError, FromPostgres("40P01")),  # deadlock
    wrapped(DBAPIError, FromPostgres("53100")),  # disk full
    wrapped(DBAPIError, FromPostgres("55P03")),  # lock not available
    wrapped(DBAPIError, FromPostgres("57P01")),  # shut down
    wrapped(DBAPIError, FromPostgres("57014")),  # statement took too long
    wrapped(InterfaceError, FromPostgres(None)),
    asyncpg.CannotConnectNowError("starting up"),
]
MISTAKES: list[Exception] = [
    RuntimeError(),
    FileNotFoundError(2, "no such file", "huiyin.keys"),
    wrapped(IntegrityError, FromPostgres("23505")),
    wrapped(DBAPIError, FromPostgres("22001")),  # too long for its column
    wrapped(InterfaceError, FromPostgres(None, ValueError("out of int64 range"))),
    OverflowError(),
]


@pytest.mark.parametrize("problem", AWAY)
def test_a_database_that_is_away_is_worth_a_repetition(problem: Exception) -> None:
    assert is_unavailable(problem)


@pytest.mark.parametrize("problem", MISTAKES)
def test_a_mistake_is_not_repeated_for_ever(problem: Exception) -> None:
    assert not is_unavailable(problem)


async def test_what_two_write_at_the_same_moment_is_tried_again(town: Town) -> None:
    tries: list[int] = []

    async def twice_in_vain(_tx: Transaction) -> str:
        tries.append(1)
        if len(tries) < 3:
            raise wrapped(IntegrityError, FromPostgres("23505"))
        return "done"

    assert await town.app.db.insist(twice_in_vain) == "done"


async def test_what_never_can_be_written_is_not_tried_for_ever(town: Town) -> None:
    async def in_vain(_tx: Transaction) -> None:
        raise wrapped(IntegrityError, FromPostgres("23505"))

    with pytest.raises(IntegrityError):
        await town.app.db.insist(in_vain)


async def test_a_part_that_fails_leaves_what_was_there_fit_to_be_looked_at(town: Town) -> None:
    async with town.app.db.transaction() as tx:
        group = await tx.get(Group, town.group_id)
        assert group is not None
        with pytest.raises(ZeroDivisionError):
            await _renames_and_fails(tx, group)

        assert group.name == "徐家棚街代表组"


async def _renames_and_fails(tx: Transaction, group: Group) -> None:
    async with tx.part():
        group.name = "另一个名字"
        await tx.flush()
        raise ZeroDivisionError


@pytest.mark.parametrize("kind", [_Closing, sqlite3.Connection])
def test_a_closed_connection_lets_go_of_its_lock(
    tmp_path: Path, kind: type[sqlite3.Connection]
) -> None:
    path = tmp_path / "x.db"
    first = sqlite3.connect(path, factory=kind, isolation_level=None)
    first.execute("CREATE TABLE t AS SELECT 1 AS a UNION SELECT 2")
    first.execute("BEGIN IMMEDIATE")
    unread = first.cursor()
    unread.execute("SELECT a FROM t")
    first.close()
    second = sqlite3.connect(path, isolation_level=None, timeout=0)

    if kind is sqlite3.Connection:  # the fact for which ours exists
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            second.execute("BEGIN IMMEDIATE")
        del unread
    second.execute("BEGIN IMMEDIATE")

    second.close()


def rights(folder: Path, names: str) -> set[int]:
    return {one.stat().st_mode & 0o777 for one in folder.glob(names)}


async def test_a_new_database_is_its_owners_alone_and_an_old_one_stays_as_it_is(
    tmp_path: Path,
) -> None:
    old = tmp_path / "old.db"
    old.touch(mode=0o640)
    umask = os.umask(0o000)  # whatever the shell of the operator allows
    try:
        for name in ("new.db", "old.db"):
            async with Database(f"sqlite+aiosqlite:///{tmp_path}/{name}") as db:
                await schema.upgrade(db)
    finally:
        os.umask(umask)

    assert rights(tmp_path, "old.db") == {0o640}
    assert rights(tmp_path, "new.db*") == {0o600}  # and its journal


def test_where_no_file_can_be_made_it_is_left_to_sqlite_to_say_so(tmp_path: Path) -> None:
    _make_for_its_owner(sqlite_dialect.dialect(), None, [f"{tmp_path}/nowhere/x.db"])

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 60, 0), "WAL"),
    ],
)
def test_wal_is_used_only_where_it_loses_nothing(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


async def _backend(db: Database) -> int:
    async with db.transaction() as tx:
        return int((await tx.scalars(text("SELECT pg_backend_pid()"))).one())


async def _end(url: str, backend: int) -> None:
    async with Database(url) as other, other.transaction() as tx:
        await tx.execute(text("SELECT pg_terminate_backend(:one)"), {"one": backend})


@pytest.mark.postgres
async def test_a_connection_that_has_rested_and_ended_is_replaced_unseen(postgres_url: str) -> None:
    async with Database(postgres_url) as db:
        first = await _backend(db)
        await _end(postgres_url, first)
        await asyncio.sleep(1.1)

        assert await _backend(db) != first


@pytest.mark.postgres
async def test_a_connection_used_just_now_is_not_asked_but_replaced_when_it_fails(
    postgres_url: str,
) -> None:
    async with Database(postgres_url) as db:
        first = await _backend(db)
        await _end(postgres_url, first)

        with pytest.raises(DBAPIError) as failure:
            await _backend(db)

        assert is_unavailable(failure.value)
        assert await _backend(db) != first


@pytest.mark.postgres
async def test_work_that_insists_outlives_the_end_of_its_connection(postgres_url: str) -> None:
    async with Database(postgres_url) as db:
        await _end(postgres_url, await _backend(db))

        async def count(tx: Transaction) -> int:
            return int((await tx.scalars(text("SELECT 7"))).one())

        assert await db.insist(count) == 7

"""SQLite's driver: one trip to the thread for each statement, and all that its cursors promise."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from models.engines import sqlite
from models.trips import Connection, connect

MANY = 2_500  # rows: more than two trips bring
COUNTING = (
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :many)"
    " SELECT x FROM n LIMIT :rows"
)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    made = sqlite(make_url(f"sqlite+aiosqlite:///{tmp_path}/x.db"))
    async with made.begin() as connection:
        await connection.execute(text("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)"))
    yield made
    await made.dispose()


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is done in the thread from now on."""
    seen: list[str] = []
    go: Callable[..., Awaitable[object]] = Connection._execute

    async def noted(self: Connection, work: Callable[..., object], *given: object) -> object:
        seen.append(work.__name__)
        return await go(self, work, *given)

    monkeypatch.setattr(Connection, "_execute", noted)
    return seen


async def test_each_statement_is_one_trip(engine: AsyncEngine, trips: list[str]) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO t VALUES (1, 'x')"))
        found = await connection.execute(text("SELECT a, b FROM t"))
        assert found.all() == [(1, "x")]

    begin_insert_and_select = ["_run"] * 3
    assert trips == [*begin_insert_and_select, "commit", "rollback"]  # the last is the pool's


async def test_more_rows_than_a_trip_brings_come_in_their_order(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        found = (await connection.scalars(text(COUNTING), {"many": MANY, "rows": -1})).all()

    assert found == list(range(1, MANY + 1))


@pytest.mark.parametrize("rows", [0, 1, 999, 1000, 1001, MANY])
async def test_a_stream_gives_every_row_once(engine: AsyncEngine, rows: int) -> None:
    seen: list[int] = []
    async with engine.connect() as connection:
        found = await connection.stream(text(COUNTING), {"many": MANY, "rows": rows})
        async for part in found.scalars().partitions(400):
            seen += part

    assert seen == list(range(1, rows + 1))


async def test_a_stream_that_is_left_lets_others_write(engine: AsyncEngine, tmp_path: Path) -> None:
    async with engine.begin() as connection:
        few = [{"a": one} for one in range(20)]  # together 8,000 rows
        await connection.execute(text("INSERT INTO t (a) VALUES (:a)"), few)
    async with engine.connect() as connection:
        found = await connection.stream(text("SELECT t.a FROM t, t AS u, t AS v"))
        await anext(aiter(found))
        await found.close()

    with sqlite3.connect(tmp_path / "x.db", timeout=0) as other:
        other.execute("BEGIN EXCLUSIVE")
    other.close()


async def test_what_is_changed_and_returned_is_counted(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        many = [{"a": one, "b": "x"} for one in range(MANY)]
        put = await connection.execute(text("INSERT INTO t VALUES (:a, :b)"), many)
        changed = await connection.execute(text("UPDATE t SET b = 'y' RETURNING a"))
        gone = await connection.execute(text("DELETE FROM t WHERE a < 10"))
        last = await connection.execute(text("INSERT INTO t VALUES (77777, 'z')"))

        assert (put.rowcount, gone.rowcount, last.lastrowid) == (MANY, 10, 77777)
        assert len(changed.all()) == changed.rowcount == MANY


async def test_a_statement_that_fails_leaves_nothing_open(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("INSERT INTO t VALUES (1, 'x')"))
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO t VALUES (1, 'y')"))
        with pytest.raises(OperationalError):
            await connection.execute(text("SELECT nothing FROM nowhere"))
        await connection.commit()

    with sqlite3.connect(tmp_path / "x.db", timeout=0) as other:
        assert other.execute("SELECT b FROM t").fetchall() == [("x",)]
    other.close()


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Connection]:
    made = connect(f"{tmp_path}/x.db")
    assert await made is made
    yield made
    await made.close()


async def test_one_row_at_a_time_and_as_many_as_asked(connection: Connection) -> None:
    cursor = await connection.cursor()
    await cursor.execute("SELECT 1 UNION SELECT 2 UNION SELECT 3")

    first, then, rest = await cursor.fetchone(), await cursor.fetchmany(), await cursor.fetchall()

    assert first is not None
    assert [tuple(first), *map(tuple, then), *map(tuple, rest)] == [(1,), (2,), (3,)]
    assert await cursor.fetchone() is None


async def test_what_is_not_read_to_its_end_is_closed(connection: Connection) -> None:
    cursor = await connection.cursor()
    await cursor.execute(COUNTING, {"many": MANY, "rows": -1})

    in_thread: Callable[..., Awaitable[object]] = connection._execute

    await cursor.close()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        await in_thread(cursor._cursor.fetchone)


@pytest.mark.parametrize(
    ("words", "given"),
    [
        pytest.param("INSERT INTO t VALUES (1)", {}, id="written twice"),
        pytest.param("SELECT abs(:least)", {"least": -(2**63)}, id="asked what has no answer"),
        pytest.param(
            "SELECT iif(x = 1500, abs(-9223372036854775807 - (x - 1499)), x) FROM"
            " (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :many)"
            " SELECT x FROM n)",
            {"many": MANY},
            id="in the second trip",
        ),
    ],
)
async def test_what_fails_is_closed_in_the_thread_where_it_failed(
    connection: Connection, words: str, given: dict[str, int]
) -> None:
    in_thread: Callable[..., Awaitable[object]] = connection._execute
    await connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
    await connection.execute("INSERT INTO t VALUES (1)")
    cursor = await connection.cursor()

    with pytest.raises(sqlite3.Error, match=r"UNIQUE|overflow"):
        await (await cursor.execute(words, given)).fetchall()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        await in_thread(cursor._cursor.fetchone)


async def test_who_is_cancelled_while_it_asks_leaves_the_connection_usable(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    async def ask() -> None:
        async with engine.connect() as connection:
            await connection.scalars(text(COUNTING), {"many": 300_000, "rows": -1})

    async with asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(ask())
        await asyncio.sleep(0.02)
        asking.cancel()

    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO t VALUES (1, 'x')"))
    with sqlite3.connect(tmp_path / "x.db", timeout=0) as other:
        assert other.execute("SELECT count(*) FROM t").fetchone() == (1,)
    other.close()

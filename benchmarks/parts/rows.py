"""64 check-ins of four rows each in one transaction: ORM, Core, and the driver alone."""

import itertools
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from benchmarks.parts.tables import TABLES, Attendance, Base, values
from benchmarks.parts.timing import Cost, cost
from benchmarks.peers.ledger import Ledger

TOGETHER = 64
ROUNDS = 20
Work = Callable[[], Awaitable[None]]


async def measure(url: str, kind: str) -> list[Cost]:
    """Return what a row, a statement and a commit cost on a database."""
    engine = Ledger(url).engine
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    counter = itertools.count(1)
    rows = TOGETHER * len(TABLES)
    bulk = {
        "ORM add_all + commit": _orm(engine, counter),
        "ORM bulk insert(Class), rows + commit": _bulk(engine, counter),
        "Core executemany + commit": _core(engine, counter),
        "the driver's executemany + commit": _driver(engine, counter),
    }
    found = [
        await cost(f"{kind}: {what}, a row of {rows}", work, of=rows, rounds=ROUNDS)
        for what, work in bulk.items()
    ]
    small = {
        "a transaction with nothing but SELECT 1": (_nothing(engine), 1),
        "one row by Core + commit": (_core(engine, counter, 1, TABLES[:1]), 1),
        "one row by ORM + commit": (_orm(engine, counter, 1, TABLES[:1]), 1),
        "one row in each of 4 tables by ORM + commit": (_orm(engine, counter, 1), 1),
        "one SELECT by key of 100 in a transaction, ORM entity": (_selects(engine, orm=True), 100),
        "one SELECT by key of 100 in a transaction, Core": (_selects(engine, orm=False), 100),
        "one SELECT 1 of 100 in a transaction": (_ones(engine, savepoint=False), 100),
        "the same in a SAVEPOINT each": (_ones(engine, savepoint=True), 100),
    }
    for what, (work, of) in small.items():
        found.append(await cost(f"{kind}: {what}", work, of=of, rounds=ROUNDS))
    await engine.dispose()
    return found


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def _orm(
    engine: AsyncEngine,
    counter: "itertools.count[int]",
    n: int = TOGETHER,
    tables: tuple[type[Base], ...] = TABLES,
) -> Work:
    async def work() -> None:
        now = _now()
        numbers = [next(counter) for _ in range(n)]
        async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
            for i in numbers:
                session.add_all([table(**values(table, i, now)) for table in tables])

    return work


def _core(
    engine: AsyncEngine,
    counter: "itertools.count[int]",
    n: int = TOGETHER,
    tables: tuple[type[Base], ...] = TABLES,
) -> Work:
    async def work() -> None:
        now = _now()
        numbers = [next(counter) for _ in range(n)]
        async with engine.begin() as connection:
            for table in tables:
                rows = [values(table, i, now) for i in numbers]
                into: Any = table.__table__
                await connection.execute(insert(into), rows)

    return work


def _bulk(engine: AsyncEngine, counter: "itertools.count[int]") -> Work:
    async def work() -> None:
        now = _now()
        numbers = [next(counter) for _ in range(TOGETHER)]
        async with AsyncSession(engine) as session, session.begin():
            for table in TABLES:
                await session.execute(insert(table), [values(table, i, now) for i in numbers])

    return work


def _nothing(engine: AsyncEngine) -> Work:
    async def work() -> None:
        async with engine.begin() as connection:
            await connection.execute(select(1))

    return work


def _selects(engine: AsyncEngine, *, orm: bool) -> Work:
    table = Attendance.__table__
    statement = select(Attendance) if orm else select(table)

    async def work() -> None:
        async with AsyncSession(engine) as session, session.begin():
            for i in range(1, 101):
                (await session.execute(statement.where(table.c.member_id == i).limit(1))).first()

    return work


def _ones(engine: AsyncEngine, *, savepoint: bool) -> Work:
    async def work() -> None:
        async with AsyncSession(engine) as session, session.begin():
            for _ in range(100):
                if savepoint:
                    async with session.begin_nested():
                        await session.execute(select(1))
                else:
                    await session.execute(select(1))

    return work


def _driver(engine: AsyncEngine, counter: "itertools.count[int]") -> Work:
    mark = "?" if engine.dialect.name == "sqlite" else "$"

    async def work() -> None:
        now = _now()
        numbers = [next(counter) for _ in range(TOGETHER)]
        async with engine.begin() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await connection.execute(select(1))  # begins
            for table in TABLES:
                rows = [values(table, i, now) for i in numbers]
                marks = (mark if mark == "?" else f"${i + 1}" for i in range(len(rows[0])))
                into = f"{table.__tablename__} ({', '.join(rows[0])})"
                sql = f"INSERT INTO {into} VALUES ({', '.join(marks)})"  # noqa: S608 - our names
                await driver.executemany(sql, [_raw(row, mark) for row in rows])

    return work


def _raw(row: dict[str, Any], mark: str) -> tuple[Any, ...]:
    plain = (json.dumps(value) if isinstance(value, dict) else value for value in row.values())
    if mark == "?":
        return tuple(str(value) if isinstance(value, datetime) else value for value in plain)
    return tuple(plain)

"""Reads a whole database, as it is at one moment, while others go on writing."""

import asyncio
import json
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select, text, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from models import schema
from models.backups.values import KINDS, kind_of
from models.database import Database

FORMAT = 1
#: Not worth keeping: who is at work is known again after a few seconds.
LEFT_OUT = frozenset({"instances"})
_AT_ONCE = 500  # rows read at a time


def tables() -> list[Table]:
    """Return the tables of a backup: none before those it points at."""
    return [one for one in schema.metadata.sorted_tables if one.name not in LEFT_OUT]


async def dump(db: Database, *, now: datetime) -> AsyncIterator[str]:
    """Give a backup line by line: what it is, each table's rows, and how many there were.

    The database has to be up to date: the lines follow the tables of this program.
    """
    kinds = {one.name: {c.name: kind_of(c.type) for c in one.columns} for one in tables()}
    async with _still(db) as connection:
        head = {"huiyin": FORMAT, "revision": schema.newest(), "made_at": now.isoformat()}
        yield json.dumps(head | {"tables": kinds})
        counts: dict[str, int] = {}
        for table in tables():
            yield json.dumps({"table": table.name})
            counts[table.name] = 0
            async for row in _rows(connection, table, kinds[table.name]):
                counts[table.name] += 1
                yield json.dumps(row, ensure_ascii=False)
        yield json.dumps({"end": counts})


async def _rows(
    connection: AsyncConnection, table: Table, kinds: dict[str, str]
) -> AsyncIterator[list[Any]]:
    columns = [type_coerce(table.c[name], KINDS[kind].type) for name, kind in kinds.items()]
    write = [KINDS[kind].write for kind in kinds.values()]
    found = await connection.stream(select(*columns).order_by(*table.primary_key.columns))
    async for part in found.partitions(_AT_ONCE):
        for row in part:
            yield [
                None if value is None else put(value) for put, value in zip(write, row, strict=True)
            ]


@asynccontextmanager
async def _still(db: Database) -> AsyncIterator[AsyncConnection]:
    """Give a connection that sees one moment, however long the reading takes."""
    if db.is_sqlite:
        async with _copied(db) as copy, copy.engine.connect() as connection:
            yield connection
        return
    async with db.engine.connect() as plain:
        connection = await plain.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        # The limits are for the work of every day.
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        yield connection


@asynccontextmanager
async def _copied(db: Database) -> AsyncIterator[Database]:
    """Copy SQLite's file first: a reader that takes its time would keep the writer waiting."""
    source = Path(db.url.database or "")
    with tempfile.TemporaryDirectory(prefix=".huiyin-copy-", dir=source.parent) as room:
        copy = Path(room) / "copy.db"
        await asyncio.to_thread(_copy, source, copy)
        async with Database(f"sqlite+aiosqlite:///{copy}") as copied:
            yield copied


def _copy(source: Path, target: Path) -> None:
    ours = sqlite3.connect(source, timeout=30)
    theirs = sqlite3.connect(target)
    try:
        ours.backup(theirs)  # in one step: between steps a writer would make it begin anew
    finally:
        ours.close()
        theirs.close()

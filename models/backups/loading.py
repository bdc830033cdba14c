"""Puts a backup into an empty database: all of it, or nothing."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sqlalchemy import column, func, insert, null, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from models import schema
from models.backups.dumping import FORMAT, tables
from models.backups.notices import NotEmpty, Unreadable
from models.backups.values import KINDS
from models.database import Database
from models.errors import Refusal

_AT_ONCE = 500  # rows written at a time


def _unreadable(problem: Literal["version", "missing"]) -> Refusal:
    return Refusal(Unreadable(problem=problem))


def head_of(line: str) -> dict[str, Any]:
    """Read the first line; Refusal if this program does not know what follows."""
    head: dict[str, Any] = json.loads(line)
    if head.get("huiyin") != FORMAT or not isinstance(head.get("tables"), dict):
        raise _unreadable("version")
    return head


def check(lines: Iterator[str]) -> dict[str, int]:
    """Go through a whole backup and return the rows of each table; Refusal if any is missing."""
    head = head_of(next(lines, "{}"))
    counts = dict.fromkeys(head["tables"], 0)
    for _name, _rows in _parts(lines, counts):
        pass
    return counts


async def restore(db: Database, lines: Iterator[str]) -> dict[str, int]:
    """Fill an empty database, bring it up to date, and return the rows of each table.

    Refusal if the database holds anything or the backup is not whole: then nothing is written.
    """
    head = head_of(next(lines, "{}"))
    await _require_empty(db, head["revision"])
    await schema.upgrade(db, head["revision"])
    async with asyncio.timeout(None), db.engine.begin() as connection:
        await _let_go(connection, sqlite=db.is_sqlite)
        counts = await _fill(connection, head["tables"], lines)
        await _hold_again(connection, sqlite=db.is_sqlite)
    await schema.upgrade(db)
    return counts


async def _require_empty(db: Database, revision: str) -> None:
    present = await schema.present(db)
    if present is None:
        return
    if present != revision:
        raise Refusal(NotEmpty())
    async with db.reading() as tx:
        for one in tables():
            if (await tx.scalars(select(func.count()).select_from(one))).one():
                raise Refusal(NotEmpty())


async def _fill(
    connection: AsyncConnection, kinds: Mapping[str, Mapping[str, str]], lines: Iterator[str]
) -> dict[str, int]:
    for name in reversed(list(kinds)):  # what a step of the schema puts there is in the backup too
        await connection.execute(table(name).delete())
    counts = dict.fromkeys(kinds, 0)
    for name, rows in _parts(lines, counts):
        await _write(connection, name, kinds[name], rows)
    return counts


def _parts(lines: Iterator[str], counts: dict[str, int]) -> Iterator[tuple[str, list[list[Any]]]]:
    """Give rows of one table at a time, counting them; Refusal if the last line says otherwise."""
    name, waiting = "", list[list[Any]]()
    for line in lines:
        said = json.loads(line)
        if isinstance(said, list):
            waiting.append(said)
            counts[name] += 1
        if waiting and (isinstance(said, dict) or len(waiting) == _AT_ONCE):
            yield name, waiting
            waiting = []
        if isinstance(said, dict) and "end" in said:
            if said["end"] == counts:
                return
            raise _unreadable("missing")
        name = said["table"] if isinstance(said, dict) else name
    raise _unreadable("missing")


async def _write(
    connection: AsyncConnection, name: str, kinds: Mapping[str, str], rows: list[list[Any]]
) -> None:
    target = table(name, *(column(one, KINDS[kind].type) for one, kind in kinds.items()))
    # JSON's own null is not the same as no value, and one statement takes only one of them.
    by_gaps: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in rows:
        values = {
            one: None if value is None else KINDS[kind].read(value)
            for (one, kind), value in zip(kinds.items(), row, strict=True)
        }
        gaps = frozenset(
            one for one, kind in kinds.items() if kind == "json" and values[one] is None
        )
        by_gaps.setdefault(gaps, []).append(
            {one: value for one, value in values.items() if one not in gaps}
        )
    for gaps, some in by_gaps.items():
        await connection.execute(insert(target).values(dict.fromkeys(gaps, null())), some)


async def _let_go(connection: AsyncConnection, *, sqlite: bool) -> None:
    """Let keys be checked at the end: rows may point at later ones."""
    if sqlite:
        await connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        return
    await connection.execute(text("SET LOCAL statement_timeout = 0"))
    await _alter_keys(connection, "DEFERRABLE INITIALLY DEFERRED")


async def _hold_again(connection: AsyncConnection, *, sqlite: bool) -> None:
    if sqlite:
        broken = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
        if broken:
            raise _unreadable("missing")
        return
    await connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    await _alter_keys(connection, "NOT DEFERRABLE")


async def _alter_keys(connection: AsyncConnection, how: str) -> None:
    # Names come from the database's own list, quoted by it.
    found = await connection.scalars(
        text(
            "SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I ', conrelid::regclass, conname)"
            " FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = current_schema::regnamespace"
        )
    )
    for statement in found.all():
        await connection.execute(text(statement + how))

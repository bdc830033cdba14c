"""Fills tables by statements that make their own rows: a million in seconds, sealed like real ones.

Every table gets one row by the program's own means, in a group that serves as a pattern; the rest
are copies of it with other numbers, moments and states.
"""

import asyncio
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg
from sqlalchemy import make_url

from benchmarks.growth.pattern import (
    PATTERN,
    Activity,
    AdoptedRules,
    Attendance,
    Group,
    Issue,
    LedgerLine,
    Member,
    Message,
    PointsSetting,
    Update,
)
from models.base import Base

DEPUTIES = 100  # a group
YEARS = range(2021, 2026)
ACTIVITIES = 10  # a group and year
LINES = 20  # of points, a deputy and year: 10,000 a group over five years
ACCOUNTS = 6_000_000_000


class Engine(Protocol):
    """A database that takes plain statements, with as little ceremony as it allows."""

    def at(self, year: str, day: str) -> str:
        """Return the SQL for a moment: so many days into a year."""

    async def run(self, statement: str) -> None:
        """Run a statement and commit."""

    async def finish(self) -> None:
        """Let the database look at what it has now, as it does by itself in time."""


@dataclass(frozen=True, slots=True)
class Sqlite:
    """A file that nobody else has open."""

    path: Path

    def at(self, year: str, day: str) -> str:
        """Return the SQL for a moment: so many days into a year."""
        return (
            f"strftime('%Y-%m-%d 01:00:00.000000', ({year}) || '-01-01', '+' || ({day}) || ' days')"
        )

    async def run(self, statement: str) -> None:
        """Run a statement and commit."""
        await asyncio.to_thread(self._run, statement)

    def _run(self, statement: str) -> None:
        with sqlite3.connect(self.path) as bare:
            for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-400000"):
                bare.execute(f"PRAGMA {pragma}")
            bare.execute(statement)
        bare.close()

    async def finish(self) -> None:
        """SQLite plans without figures here."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server of our own: foreign keys are not looked at while it is filled."""

    url: str

    def at(self, year: str, day: str) -> str:
        """Return the SQL for a moment: so many days into a year."""
        return (
            f"make_timestamptz(({year})::int, 1, 1, 1, 0, 0, 'UTC')"
            f" + ({day})::int * interval '1 day'"
        )

    async def run(self, statement: str) -> None:
        """Run a statement and commit."""
        await self._all("SET session_replication_role = replica", statement)

    async def finish(self) -> None:
        """Let the database look at what it has now, as it does by itself in time."""
        await self._all("VACUUM ANALYZE")

    async def _all(self, *statements: str) -> None:
        plain = make_url(self.url).set(drivername="postgresql")
        bare = await asyncpg.connect(plain.render_as_string(hide_password=False))
        try:
            for one in statements:
                await bare.execute(one, timeout=1800)
        finally:
            await bare.close()


def copy(table: type[Base], count: tuple[int, int], changed: Mapping[str, str]) -> str:
    """Return the statement that copies the pattern's row once for each number `n` of a range."""
    columns = [column.name for column in table.__table__.columns]
    values = ", ".join(changed.get(name, f"t.{name}") for name in columns)
    name, (first, end) = table.__tablename__, count
    where = "bot_id" if "group_id" not in columns and "bot_id" in columns else "group_id"
    where = "id" if where not in columns else where
    return (
        f"INSERT INTO {name} ({', '.join(columns)})"  # noqa: S608  (our own names and numbers)
        f" WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL"
        f" SELECT n + 1 FROM numbers WHERE n + 1 < {end})"
        f" SELECT {values} FROM numbers CROSS JOIN"
        f" (SELECT * FROM {name} WHERE {where} = {PATTERN} LIMIT 1) AS t"
    )


async def fill(engine: Engine, groups: tuple[int, int], *, reports: int) -> None:
    """Add groups with all they have; `reports` is how many voters' reports each has."""
    first, end = groups
    for table, each, changed in tables(engine, reports):
        await engine.run(copy(table, (first * each, end * each), changed))


def tables(engine: Engine, reports: int) -> list[tuple[type[Base], int, dict[str, str]]]:
    """Return each table, how many of its rows a group has, and what differs from the pattern."""
    return [*_people(engine), *_deeds(engine), *_papers(engine, reports)]


Tables = list[tuple[type[Base], int, dict[str, str]]]
_FIRST = str(YEARS[0])
_HELD, _EARNED = len(YEARS) * ACTIVITIES, len(YEARS) * LINES  # a group's, a deputy's


def _people(_engine: Engine) -> Tables:
    member = _in_group(DEPUTIES) | {"name": "'代表' || n", "account_id": f"{ACCOUNTS} + n"}
    return [
        (Group, 1, {"id": "n + 1", "code": "'G' || n"}),
        (AdoptedRules, 1, {"group_id": "n + 1"}),
        (PointsSetting, 1, {"group_id": "n + 1"}),
        (Member, DEPUTIES, member),
    ]


def _deeds(engine: Engine) -> Tables:
    which = f"n / {DEPUTIES} % {_HELD}"
    held = engine.at(f"n % {_HELD} / {ACTIVITIES} + {_FIRST}", f"n % {ACTIVITIES} * 30")
    times = ("starts_at", "ends_at", "opens_at", "late_from", "closes_at")
    attendance = {
        "group_id": f"n / {_HELD * DEPUTIES} + 1",
        "activity_id": f"{which} + 1",
        "member_id": f"n % {DEPUTIES} + 1",
        "at": engine.at(f"({which}) / {ACTIVITIES} + {_FIRST}", "n % 300"),
    }
    earned_in = f"n % {_EARNED} / {LINES} + {_FIRST}"
    line = _in_group(_EARNED * DEPUTIES) | {
        "member_id": f"n / {_EARNED} % {DEPUTIES} + 1",
        "year": earned_in,
        "at": engine.at(earned_in, f"n % {LINES} * 17"),
        "source_id": f"n % {_EARNED * DEPUTIES} + 1",
    }
    return [
        (Activity, _HELD, _in_group(_HELD) | dict.fromkeys(times, held)),
        (Attendance, _HELD * DEPUTIES, attendance),
        (LedgerLine, _EARNED * DEPUTIES, line),
    ]


def _papers(engine: Engine, reports: int) -> Tables:
    at = engine.at(f"n % {len(YEARS)} + {_FIRST}", "n / 7 % 360")
    nth = f"n % {reports}"
    issue = _in_group(reports) | {
        "year": f"n % {len(YEARS)} + {_FIRST}",
        "serial": f"{nth} + 1",
        "number": f"'G' || n / {reports} || '-' || {nth}",
        "state": f"CASE WHEN {nth} < 20 THEN 'received'"
        f" WHEN {nth} < 60 THEN 'working' ELSE 'closed' END",
        "account_id": f"{ACCOUNTS} + n / 3",
        "reported_at": at,
        "closed_at": f"CASE WHEN {nth} < 60 THEN NULL ELSE {at} END",
    }
    message = {"bot_id": "1", "about": "'about ' || n", "created_at": at}
    return [
        (Issue, reports, issue),
        (Update, 1000, {"bot_id": "1", "update_id": "n", "received_at": at}),
        (Message, 1000, _in_group(1000) | message),
    ]


def _in_group(each: int) -> dict[str, str]:
    return {"group_id": f"n / {each} + 1", "id": f"n % {each} + 1"}

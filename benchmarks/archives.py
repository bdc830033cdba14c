"""Archives of a whole group: 200 deputies over 10 years, how long and how much memory.

python -m benchmarks.archives [deputies] [years]
"""

import argparse
import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from models import clock, schema
from models.activities.rules import ActivityKind, ActivityState, AttendanceState, Scope, Way
from models.activities.tables import Activity, Attendance
from models.archives.reading import AT_ONCE, Years, archives, deputies_of
from models.base import Base
from models.database import Database
from models.groups.queries import the_group
from models.groups.tables import Group
from models.people.tables import Level, Member, Role
from models.points.tables import LedgerLine
from models.records.rules import OutcomeKind
from models.records.tables import ActivityRecord, Outcome, PressItem
from models.suggestions.rules import Origin, SignerRole, SignerState, SuggestionState
from models.suggestions.tables import Signer, Suggestion
from reports.archives import papers

GROUP = 1
A_YEAR = 30  # activities, each deputy on the roll of every one, each with its record
LINES = 20  # of points, a deputy and year
SUGGESTIONS = 2  # a deputy and year
LAST = 2025
_KINDS = (
    *(ActivityKind.INSPECTION, ActivityKind.STUDY, ActivityKind.RECEPTION),
    *(ActivityKind.MEETING, ActivityKind.OTHER),
)
_RULES = ("I1", "S1", "R1", "M2", "C1")
MEGABYTE = 1 << 20

Rows = Iterator[dict[str, Any]]


async def furnish(url: str, deputies: int, years: int) -> None:
    """Write a group whose deputies were at work for some years."""
    async with Database(url) as db:
        await schema.upgrade(db)
        for table, rows in (
            (Group, iter([_group()])),
            (Member, _members(deputies)),
            (Activity, _activities(years)),
            (Attendance, _attendances(deputies, years)),
            (ActivityRecord, _records(years)),
            (Outcome, _outcomes(years)),
            (PressItem, _press(years)),
            (LedgerLine, _lines(deputies, years)),
            (Suggestion, _suggestions(deputies, years)),
            (Signer, _signers(deputies, years)),
        ):
            await _write(db, table, rows)


async def _write(db: Database, table: type[Base], rows: Rows) -> None:
    async with db.transaction() as tx:
        while batch := [row for row, _n in zip(rows, range(5000), strict=False)]:
            await tx.session.execute(insert(table), batch)


def _group() -> dict[str, Any]:
    facts = {"code": "XJP", "name": "代表小组", "timezone": "Asia/Shanghai", "locale": "zh-CN"}
    return {"id": GROUP, **facts, "created_at": _at(LAST - 30, 1)}


def _at(year: int, number: int) -> datetime:
    return datetime(year, 1, 1, 1, tzinfo=UTC) + timedelta(days=360 * number / (A_YEAR + 1))


def _years(years: int) -> range:
    return range(LAST - years + 1, LAST + 1)


def _members(deputies: int) -> Rows:
    for number in range(1, deputies + 1):
        yield {
            "group_id": GROUP,
            "id": number,
            "role": Role.DEPUTY,
            "name": f"代表{number:03d}",
            "level": Level.DISTRICT,
            "delegation": "代表团",
            "constituency": f"第{number}选区",
            "post": "社区医院医生",
            "term": "第十五届",
            "created_at": _at(LAST - 30, 1),
        }


def _activities(years: int) -> Rows:
    for year in _years(years):
        for number in range(A_YEAR):
            start = _at(year, number)
            times = ("starts_at", "opens_at", "late_from", "closes_at", "ends_at", "created_at")
            yield {
                "group_id": GROUP,
                "id": year * 100 + number,
                "title": f"视察老旧小区改造和加装电梯情况（第 {number + 1} 次）",
                "kind": _KINDS[number % len(_KINDS)],
                "scope": Scope.DISTRICT,
                "place": "街道代表工作室",
                "state": ActivityState.CLOSED,
                "ways": ["word"],
                **dict.fromkeys(times, start),
            }


def _attendances(deputies: int, years: int) -> Rows:
    for year in _years(years):
        for number in range(A_YEAR):
            for member in range(1, deputies + 1):
                away = (member + number) % 9 == 0
                yield {
                    "group_id": GROUP,
                    "activity_id": year * 100 + number,
                    "member_id": member,
                    "state": AttendanceState.ABSENT if away else AttendanceState.PRESENT,
                    "way": Way.WORD,
                    "at": _at(year, number),
                    "revision": 1,
                }


def _records(years: int) -> Rows:
    for one in _activities(years):
        yield {
            "group_id": GROUP,
            "activity_id": one["id"],
            "summary": "代表们看了三个小区的加装电梯，听取居民意见，建议尽快补装扶手。" * 4,
            "recorded_at": one["starts_at"],
            "changed_at": one["starts_at"],
        }


def _outcomes(years: int) -> Rows:
    for one in _activities(years):
        yield {
            "group_id": GROUP,
            "id": one["id"],
            "activity_id": one["id"],
            "kind": OutcomeKind.HELP,
            "what": "协调街道补装楼梯扶手，方便老人上下楼",
            "happened_on": one["starts_at"].date(),
            "created_at": one["starts_at"],
        }


def _press(years: int) -> Rows:
    for one in _activities(years):
        if one["id"] % 3 == 0:
            yield {
                "group_id": GROUP,
                "id": one["id"],
                "activity_id": one["id"],
                "title": "人大代表视察老旧小区改造",
                "outlet": "长江日报",
                "published_on": one["starts_at"].date(),
                "link": "https://example.org/news/1",
                "created_at": one["starts_at"],
            }


def _lines(deputies: int, years: int) -> Rows:
    number = 0
    for year in _years(years):
        for member in range(1, deputies + 1):
            for nth in range(LINES):
                number += 1
                yield {
                    "group_id": GROUP,
                    "id": number,
                    "member_id": member,
                    "year": year,
                    "at": _at(year, nth),
                    "rule_id": _RULES[nth % len(_RULES)],
                    "version": 1,
                    "sign": 1,
                    "share_percent": 100,
                    "source_kind": "activity",
                    "source_id": year * 100 + nth,
                    "revision": 1,
                    "written_at": _at(year, nth),
                }


def _numbers(deputies: int, years: int) -> Iterator[tuple[int, int, int]]:
    number = 0
    for year in _years(years):
        for member in range(1, deputies + 1):
            for _nth in range(SUGGESTIONS):
                number += 1
                yield number, year, member


def _suggestions(deputies: int, years: int) -> Rows:
    for number, year, member in _numbers(deputies, years):
        yield {
            "group_id": GROUP,
            "id": number,
            "level": Level.DISTRICT,
            "year": year,
            "number": f"第{number}号",
            "title": "关于加大对中小企业扶持力度的建议",
            "problem": "融资难。" * 20,
            "proposal": "设立基金。" * 20,
            "state": SuggestionState.DONE,
            "origin": Origin.LIST,
            "lead_id": member,
            "unit": "区经信局",
            "is_key": False,
            "is_excellent": False,
            "drafted_at": _at(year, 1),
            "filed_on": date(year, 1, 12),
            "extended_months": 0,
            "round": 0,
        }


def _signers(deputies: int, years: int) -> Rows:
    for number, year, member in _numbers(deputies, years):
        yield {
            "group_id": GROUP,
            "suggestion_id": number,
            "member_id": member,
            "role": SignerRole.LEAD,
            "state": SignerState.LISTED,
            "asked_at": _at(year, 1),
        }


async def archive(url: str, years: int, folder: Path) -> int:
    """Write every deputy's two files, as `huiyin archive --all` does; return how many bytes."""
    written, taken = 0, set[str]()
    async with Database(url) as db, db.reading() as tx:
        group = await the_group(tx, "XJP")
        people = await deputies_of(tx, group_id=group.id)
        span = Years(group=group, first=LAST - years + 1, last=LAST)
        for start in range(0, len(people), AT_ONCE):
            for one in await archives(tx, span, people[start : start + AT_ONCE]):
                name = papers.filename(one.deputy.name, taken)
                for kind, content in (
                    ("docx", papers.document(one, today=clock.now().date())),
                    ("xlsx", papers.workbook(one)),
                ):
                    written += (folder / f"{name}.{kind}").write_bytes(content)
    return written


def measure(url: str, years: int, folder: Path) -> str:
    """Return one line: seconds, megabytes of memory at most, megabytes written."""
    began = time.perf_counter()
    written = asyncio.run(archive(url, years, folder))
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{seconds:.1f} s, {peak:.0f} MB of memory, {written / MEGABYTE:.1f} MB written"


def main() -> None:
    """Furnish a database, then archive it in a process of its own."""
    parser = argparse.ArgumentParser(prog="benchmarks.archives")
    parser.add_argument("deputies", type=int, nargs="?", default=200)
    parser.add_argument("years", type=int, nargs="?", default=10)
    parser.add_argument("--measure", nargs=2, metavar=("URL", "FOLDER"))
    given = parser.parse_args()
    if given.measure:
        print(measure(given.measure[0], given.years, Path(given.measure[1])))
        return
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite+aiosqlite:///{place}/archives.db"
        asyncio.run(furnish(url, given.deputies, given.years))
        line = [sys.executable, "-m", "benchmarks.archives", str(given.deputies), str(given.years)]
        found = subprocess.run(  # noqa: S603  (this very module)
            [*line, "--measure", url, place], check=True, capture_output=True, text=True
        )
        print(f"{given.deputies} deputies, {given.years} years: {found.stdout.strip()}")


if __name__ == "__main__":
    main()

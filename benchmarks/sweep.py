"""`python -m benchmarks.sweep`: 100,000 reminders due at one moment, and check-ins beside.

A thousand groups of a hundred deputies: each is to be told of tomorrow's activity. One tick does
them all, at Telegram's pace for what leaves, while 200 deputies of another group press 我来签到
at once.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.burst import TOKEN, Way
from benchmarks.databases import KINDS, Fresh
from benchmarks.entrants import ENTRANTS, Field, noon_zone
from benchmarks.figures import Figure, table, write
from benchmarks.generator import load_generator
from benchmarks.growth import filling, pattern
from benchmarks.growth.filling import DEPUTIES, Engine, Postgres, Sqlite, copy
from benchmarks.processes import running
from bot.app import opened
from bot.config import Config, DatabaseSection, Http, Telegram
from jobs import timetable
from models import clock
from models.activities.rules import ActivityState
from models.database import Database, Transaction
from models.groups.tables import Group
from models.people import keys
from models.reminders.rules import ReminderKind, ReminderState
from models.reminders.tables import IS_WAITING, Reminder

CHECK_INS = 200
LONGEST = 300.0  # seconds: what is not done by then is reckoned from the rate


async def prepare(db: Database, engine: Engine, rows: int) -> None:
    """Write groups of deputies who are all to be told of the same hour."""
    await pattern.write(db)
    soon = clock.now() + timedelta(hours=20)
    async with db.transaction() as tx:
        await _make_pattern_due(tx, soon)
    groups, of = (0, rows // DEPUTIES), ("n / 100 + 1", "n % 100 + 1")
    each = (0, rows)
    member = {"group_id": of[0], "id": of[1], "account_id": f"{filling.ACCOUNTS} + n"}
    for one, count, changed in (
        (pattern.Group, groups, {"id": "n + 1", "code": "'G' || n"}),
        (pattern.AdoptedRules, groups, {"group_id": "n + 1"}),
        (pattern.Activity, groups, {"group_id": "n + 1"}),
        (pattern.Member, each, member),
        (Reminder, each, {"group_id": of[0], "id": of[1], "member_id": of[1]}),
    ):
        await engine.run(copy(one, count, changed))
    await engine.finish()


async def _make_pattern_due(tx: Transaction, starts_at: datetime) -> None:
    key = {"group_id": pattern.PATTERN, "id": 1}
    group = await tx.get(Group, pattern.PATTERN)
    activity = await tx.get(pattern.Activity, tuple(key.values()))
    assert group is not None
    assert activity is not None
    group.timezone = noon_zone()
    activity.state = ActivityState.ANNOUNCED
    activity.starts_at, activity.ends_at = starts_at, starts_at + timedelta(hours=2)
    activity.opens_at = activity.late_from = starts_at
    activity.closes_at = activity.ends_at
    due = clock.now() - timedelta(minutes=1)
    state, kind = ReminderState.WAITING, ReminderKind.DAY_BEFORE
    facts = {"activity_id": 1, "member_id": 1, "planned_at": due, "due_at": due, "is_held": False}
    tx.add(Reminder(**key, **facts, kind=kind, state=state))


async def work(url: str, api: str) -> dict[str, float]:
    """Be the bot: tick, and look whether anything is due; return rows, seconds, megabytes."""
    config = Config(
        telegram=Telegram.model_validate({"token": TOKEN, "api_url": api}),
        database=DatabaseSection.model_validate({"url": url}),
        http=Http(listen=""),
    )
    timetable.TABLE["reminders"] = (10**6, timetable.TABLE["reminders"][1])  # we tick ourselves
    async with opened(config) as app, asyncio.TaskGroup() as tasks:
        at_work = tasks.create_task(app.run())
        before = await _waiting(app.db)
        await asyncio.sleep(1)
        began, left = time.monotonic(), before
        print(json.dumps({"began": began}), flush=True)
        ticking = tasks.create_task(app.timetable.tick("reminders"))
        while left and time.monotonic() < began + LONGEST:
            await asyncio.sleep(0.2)
            left = await _waiting(app.db)
        seconds = time.monotonic() - began
        ticking.cancel()
        at_work.cancel()
    return {"rows": before - left, "left": left, "seconds": seconds, "megabytes": _megabytes()}


async def _waiting(db: Database) -> int:
    async with db.reading() as tx:
        due = select(func.count()).select_from(Reminder)
        now = Reminder.due_at <= clock.now()
        return int((await tx.scalars(due.where(IS_WAITING, now))).one())


def _megabytes() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next((int(one.split()[1]) / 1024 for one in lines if one.startswith("VmHWM:")), 0.0)


async def measure(kind: str, fresh: Fresh, rows: int) -> list[Figure]:
    """Prepare, let a process of its own sweep, and check in meanwhile."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="huiyin-sweep-")))
        look = await fresh("sweep", folder)
        generator = await stack.enter_async_context(load_generator(0.0))
        field = Field(
            folder=folder, api=generator.api, database=look.url, n=CHECK_INS, way=Way.BUTTON
        )
        await ENTRANTS["ours"].prepare(field)
        keys.use(folder / "huiyin.keys")
        async with Database(look.url) as db:
            engine = Sqlite(folder / "sweep.db") if kind == "sqlite" else Postgres(look.url)
            await prepare(db, engine, rows)
        command = (sys.executable, "-m", "benchmarks.sweep", "--work", look.url, generator.api)
        async with running(command, folder=folder, log="sweep.log") as bot:
            await generator.first_poll()
            async with asyncio.timeout(60):
                while not (await generator.ask("state"))["card"]:  # noqa: ASYNC110  (nothing rings)
                    await asyncio.sleep(0.1)
            await asyncio.sleep(5)  # the sweep is at work
            await generator.release(CHECK_INS, Way.BUTTON, "分")
            await generator.ask("done", timeout="120")
            results = await generator.ask("results")
            async with asyncio.timeout(LONGEST + 60):
                status = await bot.process.wait()
            assert status == 0, bot.last_words()
            found = json.loads(bot.log.read_text().strip().splitlines()[-1])
    return _figures(kind, rows, found, results)


def _figures(
    kind: str, rows: int, found: dict[str, float], results: dict[str, Any]
) -> list[Figure]:
    waits = sorted(at - results["released"] for at in results["answered"] if at is not None)
    at, rate = f"{kind}, {rows:,} due", found["rows"] / found["seconds"]
    named = (
        ("rows a second", rate, "/s"),
        ("all of them" + (", reckoned" if found["left"] else ""), rows / rate, "s"),
        ("memory at most", found["megabytes"], "MB"),
        ("check-ins answered beside it", len(waits), f"of {CHECK_INS}"),
        ("a check-in's answer, p50", statistics.median(waits), "s"),
        ("a check-in's answer, p95", waits[len(waits) * 95 // 100], "s"),
    )
    return [Figure(of="sweep", what=a, at=at, value=b, unit=c) for a, b, c in named]


def main() -> None:
    """Measure and print; or, with --work, be what is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", default="sqlite,postgresql", metavar="A,B")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument("--work", nargs=2, metavar=("URL", "API"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        print(json.dumps(asyncio.run(work(*asked.work))), flush=True)
        return
    figures = asyncio.run(_all(asked.database.split(","), asked.rows))
    print(f"{os.cpu_count()} cores\n\n{table(figures)}")
    write(asked.json, figures)


async def _all(kinds: list[str], rows: int) -> list[Figure]:
    figures = []
    for kind in kinds:
        async with KINDS[kind]() as fresh:
            figures += await measure(kind, fresh, rows)
    return figures


if __name__ == "__main__":
    main()

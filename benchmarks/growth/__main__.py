"""`python -m benchmarks.growth`: questions over 10^4 to 10^6 ledger lines, 10^7 with --largest.

A group has 10,000 ledger lines and 5,000 attendances of five years; ten times as many lines are ten
times as many groups. `--reports` says how many voters' reports each has.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.databases import KINDS
from benchmarks.figures import Figure, number, write
from benchmarks.figures import table as all_figures
from benchmarks.growth import pattern
from benchmarks.growth.filling import Engine, Postgres, Sqlite, fill
from benchmarks.growth.questions import QUESTIONS, ask
from benchmarks.growth.weighing import rows, weights
from models import schema
from models.database import Database
from models.people import keys

A_GROUP = 10_000  # ledger lines
SEED = 20_190_101
WEIGHED = ("ledger_lines", "attendances", "issues", "members", "messages", "updates")


def read() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--database", default="sqlite,postgresql", metavar="A,B")
    parser.add_argument("--lines", type=int, default=1_000_000, help="the most ledger lines")
    parser.add_argument("--largest", action="store_true", help="up to 10^7 lines")
    parser.add_argument("--reports", type=int, default=10_000, help="a group; 10^6 at most in all")
    parser.add_argument("--budget", type=float, default=1500.0, help="seconds: no new size after")
    parser.add_argument("--folder", type=Path, help="where the data lie meanwhile")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    return parser.parse_args()


async def measure(asked: argparse.Namespace) -> list[Figure]:
    """Fill and ask, size by size, on each database."""
    until = time.monotonic() + asked.budget
    figures: list[Figure] = []
    for kind in asked.database.split(","):
        async with AsyncExitStack() as stack:
            fresh = await stack.enter_async_context(KINDS[kind]())
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="huiyin-growth-", dir=asked.folder)
            )
            keys.use(Path(folder) / "huiyin.keys")
            look = await fresh("growth", Path(folder))
            engine = Sqlite(Path(folder) / "growth.db") if kind == "sqlite" else Postgres(look.url)
            async for one in _sizes(asked, kind, look.url, engine, until):
                figures += one
    return figures


async def _sizes(
    asked: argparse.Namespace, kind: str, url: str, engine: Engine, until: float
) -> AsyncIterator[list[Figure]]:
    async with Database(url) as db:
        await schema.upgrade(db)
        await pattern.write(db)
    groups, most = 0, 10_000_000 if asked.largest else asked.lines
    lines = A_GROUP
    while lines <= most and time.monotonic() < until:
        began = time.monotonic()
        reports = min(asked.reports, 1_000_000 * A_GROUP // most)
        await fill(engine, (groups, lines // A_GROUP), reports=reports)
        await engine.finish()
        groups = lines // A_GROUP
        filled = time.monotonic() - began
        async with Database(url) as db:
            found = await ask(db, groups, SEED)
        at = f"{kind}, {lines:,} lines"
        _tell(f"{at}, {groups * reports:,} reports, filled in {filled:.0f} s: {found}")
        yield [Figure(of="growth", what=k, at=at, value=v, unit="ms") for k, v in found.items()]
        lines *= 10
    async with Database(url) as db:
        yield await _weighed(db, kind)


async def _weighed(db: Database, kind: str) -> list[Figure]:
    many, heavy = await rows(db), await weights(db)
    return [
        Figure(of="storage", what=f"{k}: a row", at=kind, value=heavy[k] / many[k], unit="bytes")
        for k in WEIGHED
    ]


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def table(figures: list[Figure]) -> str:
    """Return a line a question and a column a size."""
    sizes = list(dict.fromkeys(one.at for one in figures))
    by = {(one.what, one.at): one.value for one in figures}
    lines = ["| ms, best of 15 | " + " | ".join(sizes) + " |", "|---|" + "--:|" * len(sizes)]
    lines += [
        f"| {name} | " + " | ".join(number(by[name, at]) for at in sizes) + " |"
        for name in QUESTIONS
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    asked = read()
    figures = asyncio.run(measure(asked))
    asked_of = [one for one in figures if one.of == "growth"]
    print(f"{os.cpu_count()} cores\n\n{table(asked_of)}\n")
    print(all_figures([one for one in figures if one.of == "storage"]))
    write(asked.json, figures)


if __name__ == "__main__":
    main()

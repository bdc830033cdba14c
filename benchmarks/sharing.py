"""`python -m benchmarks.sharing`: the check-in burst on PostgreSQL with 1, 2 and 4 processes.

One process polls and delivers; the others are workers that take what is left in the table. The
generator, the database and all of them share the cores of this machine.
"""

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path

from benchmarks import checkin
from benchmarks.burst import Way
from benchmarks.databases import KINDS
from benchmarks.entrants import ENTRANTS
from benchmarks.figures import Figure, table, write
from benchmarks.table import median

DATABASE = "postgresql"


async def measure(asked: argparse.Namespace) -> list[Figure]:
    """Measure each number of processes; what is not measured in time is left out."""
    until = time.monotonic() + asked.budget
    figures: list[Figure] = []
    async with KINDS[DATABASE]() as fresh:
        for processes in map(int, asked.processes.split(",")):
            runs: list[checkin.Figures | str] = []
            task = checkin.Task(
                entrant=ENTRANTS["ours"],
                n=asked.n,
                way=Way.PRIVATE,
                delay=asked.delay,
                processes=processes,
            )
            for turn in range(asked.runs):
                if time.monotonic() < until:
                    runs.append(await checkin.run(task, fresh, f"share_{processes}_{turn}"))
                    print(f"{processes} processes: {runs[-1]}", file=sys.stderr, flush=True)
            figures += _figures(processes, median(runs)) if runs else []
    return figures


def _figures(processes: int, found: checkin.Figures | str) -> list[Figure]:
    at = f"{DATABASE}, {processes} processes"
    if isinstance(found, str):
        raise SystemExit(f"{at}: {found}")
    named = (
        ("check-ins answered", found.answered, "/s"),
        ("check-ins committed", found.committed, "/s"),
        ("p99", found.p99, "s"),
        ("CPU each, all processes", found.cpu, "ms"),
        ("CPU each, database", found.database_cpu, "ms"),
        ("memory, all processes", found.peak, "MB"),
    )
    return [
        Figure(of="sharing", what=a, at=at, value=b, unit=c) for a, b, c in named if b is not None
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sharing", description=__doc__)
    parser.add_argument("--processes", default="1,2,4", metavar="A,B")
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds of network per answer")
    parser.add_argument("--budget", type=float, default=300.0, help="seconds: no new run after")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    asked = parser.parse_args()
    figures = asyncio.run(measure(asked))
    print(f"{os.cpu_count()} cores\n\n{table(figures)}")
    write(asked.json, figures)


if __name__ == "__main__":
    main()

"""`python -m benchmarks`: the check-in burst, every entrant on every database, one table."""

import argparse
import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from benchmarks import checkin, figures, table
from benchmarks.burst import Way
from benchmarks.databases import KINDS, Fresh
from benchmarks.entrants import ENTRANTS

BUDGET = 460.0  # seconds for everything: what is not measured by then is left out


def _list(text: str) -> list[str]:
    return text.split(",")


def read() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=["checkin"], default="checkin")
    parser.add_argument("--entrants", type=_list, default=list(ENTRANTS), metavar="A,B")
    parser.add_argument("--n", type=_list, default=["1000", "10000"], metavar="N,M")
    parser.add_argument("--database", type=_list, default=list(KINDS), metavar="A,B")
    parser.add_argument("--way", type=Way, choices=list(Way), default=Way.PRIVATE)
    parser.add_argument("--runs", type=int, help="3 by default, 1 from 10,000 on")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds of network per answer")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds for everything")
    parser.add_argument("--output", type=Path, help="a file for the table as well")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    asked = parser.parse_args()
    for name, known in (("entrants", ENTRANTS), ("database", KINDS)):
        if unknown := set(getattr(asked, name)) - set(known):
            parser.error(f"--{name}: {', '.join(unknown)}: know {', '.join(known)}")
    return asked


async def rows(asked: argparse.Namespace) -> AsyncIterator[table.Row]:
    """Measure everything that was asked for."""
    until = time.monotonic() + asked.budget
    for kind in asked.database:
        async with AsyncExitStack() as stack:
            try:
                fresh = await stack.enter_async_context(KINDS[kind]())
            except (OSError, ImportError, RuntimeError, subprocess.SubprocessError) as problem:
                yield _no_row(kind, 0, asked.entrants[0], f"skipped, it does not start: {problem}")
                continue
            for n in map(int, asked.n):
                for row in await _side_by_side(asked, kind, fresh, n=n, until=until):
                    yield row


async def _side_by_side(
    asked: argparse.Namespace, kind: str, fresh: Fresh, *, n: int, until: float
) -> list[table.Row]:
    """Measure all entrants in turns: a machine's slow minutes then fall upon each of them."""
    keys = [one for one in asked.entrants if kind == "postgresql" or ENTRANTS[one].processes == 1]
    seen: dict[str, list[checkin.Figures | str]] = {key: [] for key in keys}
    there = [key for key in keys if not ENTRANTS[key].missing()]
    for turn in range(asked.runs or (3 if n < 10_000 else 1)):
        for key in there:
            task = _task(asked, key, n)
            _tell(f"{kind}, {n:,}, {task.entrant.name}, run {turn + 1} …")
            with suppress(TimeoutError):
                async with asyncio.timeout(until - time.monotonic()):
                    seen[key].append(await checkin.run(task, fresh, f"run_{kind}_{n}_{key}_{turn}"))
            _tell(f"  {seen[key][-1] if len(seen[key]) > turn else 'the time is up'}")
    return [_row(kind, n, key, found) for key, found in seen.items()]


def _task(asked: argparse.Namespace, key: str, n: int) -> checkin.Task:
    one = ENTRANTS[key]
    return checkin.Task(entrant=one, n=n, way=asked.way, delay=asked.delay, processes=one.processes)


def _row(kind: str, n: int, key: str, seen: list[checkin.Figures | str]) -> table.Row:
    one = ENTRANTS[key]
    if not seen:
        return _no_row(kind, n, key, one.missing() or "not measured: the time was up")
    found = table.median(seen)
    return table.Row(database=kind, n=n, key=key, name=one.name, figures=found, runs=len(seen))


def _no_row(kind: str, n: int, key: str, why: str) -> table.Row:
    name = ENTRANTS[key].name
    return table.Row(database=kind, n=n, key=key, name=name, figures=why, runs=0)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


async def measure(asked: argparse.Namespace) -> str:
    """Return the whole report. SIGTERM ends it as Ctrl-C does: in order."""
    this = asyncio.current_task()
    assert this is not None
    with suppress(NotImplementedError):  # where the system has no such signals
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    found = [row async for row in rows(asked)]
    runs = "medians of " + ", ".join(
        f"{count} at {n:,}" for n, count in sorted({(row.n, row.runs) for row in found if row.runs})
    )
    head = table.heading(way=asked.way, delay=asked.delay, runs=runs)
    figures.write(asked.json, table.figures(found, delay=asked.delay))
    return f"{head}\n\n{table.table(found)}\n"


def main() -> int:
    """Measure, print, and fail if an entrant lost or doubled anything."""
    asked = read()
    try:
        report = asyncio.run(measure(asked))
    except (KeyboardInterrupt, asyncio.CancelledError):
        _tell("stopped")
        return 130
    print(report)
    if asked.output is not None:
        asked.output.write_text(report, encoding="utf-8")
    return 1 if "FAILED" in report else 0


if __name__ == "__main__":
    sys.exit(main())

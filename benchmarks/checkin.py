"""One check-in burst against one bot: what it cost, and whether every deputy got what is due."""

import asyncio
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.burst import Way
from benchmarks.databases import Fresh, Look
from benchmarks.entrants import Entrant, Field
from benchmarks.generator import BotFailedError, Generator, load_generator
from benchmarks.processes import Child, CommandFailedError, running

SLOWEST = 50.0  # check-ins a second; a bot that is slower is not waited for
GRACE = 30.0
LOOK_EVERY = 0.2  # seconds; a reader that looks more often would slow the writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one run is to do."""

    entrant: Entrant
    n: int
    way: Way
    delay: float  # seconds of network in each answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one run gave. Rates are a second, from the moment everybody checked in."""

    start: float | None  # seconds from the start of the process to its first getUpdates
    answered: float | None  # check-ins a second until the last deputy's first answer
    committed: float | None  # the same until the last row was committed
    p50: float | None  # seconds until the first answer
    p99: float | None
    cpu: float | None  # CPU milliseconds per check-in, everything that followed included
    peak: float | None  # megabytes
    calls: float | None  # Bot API calls per check-in, getUpdates included


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How the bot looked from outside."""

    start: float
    committed: float | None
    cpu: float | None
    peak: float | None
    counts: Mapping[str, int]
    results: Mapping[str, Any]


async def run(task: Task, fresh: Fresh, name: str) -> Figures | str:
    """Measure a burst once; return its figures, or what went wrong: then there are none."""
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as temporary:
        folder = Path(temporary)
        look = await fresh(name, folder)
        try:
            async with load_generator(task.delay) as generator:
                measured = await _run(task, look, generator, folder)
        except (BotFailedError, CommandFailedError) as problem:
            return str(problem)
    return wrong(task.n, measured) or figures(task.n, measured)


async def _run(task: Task, look: Look, generator: Generator, folder: Path) -> Measured:
    field = Field(folder=folder, api=generator.api, database=look.url, n=task.n, way=task.way)
    command = await task.entrant.prepare(field)
    started = time.monotonic()
    async with running(command, folder=folder, log="bot.log") as bot:
        try:
            return await _measure(task, look, generator, bot, started)
        except BotFailedError as problem:
            raise BotFailedError(f"{problem}; {bot.last_words()}") from None


async def _measure(
    task: Task, look: Look, generator: Generator, bot: Child, started: float
) -> Measured:
    within = GRACE + task.n / SLOWEST
    first_poll = await generator.first_poll()
    await generator.settled(within, card=task.entrant.shows_card)
    before = bot.cpu()
    await generator.release(task.n, task.way, task.entrant.answer_has)
    committed = await _committed(task, look, generator, bot, within)
    await generator.settled(GRACE)
    after = bot.cpu()
    return Measured(
        start=first_poll - started,
        committed=committed,
        cpu=None if before is None or after is None else after - before,
        peak=bot.peak_mb(),
        counts={name: await look.count(sql) for name, sql in task.entrant.counts.items()},
        results=await generator.ask("results"),
    )


async def _committed(
    task: Task, look: Look, generator: Generator, bot: Child, within: float
) -> float | None:
    """Wait until all are answered and committed; return the moment of the last commit."""
    rows = f"SELECT count(*) FROM {task.entrant.table}"  # noqa: S608 - our own names
    committed, until = None, time.monotonic() + within
    while time.monotonic() < until and bot.process.returncode is None:
        state = await generator.ask("done", timeout=str(LOOK_EVERY))
        if committed is None and await look.count(rows) >= task.n:
            committed = await look.committed_at(task.entrant.table)
        if state["answered"] == task.n:
            if committed is not None:
                return committed
            await asyncio.sleep(LOOK_EVERY)
    return committed


def wrong(n: int, measured: Measured) -> str | None:
    """Return what is missing or too much, or None if every deputy got exactly what is due."""
    found = [f"{count} {name}" for name, count in measured.counts.items() if count != n]
    unanswered = measured.results["answered"].count(None)
    if unanswered:
        found.append(f"{unanswered} unanswered")
    if measured.results["doubled"]:
        found.append(f"{measured.results['doubled']} told twice")
    if measured.committed is None and not found:
        found.append("not committed in time")
    return ", ".join(found) or None


def figures(n: int, measured: Measured) -> Figures:
    """Return the figures of a run in which nothing is wrong."""
    assert measured.committed is not None
    released = float(measured.results["released"])
    waits = sorted(at - released for at in measured.results["answered"])
    return Figures(
        start=measured.start,
        answered=n / waits[-1],
        committed=n / (measured.committed - released),
        p50=waits[n // 2],
        p99=waits[min(n * 99 // 100, n - 1)],
        cpu=None if measured.cpu is None else measured.cpu * 1000 / n,
        peak=measured.peak,
        calls=sum(measured.results["calls"].values()) / n,
    )

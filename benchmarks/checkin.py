"""One check-in burst against one bot: what it cost, and whether every deputy got what is due."""

import asyncio
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.burst import Way
from benchmarks.databases import Fresh, Look
from benchmarks.entrants import Entrant, Field
from benchmarks.generator import BotFailedError, Generator, load_generator
from benchmarks.processes import Child, CommandFailedError, running

SLOWEST = 0.02  # seconds for a check-in; a bot that is slower is not waited for
GRACE = 30.0
TO_JOIN = 6.0  # seconds for workers to start, and for all to see that they are several
LOOK_EVERY = 0.2  # seconds; a reader that looks more often would slow the writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one run is to do."""

    entrant: Entrant
    n: int
    way: Way
    delay: float  # seconds of network in each answer
    processes: int = 1  # of ours, on PostgreSQL: one that holds the bot, and workers


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
    database_cpu: float | None  # CPU milliseconds of the database's server per check-in


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How the bot looked from outside."""

    start: float
    committed: float | None
    cpu: float | None
    peak: float | None
    database_cpu: float | None
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
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(running(command, folder=folder, log="bot.log"))
        bot = Bot([first])
        try:
            first_poll = await generator.first_poll()
            for number in range(1, task.processes):
                worker = running([*command, "--worker"], folder=folder, log=f"worker{number}.log")
                bot.children.append(await stack.enter_async_context(worker))
            if task.processes > 1:
                await asyncio.sleep(TO_JOIN)
            return await _measure(task, look, generator, bot, first_poll - started)
        except BotFailedError as problem:
            raise BotFailedError(f"{problem}; {bot.last_words()}") from None


@dataclass(frozen=True, slots=True)
class Bot:
    """The processes of one bot, and what they cost together."""

    children: list[Child]

    def cpu(self) -> float | None:
        """Return the CPU seconds they have used, where the system tells."""
        return _sum(one.cpu() for one in self.children)

    def peak_mb(self) -> float | None:
        """Return the most memory they have held, where the system tells."""
        return _sum(one.peak_mb() for one in self.children)

    @property
    def is_there(self) -> bool:
        """Tell whether all of them run."""
        return all(one.process.returncode is None for one in self.children)

    def last_words(self) -> str:
        """Return the end of what each printed."""
        return " // ".join(one.last_words() for one in self.children)


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _sum(values: Iterable[float | None]) -> float | None:
    total = 0.0
    for one in values:
        if one is None:
            return None
        total += one
    return total


async def _measure(
    task: Task, look: Look, generator: Generator, bot: Bot, start: float
) -> Measured:
    within = GRACE + task.n * (SLOWEST + 2 * task.delay)
    await generator.settled(within, card=task.entrant.shows_card)
    before, server_before = bot.cpu(), await look.cpu()
    await generator.release(task.n, task.way, task.entrant.answer_has)
    committed = await _committed(task, look, generator, bot, within)
    await generator.settled(GRACE)
    after, server_after = bot.cpu(), await look.cpu()
    return Measured(
        start=start,
        committed=committed,
        cpu=_less(after, before),
        database_cpu=_less(server_after, server_before),
        peak=bot.peak_mb(),
        counts={name: await look.count(sql) for name, sql in task.entrant.counts.items()},
        results=await generator.ask("results"),
    )


async def _committed(
    task: Task, look: Look, generator: Generator, bot: Bot, within: float
) -> float | None:
    """Wait until all are answered and committed; return the moment of the last commit."""
    rows = f"SELECT count(*) FROM {task.entrant.table}"  # noqa: S608 - our own names
    committed, until = None, time.monotonic() + within
    while time.monotonic() < until and bot.is_there:
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
        database_cpu=None if measured.database_cpu is None else measured.database_cpu * 1000 / n,
        peak=measured.peak,
        calls=sum(measured.results["calls"].values()) / n,
    )

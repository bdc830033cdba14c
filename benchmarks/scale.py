"""`python -m benchmarks.scale`: what 100, 1,000 and 40,000 groups need. A simulation, with a seed.

A cell is a bot with its database and its processes; groups are spread over cells, and nothing is
shared between them. At 14:30 every group of a cell checks in. Each check-in passes three stations,
first come first served: a core of the program, a core of the database, and (unless it is answered
by a toast) the bot's pace of 25 messages a second. What a check-in costs is measured (`--measured`,
files that other benchmarks wrote with --json; else the figures in this file); when people come, how
many there are and what a year holds is assumed, and written at the top.
"""

import argparse
import heapq
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from benchmarks.figures import Figure, number, read, write

# Assumed.
DEPUTIES = 70  # a group: 2.8 million over 40,000
COME = 0.8  # of them, to one activity
BEFORE = 600.0  # seconds before 14:30 in which they come, more and more of them
PACE = 25.0  # messages a second, of one bot
BROADCAST_WITHIN = 3600.0  # seconds in which everybody is to have a message
A_MINUTE = 60.0  # seconds a written word may wait for its answer as a message, p99
PATIENCE = 2.0  # seconds a check-in may wait for the program and the database, p99
REPORTS = 200  # of voters, a group and year, each with ten lines of history
CORES = 8  # of a database's machine
HALF = 0.5  # of its capacity that a machine may use at the peak
GROUPS = (100, 1000, 40_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the other benchmarks gave, on the machine they ran on."""

    program_ms: float = 2.0  # CPU of a check-in, everything that follows included
    database_ms: float = 0.55  # CPU of PostgreSQL for it
    year_cpu_s: float = 153.0  # CPU of the program for a group's year
    year_mb: float = 23.4  # PostgreSQL, a group's year as it lies at its end
    report_bytes: float = 621.0  # a voter's report with its indexes
    process_mb: float = 158.0


_NAMES = {
    ("sharing", "CPU each, all processes", "postgresql, 1 processes"): "program_ms",
    ("sharing", "CPU each, database", "postgresql, 1 processes"): "database_ms",
    ("group year", "CPU of the program", "postgresql"): "year_cpu_s",
    ("group year", "bytes at its end", "postgresql"): "year_mb",
    ("sharing", "memory, all processes", "postgresql, 1 processes"): "process_mb",
    ("storage", "issues: a row", "postgresql"): "report_bytes",
}


def measured(paths: Sequence[Path]) -> Measured:
    """Return what files say, and where they say nothing what this file says."""
    found = {}
    for path in paths:
        for one in read(path):
            name = _NAMES.get((one.of, one.what, one.at))
            if name:
                found[name] = one.value
    return replace(Measured(), **found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """What people saw at 14:30."""

    served: float  # p99 of seconds until it is on disk, and a pressed button answered
    message: float  # p99 until a written word is answered


def arrivals(groups: int, chance: random.Random) -> list[float]:
    """Return when people check in, in seconds: the nearer 14:30, the more."""
    count = round(groups * DEPUTIES * COME)
    return sorted(BEFORE * math.sqrt(chance.random()) for _ in range(count))


def peak(groups: int, processes: int, costs: Measured, seed: int) -> Peak:
    """Let one cell live through its peak."""
    chance = random.Random(seed)  # noqa: S311  (a simulation that can be repeated)
    program, database = [0.0] * processes, [0.0] * CORES
    next_message = 0.0
    served, messages = [], []
    for at in arrivals(groups, chance):
        done = _station(program, at, chance.expovariate(1000 / costs.program_ms))
        done = _station(database, done, chance.expovariate(1000 / costs.database_ms))
        next_message = max(next_message + 1 / PACE, done)
        served.append(done - at)
        messages.append(next_message - at)
    return Peak(served=_p99(served), message=_p99(messages))


def _station(free: list[float], at: float, takes: float) -> float:
    """Serve somebody at the first server that is free; return when they are through."""
    end = max(heapq.heappop(free), at) + takes
    heapq.heappush(free, end)
    return end


def _p99(waits: list[float]) -> float:
    return sorted(waits)[len(waits) * 99 // 100]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What so many groups need."""

    groups: int
    cells: int  # bots and databases
    a_cell: int  # groups in the largest
    processes: int  # in each cell
    peak: Peak
    by_word: int  # groups a bot, if everybody writes and is to be answered within a minute
    broadcast_s: float
    storage_gb: float  # of all cells, a year
    memory_gb: float
    cpu_share: float  # of one core of each cell, over the year

    def figures(self) -> list[Figure]:
        """Return them for the one table of everything."""
        found: list[tuple[str, float, str]] = [
            ("bots, each with a database", self.cells, ""),
            ("groups a bot", self.a_cell, ""),
            ("processes, all bots", self.cells * self.processes, ""),
            ("on disk, and a press answered, p99", self.peak.served, "s"),
            ("answer as a message, p99", self.peak.message, "s"),
            ("groups a bot, all answered by messages in a minute", self.by_word, ""),
            ("bots then", math.ceil(self.groups / self.by_word), ""),
            ("a message to everybody", self.broadcast_s / 60, "min"),
            ("storage, all bots, a year", self.storage_gb, "GB"),
            ("memory of the processes", self.memory_gb, "GB"),
            ("busy over the year, of one core a bot", self.cpu_share * 100, "%"),
        ]
        at = f"{self.groups:,} groups"
        return [Figure(of="scale", what=a, at=at, value=b, unit=c) for a, b, c in found]


def needs(groups: int, costs: Measured, seed: int) -> Needs:
    """Return the least that serves so many groups."""
    most = min(int(BROADCAST_WITHIN * PACE / DEPUTIES), _most_of_a_database(costs))
    cells = math.ceil(groups / most)
    a_cell = math.ceil(groups / cells)
    processes = 1
    while (seen := peak(a_cell, processes, costs, seed)).served > PATIENCE:
        processes += 1
    a_year = costs.year_mb / 1000 + REPORTS * 3 * costs.report_bytes / 1e9
    return Needs(
        groups=groups,
        cells=cells,
        a_cell=a_cell,
        processes=processes + 1,  # one more, for when one dies
        peak=seen,
        by_word=by_word(groups, costs, seed),
        broadcast_s=a_cell * DEPUTIES / PACE,
        storage_gb=groups * a_year,
        memory_gb=cells * (processes + 1) * costs.process_mb / 1000,
        cpu_share=a_cell * costs.year_cpu_s / (365 * 86_400),
    )


def by_word(groups: int, costs: Measured, seed: int) -> int:
    """Return the most groups of one bot whose written words are all answered within a minute."""
    low, high = 1, min(groups, 1000)
    while low < high:
        middle = (low + high + 1) // 2
        if peak(middle, 2, costs, seed).message <= A_MINUTE:
            low = middle
        else:
            high = middle - 1
    return low


def _most_of_a_database(costs: Measured) -> int:
    """Return the groups whose peak takes half of a database's machine."""
    a_second = CORES * HALF * 1000 / costs.database_ms
    at_the_end = 2 / BEFORE  # of those who come, in the last second
    return int(a_second / (DEPUTIES * COME * at_the_end))


def report(found: Sequence[Needs], costs: Measured) -> str:
    """Return what went in and what came out."""
    inputs = ", ".join(f"{one.name} {number(getattr(costs, one.name))}" for one in fields(costs))
    rows = [one.figures() for one in found]
    head = "| | " + " | ".join(each[0].at for each in rows) + " |"
    lines = [head, "|---|" + "--:|" * len(rows)]
    for line in zip(*rows, strict=True):
        values = " | ".join(f"{number(one.value)} {one.unit}".strip() for one in line)
        lines.append(f"| {line[0].what} | {values} |")
    return f"measured: {inputs}\n\n" + "\n".join(lines)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--measured", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--seed", type=int, default=1430)
    parser.add_argument("--groups", type=int, nargs="*", default=list(GROUPS))
    parser.add_argument("--json", type=Path, help="a file for the figures")
    asked = parser.parse_args()
    costs = measured(asked.measured)
    found = [needs(groups, costs, asked.seed) for groups in asked.groups]
    print(report(found, costs))
    write(asked.json, [figure for one in found for figure in one.figures()])


if __name__ == "__main__":
    main()

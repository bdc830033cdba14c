"""The figures of every run as one Markdown table."""

import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields

from benchmarks.burst import Way
from benchmarks.checkin import Figures
from benchmarks.entrants import versions
from benchmarks.figures import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entrant's runs on one database at one size, or why there are none."""

    database: str
    n: int
    key: str
    name: str
    figures: Figures | str
    runs: int


HEAD = (
    ("database", "---"),
    ("check-ins", "--:"),
    ("entrant", "---"),
    ("answered /s", "--:"),
    ("× bare PTB", "--:"),
    ("committed /s", "--:"),
    ("p50 s", "--:"),
    ("p99 s", "--:"),
    ("CPU ms each", "--:"),
    ("calls each", "--:"),
    ("peak MB", "--:"),
    ("start s", "--:"),
)


def median(runs: Sequence[Figures | str]) -> Figures | str:
    """Return the median of each figure; one failed run makes a failed row."""
    good = [run for run in runs if isinstance(run, Figures)]
    failed = [run for run in runs if isinstance(run, str)]
    if failed:
        return f"FAILED: {failed[0]}"
    found: dict[str, float | None] = {}
    for field in fields(Figures):
        values = [getattr(run, field.name) for run in good]
        found[field.name] = None if None in values else statistics.median(values)
    return Figures(**found)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as Markdown, with each rate's ratio to the bare PTB bot beside it."""
    bare = {
        (row.database, row.n): row.figures.answered
        for row in rows
        if row.key == "ptb" and isinstance(row.figures, Figures)
    }
    lines = [[name for name, _ in HEAD], [rule for _, rule in HEAD]]
    lines += [_cells(row, bare.get((row.database, row.n))) for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(row: Row, bare: float | None) -> list[str]:
    what = [row.database, f"{row.n:,}", row.name]
    seen = row.figures
    if isinstance(seen, str):
        words = seen.replace("|", "/").replace("\n", " ")
        return [*what, words, *[""] * (len(HEAD) - 4)]
    return [
        *what,
        _number(seen.answered, 0),
        _number(seen.answered / bare if seen.answered and bare else None, 1),
        _number(seen.committed, 0),
        _number(seen.p50, 2),
        _number(seen.p99, 2),
        _number(seen.cpu, 2),
        _number(seen.calls, 2),
        _number(seen.peak, 0),
        _number(seen.start, 2),
    ]


def figures(rows: Sequence[Row], *, delay: float = 0.0) -> list[Figure]:
    """Return the rows as figures, for the one table of everything.

    With seconds of network in each answer they are those of a benchmark of its own.
    """
    of, away = ("network", f", {delay * 1000:.0f} ms away") if delay else ("checkin", "")
    found = []
    for row in rows:
        if isinstance(row.figures, str):
            continue
        at = f"{row.database}, {row.n:,}, {row.name}"
        for what, value, unit in (
            ("answered", row.figures.answered, "/s"),
            ("p99", row.figures.p99, "s"),
            ("CPU each", row.figures.cpu, "ms"),
            ("memory at most", row.figures.peak, "MB"),
        ):
            if value is not None:
                found.append(Figure(of=of, what=what + away, at=at, value=value, unit=unit))
    return found


def _number(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:,.{places}f}"


def heading(*, way: Way, delay: float, runs: str) -> str:
    """Return what the figures depend on: the machine, the versions, the settings."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    day = time.strftime("%Y-%m-%d", time.gmtime())
    return (
        f"Check-in burst ({way}), {day}, {system}, {python}, "
        f"SQLite {sqlite3.sqlite_version}, {versions()}; "
        f"{runs}; answers held back by {delay * 1000:.0f} ms."
    )

"""What every benchmark leaves behind: figures with a name and a unit, as JSON and as a table."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_CELLS = 4  # of a line of the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that was measured: of which benchmark, of what, at what size."""

    of: str  # the benchmark
    what: str
    at: str  # the size, the database: what it was measured with
    value: float
    unit: str


def write(path: Path | None, figures: Sequence[Figure]) -> None:
    """Write figures for `benchmarks.everything`, if somebody wants them."""
    if path is not None:
        path.write_text(json.dumps([asdict(one) for one in figures], ensure_ascii=False, indent=1))


def read(path: Path) -> list[Figure]:
    """Read what a benchmark wrote."""
    return [Figure(**one) for one in json.loads(path.read_text())]


def table(figures: Iterable[Figure]) -> str:
    """Return figures as one Markdown table."""
    lines = ["| benchmark | what | at | figure |", "|---|---|---|--:|"]
    lines += [
        f"| {one.of} | {one.what} | {one.at} | {number(one.value)} {one.unit} |" for one in figures
    ]
    return "\n".join(lines)


def parse(text: str) -> list[Figure]:
    """Return the figures of a text that holds such a table, as rounded as they stand there."""
    found = []
    for line in text.splitlines():
        cells = [one.strip() for one in line.strip("| ").split(" | ")]
        value, _, unit = cells[-1].partition(" ")
        if len(cells) == _CELLS and value.replace(",", "").replace(".", "").isdigit():
            of, what, at = cells[:-1]
            shown = float(value.replace(",", ""))
            found.append(Figure(of=of, what=what, at=at, value=shown, unit=unit))
    return found


def number(value: float) -> str:
    """Return a number with as many places as mean something."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"

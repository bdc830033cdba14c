"""`python -m benchmarks.everything`: every benchmark, one table, one chart.

`make bench` runs this: each is a process of its own. `--quick` takes small sizes, to see that all
of it works; `--only` measures some anew. Of what was not measured, failed or took too long the
table keeps what it had, with its date; the exit status is 1 if anything failed.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import chart, figures
from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
_WHEN = re.compile(r"^- ([a-z, ]+): (.+)$", re.MULTILINE)  # the lines above the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A module, what it is told, also when it is to be quick, and how long it may take."""

    module: str
    args: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()
    within: float = 900.0


ALL = {
    "checkin": Benchmark(
        module="benchmarks",
        args=("--budget", "1100"),
        quick=("--n", "100", "--runs", "1"),
        within=1200,
    ),
    "network": Benchmark(
        module="benchmarks",
        args=("--n", "1000", "--delay", "0.01", "--budget", "500"),
        quick=("--n", "100", "--delay", "0.01", "--runs", "1"),
        within=600,
    ),
    "broadcast": Benchmark(
        module="benchmarks.broadcast", quick=("--people", "100", "--check-ins", "5")
    ),
    "sweep": Benchmark(module="benchmarks.sweep", quick=("--rows", "2000"), within=2000),
    "start": Benchmark(module="benchmarks.start", quick=("--runs", "1"), within=300),
    "sharing": Benchmark(
        module="benchmarks.sharing", quick=("--n", "100", "--runs", "1"), within=600
    ),
    "growth": Benchmark(module="benchmarks.growth", quick=("--lines", "10000"), within=2400),
    "year": Benchmark(
        module="benchmarks.group_year",
        args=("--months", "12"),
        quick=("--months", "1"),
        within=1200,
    ),
    "scale": Benchmark(module="benchmarks.scale", within=300),
}


def run(name: str, one: Benchmark, folder: Path, *, quick: bool) -> list[Figure]:
    """Run a benchmark to its end and return its figures; none if it failed."""
    path = folder / f"{name}.json"
    args = one.quick if quick else one.args
    command = [sys.executable, "-m", one.module, *args, "--json", str(path)]
    if name == "scale":  # it reckons with what the others have measured
        command += ["--measured", *map(str, sorted(folder.glob("*.json")))]
    print(f"{name}: {' '.join(command[1:])}", file=sys.stderr, flush=True)
    try:
        subprocess.run(command, cwd=ROOT, check=True, timeout=one.within)  # noqa: S603  (our own)
    except (subprocess.SubprocessError, OSError) as problem:
        print(f"{name} failed: {problem}", file=sys.stderr, flush=True)
        return []
    return figures.read(path)


def heading() -> str:
    """Return what the figures depend on."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    day = time.strftime("%Y-%m-%d", time.gmtime())
    return f"{day}, {system}, Python {platform.python_version()}"


def report(new: Sequence[Figure], earlier: str, picture: str) -> tuple[str, list[Figure]]:
    """Return the page and the figures on it: the new ones, and what an earlier page has of others.

    Above the table stands when each was measured, and on what.
    """
    fresh = {one.of for one in new}
    kept = [one for one in figures.parse(earlier) if one.of not in fresh]
    when = {of: said for names, said in _WHEN.findall(earlier) for of in names.split(", ")}
    when |= dict.fromkeys(fresh, heading())
    shown = [*new, *kept]
    measured: dict[str, list[str]] = {}
    for of in dict.fromkeys(one.of for one in shown):
        measured.setdefault(when.get(of, "not known when"), []).append(of)
    lines = "\n".join(f"- {', '.join(names)}: {said}" for said, names in measured.items())
    how = (
        "How each is measured: [benchmarks](../benchmarks/README.md). Figures of different days"
        " compare badly:"
    )
    top = f"# Benchmarks\n\n{how}\n{lines}\n\n![The figures as a chart](pictures/{picture})"
    return f"{top}\n\n{figures.table(shown)}\n", shown


def main() -> int:
    """Run all, print the table, draw the chart."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.everything", description=__doc__)
    parser.add_argument("--only", default=",".join(ALL), metavar="A,B", help="keep the rest")
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--table", type=Path, default=Path("docs/benchmarks.md"))
    parser.add_argument("--chart", type=Path, default=Path("docs/pictures/benchmarks.svg"))
    asked = parser.parse_args()
    names = asked.only.split(",")
    if unknown := set(names) - set(ALL):
        parser.error(f"--only: {', '.join(unknown)}: know {', '.join(ALL)}")
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as folder:
        found = {name: run(name, ALL[name], Path(folder), quick=asked.quick) for name in names}
    new = [one for each in found.values() for one in each]
    earlier = asked.table.read_text(encoding="utf-8") if asked.table.exists() else ""
    page, shown = report(new, earlier, asked.chart.name)
    print(page)
    asked.table.write_text(page, encoding="utf-8")
    chart.draw(shown, asked.chart)
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

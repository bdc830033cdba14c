"""`python -m benchmarks.start`: how soon a bot polls, and what it takes to stand and wait."""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.burst import Way
from benchmarks.databases import KINDS, Fresh
from benchmarks.entrants import ENTRANTS, Entrant, Field
from benchmarks.figures import Figure, table, write
from benchmarks.generator import load_generator
from benchmarks.processes import running

AT_REST = 2.0  # seconds after the first poll


async def once(entrant: Entrant, fresh: Fresh, name: str) -> tuple[float, float | None]:
    """Return the seconds to the first poll, and the most megabytes until it stood still."""
    with tempfile.TemporaryDirectory(prefix="huiyin-start-") as temporary:
        folder = Path(temporary)
        look = await fresh(name, folder)
        async with load_generator(0.0) as generator:
            field = Field(folder=folder, api=generator.api, database=look.url, n=1, way=Way.PRIVATE)
            command = await entrant.prepare(field)
            began = time.monotonic()
            async with running(command, folder=folder, log="bot.log") as bot:
                start = await generator.first_poll() - began
                await asyncio.sleep(AT_REST)
                return start, bot.peak_mb()


async def measure(runs: int) -> list[Figure]:
    """Measure everybody who is installed, in turns, so that noise falls on all."""
    figures: list[Figure] = []
    async with KINDS["sqlite"]() as fresh:
        for key, entrant in ENTRANTS.items():
            if entrant.missing() or entrant.processes > 1:
                continue
            seen = [await once(entrant, fresh, f"start_{key}_{turn}") for turn in range(runs)]
            start = statistics.median(one for one, _ in seen)
            figures.append(
                Figure(of="start", what="first poll", at=entrant.name, value=start, unit="s")
            )
            sizes = [size for _, size in seen if size is not None]
            if sizes:
                size = statistics.median(sizes)
                figures.append(
                    Figure(
                        of="start", what="memory at rest", at=entrant.name, value=size, unit="MB"
                    )
                )
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, help="a file for the figures")
    asked = parser.parse_args()
    figures = asyncio.run(measure(asked.runs))
    print(f"{os.cpu_count()} cores\n\n{table(figures)}")
    write(asked.json, figures)


if __name__ == "__main__":
    main()

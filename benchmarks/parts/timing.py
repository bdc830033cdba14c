"""Wall time and CPU time of a piece of work, as a line of a table."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

HEAD = "| what | a second | wall µs each | CPU µs each |\n| --- | --: | --: | --: |"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one of something costs, the median over rounds, in microseconds."""

    what: str
    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"| {self.what} | {1e6 / self.wall:,.0f} | {self.wall:,.1f} | {self.cpu:,.1f} |"


async def cost(
    what: str, work: Callable[[], Awaitable[object]], *, of: int, rounds: int = 5
) -> Cost:
    """Do a piece of work that consists of so many things, once to warm up and then in rounds."""
    await work()
    seen: list[tuple[float, float]] = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        await work()
        seen.append((time.perf_counter() - wall, time.process_time() - cpu))
    walls, cpus = zip(*seen, strict=True)
    return Cost(
        what=what,
        wall=statistics.median(walls) / of * 1e6,
        cpu=statistics.median(cpus) / of * 1e6,
    )

"""`python -m benchmarks.parts`: what the parts cost, one table each."""

import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.databases import KINDS
from benchmarks.generator import load_generator
from benchmarks.parts import calls, dispatch, receptions, rows, timing


def _show(title: str, costs: list[timing.Cost]) -> None:
    print(f"\n**{title}**\n\n{timing.HEAD}", *costs, sep="\n", flush=True)


async def measure(parts: list[str]) -> None:
    """Measure the parts that were asked for, all without a word."""
    async with load_generator(0) as generator:
        if not parts or "calls" in parts:
            _show("sendMessage", await calls.measure(generator.api))
        if not parts or "dispatch" in parts:
            _show("an update", await dispatch.measure(generator.api))
    for name, measure_on in (("rows", rows.measure), ("receptions", receptions.measure)):
        for kind, opened in KINDS.items() if not parts or name in parts else ():
            with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as folder:
                async with opened() as fresh:
                    look = await fresh("parts", Path(folder))
                    _show(f"{name}, {kind}", await measure_on(look.url, kind))


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(measure(sys.argv[1:]))
    else:
        uvloop.run(measure(sys.argv[1:]))

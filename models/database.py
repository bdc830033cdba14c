"""The engine for SQLite or PostgreSQL, and the transaction every act happens in."""

import asyncio
import functools
import logging
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Hashable,
    Mapping,
)
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar, cast

from sqlalchemy import (
    URL,
    Executable,
    Insert,
    Result,
    ScalarResult,
    func,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from models import tracing
from models.base import Base, values_of
from models.engines import postgres, sqlite
from models.outages import is_unavailable, said_of
from models.waves import Waves
from models.writing import Given, Numbered, Rows, changing, putting_in

log = logging.getLogger(__name__)

OUTBOX = "huiyin_outbox"  # the channel on which whoever delivers is rung
_RINGING = select(func.pg_notify(OUTBOX, ""))
_RACES = 4  # a row that is there already after so many tries is no race but a mistake

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
Many = Callable[["Transaction", Collection[K]], Awaitable[Mapping[K, V]]]


@functools.cache
def _into(table: type[Base]) -> Insert:
    return insert(table)


class Transaction:
    """One transaction. It commits on a clean exit and rolls back on any other.

    Several handlers may share one (`shared`): each reads through `load`, so that what they
    wait for at the same time is read by one statement; nothing is flushed before the end; and
    if one of them fails, all are rolled back and each is handled alone.
    """

    def __init__(
        self, session: AsyncSession, *, shared: bool, owner: str | None, is_full: bool = False
    ) -> None:
        self.session = session
        self.shared = shared
        self.owner = owner
        self.is_full = is_full  # this process has messages enough: what can wait is left for later
        self.posted: list[Any] = []  # messages that delivery may pick up after the commit
        self.writers: set[str] = set()  # who (by the name of what is done) has added rows to it
        self._one_at_a_time = asyncio.Lock()
        self._waves = Waves(self._one_at_a_time)
        self._appended: dict[type[Base], list[Base]] = {}
        self._last: dict[Any, dict[Any, None]] = {}

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is SQLite."""
        return self.session.get_bind().dialect.name == "sqlite"

    def add(self, row: object) -> None:
        """Have a row written at the next flush, at the latest at the commit."""
        self.session.add(row)
        if self.shared:
            self.writers.add(tracing.current())

    def append(self, row: Base) -> None:
        """Have a row written that nobody reads or changes in this transaction.

        In a shared one such rows of a table are written by one statement, at the end; every
        column without a value is NULL.
        """
        if not self.shared:
            self.session.add(row)
            return
        self.writers.add(tracing.current())
        self._appended.setdefault(type(row), []).append(row)

    async def do_last(self, many: Many[K, Any], key: K) -> None:
        """Have `many` done with a key; in a shared transaction at its end, for all keys at once.

        For changes of a row that many come to at the same moment: until the commit, each of
        them keeps out everybody who comes to it in another transaction.
        """
        if self.shared:
            self._last.setdefault(many, {})[key] = None
        else:
            await many(self, [key])

    async def finish(self) -> None:
        """Write what was appended, a statement a table; then do what is done last."""
        for table, rows in self._appended.items():
            await self.insert(_into(table), values_of(rows))
        self._appended.clear()
        for many, keys in self._last.items():
            await many(self, keys.keys())
        self._last.clear()

    async def ring(self) -> None:
        """Tell the process that delivers that something was left for it, with the commit."""
        await self.session.execute(_RINGING)

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

    async def insert(self, statement: Insert, rows: Rows) -> Result[Any]:
        """Put rows into a table by one statement; all have the same columns.

        What it returns are rows of the table, not of its class. What was added is written before.
        """
        return await self._write(*putting_in(statement, rows, is_sqlite=self.is_sqlite))

    async def change(self, table: type[Numbered], rows: Rows) -> None:
        """Give rows that are there new values by one statement: found by `group_id` and `id`."""
        await self._write(*changing(table, rows, is_sqlite=self.is_sqlite))

    async def _write(self, statement: Executable, given: Given) -> Result[Any]:
        async with self._one_at_a_time:
            if not self.shared:
                await self.session.flush()
            connection = await self.session.connection()
            return await connection.execute(statement, given)

    async def get(self, entity: type[V], key: object) -> V | None:
        """Return the row with this primary key, or None; one already loaded costs nothing."""
        async with self._one_at_a_time:
            return await self.session.get(entity, key)

    def at_hand(self, entity: type[V], key: object) -> V | None:
        """Return the row with this primary key if this transaction has read it, without asking."""
        session = self.session.sync_session
        return cast("V | None", session.identity_map.get(session.identity_key(entity, key)))

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
        except BaseException as problem:
            del self.posted[posted:]
            if isinstance(problem, Exception):
                await self._renew()
            raise

    async def _renew(self) -> None:
        """Read anew what a part had changed before it was taken back: others still look at it."""
        for row in list(self.session.sync_session.identity_map.values()):
            if inspect(row).expired_attributes:
                await self.session.refresh(row)

    async def load(self, many: Many[K, V], key: K) -> V | None:
        """Return what `many` finds for a key; keys asked for in the same wave are read at once."""
        if not self.shared:
            return (await many(self, [key])).get(key)
        return cast("V | None", await self._waves.find(many, self, key))


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
        self.is_full: Callable[[], bool] = lambda: False  # whether delivery has messages enough
        self.trouble: tuple[float, str] | None = None  # when (the loop's seconds) and what last
        self.breaks = 0  # transactions that broke off: what they wrote may be there all the same
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = sqlite(self.url) if self.is_sqlite else postgres(self.url)
        # Long reads get connections of their own, or they would queue behind the one writer.
        self._readers = sqlite(self.url, readers=3) if self.is_sqlite else self.engine

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
        try:
            async with AsyncSession(
                self.engine, expire_on_commit=False, autoflush=not shared
            ) as session:
                tx = Transaction(session, shared=shared, owner=self.owner, is_full=self.is_full())
                async with session.begin():
                    yield tx
                    await tx.finish()
                    if tx.posted and tx.owner is None and not self.is_sqlite:
                        await tx.ring()
        except (SQLAlchemyError, OSError) as problem:
            self.breaks += is_unavailable(problem)
            raise
        if tx.posted:
            for hand_on in self.on_posted:
                hand_on(tx.posted)

    @asynccontextmanager
    async def rehearsal(self) -> AsyncIterator[Transaction]:
        """Open a shared transaction that is taken back at its end, whatever was done in it."""
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield Transaction(session, shared=True, owner=self.owner)

    async def insist(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Do something in a transaction, again and again while the database is not there.

        `work` has to be fit for repetition: the answer to a commit may have been lost. Where
        somebody else wrote the same row at the same moment, it is repeated too, a few times.
        """
        wait, races = 0.1, 0
        while True:
            try:
                async with self.transaction() as tx:
                    return await work(tx)
            except Exception as problem:
                races += isinstance(problem, IntegrityError)
                if not is_unavailable(problem) and not 0 < races < _RACES:
                    raise
                if is_unavailable(problem):
                    self.trouble = (asyncio.get_running_loop().time(), said_of(problem))
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

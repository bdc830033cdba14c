"""The one process that speaks for a bot: its pace, its polls and its ticks are not to be doubled.

What is written stays right without it (keys and re-checks see to that): it is for the pace.
On PostgreSQL the hold is an advisory lock, on a connection of its own: it ends with the
connection, however the process ends. On SQLite it is a lock on a file beside the database.
"""

import asyncio
import contextlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from models.database import Database
from models.instances import presence

if TYPE_CHECKING:
    import asyncpg

_SPACE = 8_215_043  # of the lock's two numbers the one that says what it is about
_PATIENCE = 3.0  # seconds for the database to say that the lock still holds


def _troubles() -> tuple[type[Exception], ...]:
    """Return what says that the server is away."""
    import asyncpg  # noqa: PLC0415  (only where PostgreSQL is)

    return OSError, asyncpg.PostgresError, asyncpg.InterfaceError


class Hold:
    """A hold on a bot, taken or not."""

    def __init__(
        self, db: Database, bot_id: int, bells: Mapping[str, Callable[[], None]], *, name: str
    ) -> None:
        """`bells` says what is called when another process rings on a channel.

        `name` is this process's: while it is connected, nobody takes it for gone.
        """
        self._db = db
        self._bot_id = bot_id
        self._bells = bells
        self._name = name
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._file: io.TextIOWrapper | None = None

    async def is_mine(self) -> bool:
        """Take the hold if it is free, and say whether this process has it now."""
        if self._db.is_sqlite:
            return self._has_file()
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._has_lock()
        except _troubles():
            await self.let_go()
            return False

    async def let_go(self) -> None:
        """Give the hold back."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with contextlib.suppress(*_troubles()):
                await connection.close(timeout=1)

    async def _has_lock(self) -> bool:
        if self._connection is None:
            self._connection = await self._connect()
        # Asked by the one that has it, it says yes again: the session's lock counts.
        held = await self._connection.fetchval(
            "SELECT count(*) > 0 FROM pg_locks WHERE locktype = 'advisory' AND pid ="
            " pg_backend_pid() AND classid = $1 AND objid = $2 AND granted",
            _SPACE,
            self._number,
        )
        if held:
            return True
        return bool(
            await self._connection.fetchval(
                "SELECT pg_try_advisory_lock($1, $2)", _SPACE, presence.signed(self._bot_id)
            )
        )

    @property
    def _number(self) -> int:
        return self._bot_id % (1 << 32)

    async def _connect(self) -> "asyncpg.Connection[asyncpg.Record]":
        url = self._db.url.set(drivername="postgresql").render_as_string(hide_password=False)
        settings = {
            "application_name": "huiyin holder",
            # A machine that loses its power says no goodbye: the server finds out by itself.
            "tcp_keepalives_idle": "3",
            "tcp_keepalives_interval": "1",
            "tcp_keepalives_count": "3",
            # They ask nothing while something is on its way, and every bell is.
            "tcp_user_timeout": "6000",
        }
        import asyncpg  # noqa: PLC0415  (only where PostgreSQL is)

        connection = await asyncpg.connect(url, server_settings=settings)
        for channel, ring in self._bells.items():
            await connection.add_listener(channel, lambda *_, ring=ring: ring())
        await connection.fetchval(
            "SELECT pg_try_advisory_lock($1, $2)",
            presence.SPACE,
            presence.signed(presence.number_of(self._name)),
        )
        return connection

    def _has_file(self) -> bool:
        if self._file is not None:
            return True
        path = self._db.url.database
        if not path or path == ":memory:":
            return True
        try:
            import fcntl  # noqa: PLC0415  (not there on Windows)
        except ImportError:
            return True
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(Path(f"{path}.holder").open("a"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            stack.pop_all()
            self._file = file
        return True

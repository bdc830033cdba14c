"""Who is still connected: a process that was killed is known for gone within two seconds.

Every process has a lock of its own on the connection with which it asks for the hold. The lock
goes with the connection. Where there is no such lock (SQLite) the heartbeat alone tells.
"""

import zlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text

from models.database import Transaction
from models.instances.tables import Instance

SPACE = 8_215_045  # of the lock's two numbers the one that says what it is about
_CONNECTING = timedelta(seconds=5)  # so long after its start a process may not be connected yet
_PRESENT = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = :space AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def number_of(name: str) -> int:
    """Return the number a process's lock is known by."""
    return zlib.crc32(name.encode())


def signed(number: int) -> int:
    """Return a number as PostgreSQL takes the second one of a lock: its 32 lowest bits, signed."""
    low = number % (1 << 32)
    return low - (1 << 32) if low >= 1 << 31 else low


async def forget_gone(tx: Transaction, *, me: str, now: datetime) -> list[str]:
    """Take those for gone whose connection has ended, and return their names.

    What they had in hand is free with that. One that is alive after all beats again.
    """
    if tx.is_sqlite:
        return []
    present = set(await tx.scalars(_PRESENT, {"space": SPACE}))
    names = await tx.scalars(
        select(Instance.name).where(Instance.name != me, Instance.started_at < now - _CONNECTING)
    )
    gone = [name for name in names if number_of(name) not in present]
    if gone:
        await tx.execute(delete(Instance).where(Instance.name.in_(gone)))
    return gone

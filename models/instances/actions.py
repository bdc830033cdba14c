"""Verbs on instances: beat and leave."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from models.database import Transaction
from models.instances.tables import Instance

BEAT = timedelta(seconds=4)
GONE_AFTER = timedelta(seconds=15)


async def beat(tx: Transaction, *, name: str, now: datetime) -> None:
    """Say that this process is alive, and forget those that have been silent for a day."""
    row = await tx.get(Instance, name)
    if row is None:
        tx.add(Instance(name=name, started_at=now, seen_at=now))
    else:
        row.seen_at = now
    await tx.execute(delete(Instance).where(Instance.seen_at < now - timedelta(days=1)))


async def leave(tx: Transaction, *, name: str) -> None:
    """Say that this process stops: whatever it still holds is free at once."""
    await tx.execute(delete(Instance).where(Instance.name == name))

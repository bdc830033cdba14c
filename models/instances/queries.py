"""Reads of instances: who is alive."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from models.database import Transaction
from models.instances.actions import GONE_AFTER
from models.instances.tables import Instance


def is_free(owner: InstrumentedAttribute[str | None], *, now: datetime) -> ColumnElement[bool]:
    """Return the condition that nobody alive holds a row with this `owner` column."""
    alive = select(Instance.name).where(Instance.seen_at >= now - GONE_AFTER)
    return or_(owner.is_(None), owner.not_in(alive))


async def others(tx: Transaction, *, name: str, now: datetime) -> int:
    """Return how many processes are alive beside the one of this name."""
    alive = select(func.count()).where(Instance.seen_at >= now - GONE_AFTER, Instance.name != name)
    return int((await tx.scalars(alive)).one())


async def alive(tx: Transaction, *, now: datetime) -> int:
    """Return how many processes have said lately that they are at work."""
    seen = select(func.count()).where(Instance.seen_at >= now - GONE_AFTER)
    return int((await tx.scalars(seen)).one())

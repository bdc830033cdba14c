"""Reads of updates: how many wait, and how long."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.database import Transaction
from models.updates.tables import AMONG_NEW, IS_ASIDE, Update, UpdateState

_ASIDE = (UpdateState.PARKED, UpdateState.UNREADABLE, UpdateState.TOO_MANY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How many updates are in a state, and since when the oldest of them is there."""

    state: UpdateState
    count: int
    oldest: datetime | None


async def backlog(tx: Transaction, *, bot_id: int) -> dict[UpdateState, Backlog]:
    """Return what is not done, by state; states without an update are missing."""
    found: dict[UpdateState, Backlog] = {}
    for which in (AMONG_NEW, (IS_ASIDE, Update.state.in_(_ASIDE))):
        rows = await tx.execute(
            select(Update.state, func.count(), func.min(Update.received_at))
            .where(Update.bot_id == bot_id, *which)
            .group_by(Update.state)
        )
        found |= {row[0]: Backlog(state=row[0], count=row[1], oldest=row[2]) for row in rows}
    return found

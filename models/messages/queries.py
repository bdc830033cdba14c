"""Reads of the outbox: how many wait, and how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.database import Transaction
from models.messages.tables import IS_OPEN, SEALED_AWAY, Message, MessageState


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """How many messages are on their way or could not arrive, and since when the oldest waits."""

    counts: Mapping[MessageState, int]
    sealed_away: int  # of those that wait, how many no key of this process opens
    oldest_due: datetime | None


async def outbox(tx: Transaction, *, bot_id: int) -> Outbox:
    """Return what is not settled; only what waits is counted, so that the table may grow."""
    rows = await tx.execute(
        select(
            Message.state,
            func.count(),
            func.min(Message.not_before),
            func.count().filter(Message.error == SEALED_AWAY),
        )
        .where(Message.bot_id == bot_id, IS_OPEN)
        .group_by(Message.state)
    )
    all_rows = rows.all()
    found = {row[0]: (row[1], row[2]) for row in all_rows}
    oldest = [since for _count, since in found.values() if since is not None]
    return Outbox(
        counts={state: count for state, (count, _since) in found.items()},
        sealed_away=sum(row[3] for row in all_rows),
        oldest_due=min(oldest, default=None),
    )

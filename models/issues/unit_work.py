"""What a unit does with its work order, whether it leads or assists: one verb for both."""

from datetime import datetime

from models.database import Transaction
from models.issues import answering, assisting
from models.issues.tables import Issue
from models.people.rules import Actor
from models.units.tables import WorkOrder


async def accept(
    tx: Transaction, row: WorkOrder, *, bot_id: int, by: Actor, now: datetime
) -> Issue:
    """Accept an order."""
    if row.is_assisting:
        return await assisting.accept(tx, group_id=row.group_id, order_id=row.id, by=by, now=now)
    return await answering.accept(
        tx, bot_id=bot_id, group_id=row.group_id, issue_id=row.issue_id, by=by, now=now
    )


async def give_back(
    tx: Transaction, row: WorkOrder, *, bot_id: int, reason: str, by: Actor, now: datetime
) -> Issue:
    """Return an order, with the reason."""
    if row.is_assisting:
        return await assisting.give_back(
            tx,
            bot_id=bot_id,
            group_id=row.group_id,
            order_id=row.id,
            reason=reason,
            by=by,
            now=now,
        )
    return await answering.give_back(
        tx,
        bot_id=bot_id,
        group_id=row.group_id,
        issue_id=row.issue_id,
        reason=reason,
        by=by,
        now=now,
    )

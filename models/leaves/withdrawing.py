"""A deputy comes after all, or the activity does not take place: the request is off."""

from datetime import datetime

from models.activities.tables import Activity
from models.database import Transaction
from models.leaves.queries import open_leaves
from models.leaves.rules import LeaveState
from models.messages import actions as messages


def leave_about(leave_id: int) -> str:
    """Return what the cards of a request are about, in the outbox."""
    return f"leave:{leave_id}"


async def withdraw(tx: Transaction, one: Activity, member_id: int, *, now: datetime) -> bool:
    """Take back what a deputy has asked for or was granted; tell whether there was something."""
    row = (await open_leaves(tx, one)).get(member_id)
    if row is None:
        return False
    row.state, row.decided_at = LeaveState.WITHDRAWN, now
    await messages.touch(tx, group_id=row.group_id, about=leave_about(row.id))
    return True

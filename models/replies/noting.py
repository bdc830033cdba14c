"""The writing of replies, for every act that changes one."""

from datetime import datetime

from models.activities.checking import card_about
from models.activities.tables import Activity
from models.database import Transaction
from models.messages import actions as messages
from models.reminders.planning import retime
from models.replies.cards import invitation_about
from models.replies.queries import reply_of
from models.replies.rules import ReplyState
from models.replies.tables import Reply


async def note(
    tx: Transaction,
    one: Activity,
    member_id: int,
    state: ReplyState | None,
    *,
    now: datetime,
) -> None:
    """Write a deputy's answer down (None: take it back); cards and reminders follow."""
    row = await reply_of(tx, one, member_id)
    if state is None:
        if row is not None:
            await tx.session.delete(row)
    elif row is None:
        tx.add(
            Reply(
                group_id=one.group_id,
                activity_id=one.id,
                member_id=member_id,
                state=state,
                at=now,
            )
        )
    else:
        row.state, row.at = state, now
    await tx.flush()
    await retime(tx, one, member_id=member_id, now=now)
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))
    await messages.touch(tx, group_id=one.group_id, about=invitation_about(one.id, member_id))

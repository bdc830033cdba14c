"""The private card of an activity, as things are now."""

from datetime import datetime

from models.activities.choosing import is_invited
from models.activities.queries import shown
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.database import Transaction
from models.leaves.queries import open_leave
from models.people.queries import members
from models.replies.notices import Invitation
from models.replies.queries import reply_of


def invitation_about(activity_id: int, member_id: int) -> str:
    """Return what a deputy's private card is about, in the outbox."""
    return f"invite:{activity_id}:{member_id}"


async def invitation(
    tx: Transaction, one: Activity, member_id: int, *, now: datetime
) -> Invitation:
    """Return the card as it stands for a deputy now."""
    reply = await reply_of(tx, one, member_id)
    leave = await open_leave(tx, one, member_id)
    member = await tx.load(members, (one.group_id, member_id))
    is_theirs = member is not None and is_invited(one, member.level, member.id)
    return Invitation(
        activity=shown(one, now=now),
        member_id=member_id,
        answer=reply.state if reply else None,
        leave_state=leave.state if leave else None,
        can_answer=is_theirs and one.state is ActivityState.ANNOUNCED and now < one.starts_at,
        is_theirs=is_theirs,
    )

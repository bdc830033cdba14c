"""The roll by name for the staff: who is there, who has leave, who waits for it, who is silent."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from models.activities.queries import counts, roll, shown
from models.activities.roll_notices import Awaited, Roll, RollEntry
from models.activities.tables import Activity
from models.database import Transaction
from models.leaves.queries import open_leaves
from models.leaves.rules import LeaveState
from models.replies.queries import replies_to
from models.replies.rules import ReplyState

PAGE = 10  # deputies on a page of the roll


async def entries(tx: Transaction, one: Activity) -> Sequence[RollEntry]:
    """Return everybody invited with their state, their leave and what they have said beforehand.

    Those who are not on the roll yet come first.
    """
    replies, leaves = await replies_to(tx, one), await open_leaves(tx, one)
    said = {member_id: reply.state for member_id, reply in replies.items()}
    asked = {member_id: leave.state for member_id, leave in leaves.items()}
    return [
        each.model_copy(
            update={"reply": said.get(each.member_id), "leave": asked.get(each.member_id)}
        )
        for each in await roll(tx, one)
    ]


async def page_of(tx: Transaction, one: Activity, wanted: int, *, now: datetime) -> Roll:
    """Return a page of the roll; one that is not there is the nearest that is."""
    listed = await entries(tx, one)
    pages = max(-(-len(listed) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    return Roll(
        activity=shown(one, now=now),
        counts=await counts(tx, one),
        entries=tuple(listed[page * PAGE : (page + 1) * PAGE]),
        page=page,
        pages=pages,
        awaited=awaited(listed),
        at=now,
    )


def awaited(listed: Sequence[RollEntry]) -> Awaited:
    """Return how those who are not on the roll yet stand, each counted once."""
    missing = [one for one in listed if one.state is None]
    leaves = Counter(one.leave for one in missing)
    said = Counter(one.reply for one in missing if one.leave is None)
    return Awaited(
        granted=leaves[LeaveState.APPROVED],
        asked=leaves[LeaveState.ASKED],
        going=said[ReplyState.GOING],
        leave=said[ReplyState.LEAVE],
        unsure=said[ReplyState.UNSURE],
        silent=said[None],
    )

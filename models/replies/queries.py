"""Reads of replies: who has answered what."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from models import asking
from models.activities.queries import invited
from models.activities.tables import Activity
from models.database import Transaction
from models.leaves.queries import open_leaves
from models.replies.notices import Answer
from models.replies.rules import ReplyCounts, ReplyState
from models.replies.tables import Reply

_ORDER = (None, ReplyState.UNSURE, ReplyState.LEAVE, ReplyState.GOING)


async def reply_of(tx: Transaction, one: Activity, member_id: int) -> Reply | None:
    """Return what a deputy has answered to an activity, None for nothing yet."""
    return await tx.load(_replies, (one.group_id, one.id, member_id))


async def _replies(
    tx: Transaction, keys: Collection[tuple[int, int, int]]
) -> Mapping[tuple[int, int, int], Reply]:
    columns = (Reply.group_id, Reply.activity_id, Reply.member_id)
    matters, given = asking.members_handed_over(keys)
    among = asking.among_members_given(*columns, matters)
    rows = await tx.scalars(select(Reply).where(among), given)
    return {(row.group_id, row.activity_id, row.member_id): row for row in rows}


async def replies_to(tx: Transaction, one: Activity) -> Mapping[int, Reply]:
    """Return all answers to an activity, by member."""
    rows = await tx.scalars(
        select(Reply).where(Reply.group_id == one.group_id, Reply.activity_id == one.id)
    )
    return {row.member_id: row for row in rows}


async def reply_counts(tx: Transaction, one: Activity) -> ReplyCounts:
    """Return how many have answered what."""
    rows = await tx.execute(
        select(Reply.state, func.count())
        .where(Reply.group_id == one.group_id, Reply.activity_id == one.id)
        .group_by(Reply.state)
    )
    return ReplyCounts(**{str(row[0]): row[1] for row in rows})


async def answers(tx: Transaction, one: Activity) -> list[Answer]:
    """Return everybody invited with their answer, for staff: who has not answered comes first."""
    said = await replies_to(tx, one)
    leaves = await open_leaves(tx, one)
    listed = []
    for member in await invited(tx, one):
        reply, leave = said.get(member.id), leaves.get(member.id)
        listed.append(
            Answer(
                member_id=member.id,
                name=member.name,
                state=reply.state if reply else None,
                leave_id=leave.id if leave else None,
                leave_state=leave.state if leave else None,
                is_bound=member.account_id is not None,
            )
        )
    return sorted(listed, key=lambda each: _ORDER.index(each.state))

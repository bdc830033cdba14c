"""What came too late to be of use is summed up to the staff, in one message."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.activities.queries import titles
from models.database import Transaction
from models.people.queries import staff_of
from models.reminders.notices import Missed, MissedFor
from models.reminders.planning import zone_of
from models.reminders.rules import ReminderState, is_quiet
from models.reminders.saying import post
from models.reminders.tables import IS_UNTOLD, Reminder


async def untold(tx: Transaction, *, now: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the groups with missed reminders that the staff have not heard of."""
    rows = await tx.scalars(select(Reminder.group_id).where(IS_UNTOLD).distinct())
    return rows.all()


async def sum_up(tx: Transaction, group_id: int, *, bot_id: int, now: datetime) -> bool:
    """Tell the staff of a group what was missed; not before everything due has been looked at.

    Whoever comes at the same moment waits for the rows, in their order, and finds them told.
    """
    mine = Reminder.group_id == group_id
    waits = select(Reminder.id).where(
        mine, Reminder.state == ReminderState.WAITING, Reminder.due_at <= now
    )
    if (await tx.scalars(waits.limit(1))).first() is not None:
        return False
    rows = (
        await tx.scalars(
            select(Reminder)
            .where(mine, Reminder.state == ReminderState.MISSED, Reminder.sent_at.is_(None))
            .order_by(Reminder.id)
            .with_for_update()
        )
    ).all()
    if not rows:
        return False
    people: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        row.sent_at = now
        people[row.activity_id].add(row.member_id)
    known = await titles(tx, group_id=group_id, activity_ids=people.keys())
    notice = Missed(
        activities=tuple(
            MissedFor(title=one.title, starts_at=one.starts_at, people=len(people[one.id]))
            for one in sorted(known.values(), key=lambda each: each.starts_at)
        )
    )
    zone = await zone_of(tx, group_id)
    for member in await staff_of(tx, group_id=group_id):
        await post(
            tx,
            member,
            notice,
            about=f"missed:{min(row.id for row in rows)}",
            zone=zone,
            bot_id=bot_id,
            now=now,
            silent=is_quiet(now, zone),
        )
    return True

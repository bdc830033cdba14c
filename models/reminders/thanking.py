"""A word of thanks after an activity, to those who were there and want it."""

from datetime import datetime

from sqlalchemy import and_, select

from models.activities.rules import HERE
from models.activities.tables import Activity, Attendance
from models.database import Transaction
from models.people.tables import Account, Member
from models.reminders.planning import plan
from models.reminders.rules import ReminderKind


async def thank(tx: Transaction, one: Activity, *, now: datetime) -> None:
    """Plan the thanks; the next look at what is due sends them, never in the quiet hours."""
    rows = await tx.scalars(
        select(Attendance.member_id)
        .join(
            Member,
            and_(Member.group_id == Attendance.group_id, Member.id == Attendance.member_id),
        )
        .join(Account, Account.id == Member.account_id)
        .where(
            Attendance.group_id == one.group_id,
            Attendance.activity_id == one.id,
            Attendance.state.in_(HERE),
            Account.wants_thanks,
        )
    )
    await plan(tx, one, rows.all(), (ReminderKind.THANKS,), now=now)

"""How much somebody was told today (domain §0)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select

from models.database import Transaction
from models.people.queries import members_of
from models.people.tables import Member
from models.reminders.rules import BUDGET, ReminderState, day_of
from models.reminders.tables import Reminder


async def is_spent(tx: Transaction, member: Member, zone: ZoneInfo, *, now: datetime) -> bool:
    """Tell whether a person has had the day's notices, in all their groups together.

    A digest is one notice, however much is in it.
    """
    first, last = day_of(now, zone)
    places = await tx.load(members_of, member.account_id or 0) or ()
    rows = await tx.execute(
        select(Reminder.group_id, Reminder.member_id, Reminder.is_held, Reminder.sent_at).where(
            or_(
                *(
                    and_(Reminder.group_id == one.group_id, Reminder.member_id == one.id)
                    for one in places
                )
            ),
            Reminder.state == ReminderState.SENT,
            Reminder.sent_at >= first,
            Reminder.sent_at < last,
        )
    )
    told = rows.all()
    single = sum(not row[2] for row in told)
    digests = len({(row[0], row[1], row[3]) for row in told if row[2]})
    return single + digests >= BUDGET

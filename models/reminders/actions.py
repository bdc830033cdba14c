"""Verbs on reminders by people: know of one, want thanks or not."""

from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor
from models.people.tables import Account
from models.reminders.rules import ReminderKind
from models.reminders.tables import Reminder


async def know(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    kind: ReminderKind,
    by: Actor,
    now: datetime,
) -> Reminder:
    """Note that a deputy has seen a reminder; Refusal (gone) if they have none."""
    rows = await tx.scalars(
        select(Reminder).where(
            Reminder.group_id == group_id,
            Reminder.kind == kind,
            Reminder.activity_id == activity_id,
            Reminder.member_id == (by.member_id if by.group_id == group_id else None),
        )
    )
    row: Reminder | None = rows.first()
    if row is None:
        raise Refusal(Gone())
    row.seen_at = row.seen_at or now
    return row


async def want_thanks(tx: Transaction, *, account: Account, wants: bool) -> None:
    """Set whether somebody is told their points after an activity: a wish about oneself."""
    account.wants_thanks = wants
    await tx.flush()

"""How much somebody was told today (domain §0)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select

from models.database import Transaction
from models.materials.tables import Digest, Recipient
from models.people.tables import Member
from models.reminders.rules import BUDGET, ReminderState, day_of
from models.reminders.tables import Reminder


async def is_spent(tx: Transaction, member: Member, zone: ZoneInfo, *, now: datetime) -> bool:
    """Tell whether a person has had the day's notices, in all their groups together.

    A digest is one notice, however much is in it.
    """
    if member.account_id is None:
        return False
    first, last = day_of(now, zone)
    counted = await tx.load(_counted, (member.account_id, first, last))
    return (counted or 0) >= BUDGET


async def _counted(
    tx: Transaction, keys: Collection[tuple[int, datetime, datetime]]
) -> Mapping[tuple[int, datetime, datetime], int]:
    """Count what accounts were told in their days. For `tx.load`."""
    of: dict[tuple[datetime, datetime], set[int]] = defaultdict(set)
    for account_id, first, last in keys:
        of[first, last].add(account_id)
    found: dict[tuple[int, datetime, datetime], int] = {}
    for (first, last), account_ids in of.items():
        counts = await _told(tx, account_ids, first, last)
        found |= {(account, first, last): counts[account] for account in account_ids}
    return found


async def spent(
    tx: Transaction, group_id: int, member_ids: Collection[int], zone: ZoneInfo, *, now: datetime
) -> set[int]:
    """Return who of a group's members has had the day's notices, in all their groups together.

    For many at once: a fixed number of statements, however many they are.
    """
    if not member_ids:
        return set()
    mine = await tx.execute(
        select(Member.id, Member.account_id).where(
            Member.group_id == group_id, Member.id.in_(member_ids), Member.account_id.is_not(None)
        )
    )
    account_of = {row[0]: row[1] for row in mine}
    counts = await told_today(tx, set(account_of.values()), zone, now=now)
    return {one for one, account in account_of.items() if counts[account] >= BUDGET}


async def told_today(
    tx: Transaction, account_ids: Collection[int], zone: ZoneInfo, *, now: datetime
) -> Counter[int]:
    """Count what each account was told today: reminders, each digest as one, and materials."""
    return await _told(tx, account_ids, *day_of(now, zone))


async def _told(
    tx: Transaction, account_ids: Collection[int], first: datetime, last: datetime
) -> Counter[int]:
    here = Member.account_id.in_(account_ids)
    rows = await tx.execute(
        select(Member.account_id, Member.id, Reminder.is_held, Reminder.sent_at)
        .join(
            Reminder,
            and_(Reminder.group_id == Member.group_id, Reminder.member_id == Member.id),
        )
        .where(
            here,
            Reminder.state == ReminderState.SENT,
            Reminder.sent_at >= first,
            Reminder.sent_at < last,
        )
    )
    told = rows.all()
    counts = Counter(row[0] for row in told if not row[2])
    counts.update(account for account, *_rest in {(r[0], r[1], r[3]) for r in told if r[2]})
    for table, moment in ((Recipient, Recipient.posted_at), (Digest, Digest.sent_at)):
        rows = await tx.execute(
            select(Member.account_id, func.count())
            .join(table, and_(table.group_id == Member.group_id, table.member_id == Member.id))
            .where(here, moment >= first, moment < last)
            .group_by(Member.account_id)
        )
        counts.update({row[0]: row[1] for row in rows})
    return counts

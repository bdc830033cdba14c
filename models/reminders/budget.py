"""How much somebody was told today (domain §0)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select

from models.database import Transaction
from models.materials.tables import Digest, Recipient
from models.messages.tables import IS_COUNTED, Message
from models.people.tables import Member
from models.reminders.rules import BUDGET, ReminderState, day_of
from models.reminders.tables import Reminder

_NOON = time(12)


async def is_spent(tx: Transaction, member: Member, zone: ZoneInfo, *, now: datetime) -> bool:
    """Tell whether a person has had the day's notices, in all their groups together.

    A digest is one notice, however much is in it.
    """
    if member.account_id is None:
        return False
    day = now.astimezone(zone).date()
    counted = await tx.load(_counted, (member.account_id, day, zone.key))
    return (counted or 0) >= BUDGET


async def _counted(
    tx: Transaction, keys: Collection[tuple[int, date, str]]
) -> Mapping[tuple[int, date, str], int]:
    """Count what accounts were told on a day in their zone. For `tx.load`."""
    of: dict[tuple[date, str], set[int]] = defaultdict(set)
    for account_id, day, zone in keys:
        of[day, zone].add(account_id)
    found: dict[tuple[int, date, str], int] = {}
    for (day, zone), account_ids in of.items():
        counts = await _told(tx, account_ids, day, ZoneInfo(zone))
        found |= {(account, day, zone): counts[account] for account in account_ids}
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
    """Count what each account was told today: reminders, each digest as one, materials, notices.

    Notices are those about reports, to voters and units: they have no row of their own but the
    message, which says on which day it counts.
    """
    return await _told(tx, account_ids, now.astimezone(zone).date(), zone)


async def _told(
    tx: Transaction, account_ids: Collection[int], day: date, zone: ZoneInfo
) -> Counter[int]:
    first, last = day_of(datetime.combine(day, _NOON, tzinfo=zone), zone)
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
    counts.update(await _noticed(tx, account_ids, day))
    return counts


async def _noticed(tx: Transaction, account_ids: Collection[int], day: date) -> dict[int, int]:
    rows = await tx.execute(
        select(Message.chat_id, func.count())
        .where(IS_COUNTED, Message.chat_id.in_(account_ids), Message.told_on == day)
        .group_by(Message.chat_id)
    )
    return {row[0]: row[1] for row in rows}


async def has_room(tx: Transaction, account_id: int, zone: ZoneInfo, *, now: datetime) -> bool:
    """Tell whether somebody may be told one more thing today that can wait until tomorrow."""
    return (await told_today(tx, {account_id}, zone, now=now))[account_id] < BUDGET

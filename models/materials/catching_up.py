"""Whoever is bound after a sending is offered once what they may still read, in one message."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.database import Transaction
from models.groups.queries import groups
from models.materials.reminding import must_wait, tell_unread
from models.materials.rules import OPEN, AudienceKind, remind_moments
from models.materials.tables import Material, Recipient
from models.people.tables import TO_CATCH_UP, Member, Role
from models.reminders.rules import next_morning

Key = tuple[int, int]
_RECENT = timedelta(days=90)  # what was sent before is in the library
_MOST = 20


async def due(tx: Transaction, *, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the members who were bound and have not been offered what was sent before."""
    rows = await tx.execute(
        select(Member.group_id, Member.id)
        .where(TO_CATCH_UP, Member.catch_up_at <= now)
        .order_by(Member.catch_up_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def offer(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Offer somebody what is current, once; False if there is nothing to do.

    It is the digest of the day and counts as one notice: at a quiet hour, or where enough was
    said, it waits for the morning.
    """
    member = await tx.session.get(Member, key, with_for_update=True, populate_existing=True)
    group = await tx.load(groups, key[0])
    if member is None or member.catch_up_at is None or member.catch_up_at > now:
        return False
    member.catch_up_at = None
    is_reader = member.role is Role.DEPUTY and member.left_at is None
    if group is None or not is_reader or member.account_id is None:
        return True
    zone = ZoneInfo(group.timezone)
    found = await _current(tx, member, now=now)
    if not found:
        return True
    if await must_wait(tx, key, zone, now):
        member.catch_up_at = next_morning(now, zone)
        return True
    for one, row in found:
        _enter(tx, member, one, row, zone=zone, now=now)
    await tx.flush()
    await tell_unread(tx, member, zone, bot_id=bot_id, now=now, is_first=True)
    return True


async def _current(
    tx: Transaction, member: Member, *, now: datetime
) -> list[tuple[Material, Recipient | None]]:
    """Return what was sent for somebody lately, is still of use to them, and is unread."""
    rows = await tx.execute(
        select(Material, Recipient)
        .outerjoin(
            Recipient,
            (Recipient.group_id == Material.group_id)
            & (Recipient.material_id == Material.id)
            & (Recipient.member_id == member.id),
        )
        .where(
            Material.group_id == member.group_id,
            Material.sent_at > now - _RECENT,
            Material.state.in_(OPEN),
            (Material.deadline.is_(None)) | (Material.deadline > now),
            Recipient.read_at.is_(None),
        )
        .order_by(Material.sent_at.desc())
        .limit(_MOST)
    )
    return [(one, row) for one, row in rows if row is not None or _is_meant(one, member)]


def _is_meant(one: Material, member: Member) -> bool:
    """Tell whether a material was for all such deputies, and asks for something by a day."""
    audience = one.audience
    if one.deadline is None:
        return False
    match audience["kind"]:
        case AudienceKind.ALL:
            return True
        case AudienceKind.LEVEL:
            return member.level is not None and member.level.value == audience["value"]
        case AudienceKind.DELEGATION:
            return bool(member.delegation == audience["value"])
        case _:
            return False


def _enter(
    tx: Transaction,
    member: Member,
    one: Material,
    row: Recipient | None,
    *,
    zone: ZoneInfo,
    now: datetime,
) -> None:
    """Let somebody be a recipient like the others: counted, and reminded before the deadline."""
    if row is None:
        row = Recipient(
            group_id=member.group_id, material_id=one.id, member_id=member.id, reminded=0
        )
        tx.add(row)
    row.account_id = member.account_id
    row.remind_at = next((at for at in remind_moments(now, one.deadline, zone) if at > now), None)

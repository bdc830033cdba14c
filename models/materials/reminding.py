"""Reminders of what is unread: at most two for a material, one digest a day for a person."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.audit import actions as audit
from models.database import Transaction
from models.groups.queries import groups
from models.materials import notices as n
from models.materials.library import entry_of, unread_of
from models.materials.queries import materials, the_material
from models.materials.rules import OPEN, remind_moments
from models.materials.tables import TO_REMIND, Digest, Material, Recipient
from models.messages import actions as messages
from models.people.reaching import recipient
from models.people.rules import Actor, require_staff
from models.people.tables import Member
from models.reminders.budget import spent
from models.reminders.rules import is_quiet, next_morning

Key = tuple[int, int]


async def due(tx: Transaction, *, now: datetime, limit: int = 2000) -> Sequence[Key]:
    """Return the members who have a reminder of something unread due."""
    rows = await tx.execute(
        select(Recipient.group_id, Recipient.member_id)
        .where(TO_REMIND, Recipient.remind_at <= now)
        .order_by(Recipient.remind_at)
        .limit(limit)
    )
    return list(dict.fromkeys((row[0], row[1]) for row in rows))


async def remind(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Tell somebody in one message all they have not read; False if nothing is due.

    At a quiet hour, on a day with a digest already, or with enough said, it waits for the
    morning. What was read, withdrawn or is over meanwhile is forgotten.
    """
    rows = await _due_of(tx, key, now)
    group = await tx.load(groups, key[0])
    member = await tx.get(Member, key)
    if not rows or group is None or member is None:
        return False
    zone = ZoneInfo(group.timezone)
    wanted = [
        (row, one)
        for row in rows
        if (one := await tx.load(materials, (row.group_id, row.material_id)))
        and _is_open(one, now)
        and member.left_at is None
    ]
    waits = bool(wanted) and await must_wait(tx, key, zone, now)
    for row in rows:
        row.remind_at = None
    for row, one in wanted:
        if waits:
            row.remind_at = next_morning(now, zone)
        else:
            _note(row, one, zone, now)
    if wanted and not waits:
        await tell_unread(tx, member, zone, bot_id=bot_id, now=now)
    return True


async def _due_of(tx: Transaction, key: Key, now: datetime) -> Sequence[Recipient]:
    rows = await tx.scalars(
        select(Recipient)
        .where(
            Recipient.group_id == key[0],
            Recipient.member_id == key[1],
            Recipient.remind_at <= now,
            Recipient.read_at.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


def _is_open(one: Material, now: datetime) -> bool:
    return one.state in OPEN and (one.deadline is None or one.deadline > now)


async def must_wait(tx: Transaction, key: Key, zone: ZoneInfo, now: datetime) -> bool:
    """Tell whether somebody is to be left in peace: quiet, a digest today, or enough said."""
    if is_quiet(now, zone) or await spent(tx, key[0], [key[1]], zone, now=now):
        return True
    return await tx.get(Digest, (*key, now.astimezone(zone).date())) is not None


def _note(row: Recipient, one: Material, zone: ZoneInfo, now: datetime) -> None:
    """Count a reminder, and find when the next one is due, if there is one."""
    row.reminded, row.reminded_at = row.reminded + 1, now
    moments = remind_moments(one.sent_at or now, one.deadline, zone)
    later = [at for at in moments if at > now]
    row.remind_at = later[0] if later and row.reminded < len(moments) else None


async def tell_unread(
    tx: Transaction,
    member: Member,
    zone: ZoneInfo,
    *,
    bot_id: int,
    now: datetime,
    is_nudge: bool = False,
    is_first: bool = False,
) -> bool:
    """Tell somebody all they have not read, in the digest of the day; False if there is nothing."""
    unread = await unread_of(tx, group_id=member.group_id, member_id=member.id, now=now)
    to = await recipient(tx, member, zone=zone.key)
    if to is None or not unread:
        return False
    day = now.astimezone(zone).date()
    tx.add(Digest(group_id=member.group_id, member_id=member.id, day=day, sent_at=now))
    await tx.flush()
    return await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=n.Unread(
            group_id=member.group_id,
            entries=tuple(entry_of(one, is_read=False) for one in unread),
            is_nudge=is_nudge,
            is_first=is_first,
        ),
        about=f"unread:{member.id}:{day}",
        now=now,
    )


async def nudge(
    tx: Transaction, *, bot_id: int, group_id: int, material_id: int, by: Actor, now: datetime
) -> n.Nudged:
    """Remind by hand everybody who has not read a material, at the staff's word.

    Whoever had a digest today, or enough notices, is spared; so is everybody at a quiet hour.
    """
    require_staff(by, group_id=group_id)
    one = await the_material(tx, group_id, material_id)
    group = await tx.load(groups, group_id)
    zone = ZoneInfo(group.timezone if group else "UTC")
    rows = await tx.scalars(
        select(Recipient.member_id).where(
            Recipient.group_id == group_id,
            Recipient.material_id == material_id,
            Recipient.read_at.is_(None),
            Recipient.account_id.is_not(None),
        )
    )
    ids, told = list(rows), 0
    if ids and _is_open(one, now) and not is_quiet(now, zone):
        told = await _nudge_each(tx, group_id, ids, zone, bot_id=bot_id, now=now)
    audit.write(tx, "materials.nudge", by=by, now=now, group_id=group_id, subject_id=one.id)
    return n.Nudged(told=told, spared=len(ids) - told)


async def _nudge_each(
    tx: Transaction,
    group_id: int,
    ids: Sequence[int],
    zone: ZoneInfo,
    *,
    bot_id: int,
    now: datetime,
) -> int:
    full = await spent(tx, group_id, ids, zone, now=now)
    full |= await _had_digest(tx, group_id, zone, now)
    members = await tx.scalars(
        select(Member).where(
            Member.group_id == group_id, Member.id.in_(ids), Member.left_at.is_(None)
        )
    )
    told = 0
    for member in members.all():
        if member.id not in full:
            told += await tell_unread(tx, member, zone, bot_id=bot_id, now=now, is_nudge=True)
    return told


async def _had_digest(tx: Transaction, group_id: int, zone: ZoneInfo, now: datetime) -> set[int]:
    day = now.astimezone(zone).date()
    rows = await tx.scalars(
        select(Digest.member_id).where(Digest.group_id == group_id, Digest.day == day)
    )
    return set(rows.all())

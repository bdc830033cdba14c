"""What falls due: looked at again in its own transaction before anybody is told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from models.activities.choosing import is_invited
from models.activities.queries import activities, entries
from models.activities.rules import HERE, OVER, ActivityState
from models.activities.tables import Activity
from models.asking import among
from models.database import Transaction
from models.people.queries import members
from models.people.tables import Member
from models.receptions.duty_notices import DutyCard
from models.receptions.pointing import point
from models.reminders import saying
from models.reminders.budget import is_spent
from models.reminders.planning import declined, zone_of
from models.reminders.rules import (
    AHEAD_OF_DUTY,
    DAY,
    SHORT_BEFORE,
    ReminderKind,
    ReminderState,
    held_until,
    is_quiet,
    next_morning,
)
from models.reminders.tables import IS_WAITING, Reminder

Key = tuple[int, int]

AT_ONCE = 2000  # reminders looked at before it is asked again which are due


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A reminder with all it is about."""

    row: Reminder
    one: Activity
    member: Member
    zone: ZoneInfo
    bot_id: int
    now: datetime


class Due(NamedTuple):
    """A reminder whose moment has come, and the person whose day it counts in."""

    row: Key
    whose: int


async def due(tx: Transaction, *, now: datetime, limit: int = AT_ONCE) -> Sequence[Due]:
    """Return the reminders whose moment has come, in order of it."""
    rows = await tx.execute(
        select(Reminder.group_id, Reminder.id, Member.account_id, Reminder.member_id)
        .join(
            Member,
            and_(Member.group_id == Reminder.group_id, Member.id == Reminder.member_id),
        )
        .where(IS_WAITING, Reminder.due_at <= now)
        .order_by(Reminder.due_at, Reminder.id)
        .limit(limit)
    )
    return [Due((row[0], row[1]), row[2] or row[3]) for row in rows]


async def remind(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Tell one person one thing, or find that it is not needed, too late, or not yet time.

    False if there is nothing to do: another process did it, or it was moved meanwhile.
    """
    row = await tx.load(_rows, key)
    if row is None or row.state is not ReminderState.WAITING or row.due_at > now:
        return False
    it = await _about(tx, row, bot_id=bot_id, now=now)
    if it is None:
        row.state = ReminderState.STOPPED
        return True
    row.state = await verdict(tx, it)
    if row.state is ReminderState.WAITING and not await _put_off(tx, it):
        await (_digest(tx, it) if row.is_held else _tell(tx, it))
    return True


async def _rows(tx: Transaction, keys: Collection[Key]) -> Mapping[Key, Reminder]:
    rows = await tx.scalars(
        select(Reminder)
        .where(among(Reminder.group_id, Reminder.id, keys))
        .order_by(Reminder.group_id, Reminder.id)  # two processes take them in the same order
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(row.group_id, row.id): row for row in rows}


async def _about(tx: Transaction, row: Reminder, *, bot_id: int, now: datetime) -> Matter | None:
    one = await tx.load(activities, (row.group_id, row.activity_id))
    member = await tx.load(members, (row.group_id, row.member_id))
    if one is None or member is None:
        return None
    zone = await zone_of(tx, row.group_id)
    return Matter(row=row, one=one, member=member, zone=zone, bot_id=bot_id, now=now)


async def verdict(tx: Transaction, it: Matter) -> ReminderState:
    """Say what is to become of a reminder: still needed (waiting), stopped, or missed."""
    stands = OVER if it.row.kind is ReminderKind.THANKS else (ActivityState.ANNOUNCED,)
    is_meant = is_invited(it.one, it.member.level, it.member.id)
    is_theirs = is_meant or it.row.kind in (ReminderKind.OPENING, ReminderKind.THANKS)
    if it.member.left_at is not None or it.one.state not in stands or not is_theirs:
        return ReminderState.STOPPED
    match it.row.kind:
        case ReminderKind.THANKS:
            needed = it.member.account_id is not None
        case ReminderKind.OPENING:
            needed = it.member.account_id is not None and it.now < it.one.starts_at
        case ReminderKind.INVITATION:
            needed = True
        case _:
            needed = not await _is_settled(tx, it)
    if not needed:
        return ReminderState.STOPPED
    is_before = it.row.kind not in (ReminderKind.THANKS, ReminderKind.OPENING)
    if is_before and (it.now >= it.one.starts_at or it.member.account_id is None):
        return ReminderState.MISSED
    return ReminderState.WAITING


async def _is_settled(tx: Transaction, it: Matter) -> bool:
    """Tell whether a deputy needs no reminder: declined, there already, or the next one is due."""
    if it.member.id in await declined(tx, it.one):
        return True
    entry = await tx.load(entries, (it.one.group_id, it.one.id, it.member.id))
    if entry is not None and entry.state in HERE:
        return True
    is_near = it.one.starts_at - SHORT_BEFORE <= it.now < it.one.starts_at
    is_tomorrow = it.one.starts_at - DAY <= it.now
    is_overtaken = it.row.kind is ReminderKind.WEEK_BEFORE and is_tomorrow
    return is_overtaken or (it.row.kind is ReminderKind.DAY_BEFORE and is_near)


async def _put_off(tx: Transaction, it: Matter) -> bool:
    """Let a reminder wait for the morning, or for the digest of a day on which enough was said."""
    row = it.row
    is_before = row.kind is not ReminderKind.THANKS
    if (row.kind in AHEAD_OF_DUTY or not is_before) and is_quiet(it.now, it.zone):
        morning = next_morning(it.now, it.zone)
        if not is_before or morning < it.one.starts_at:
            row.due_at = morning
            return True
    if row.is_held or row.kind is ReminderKind.OPENING:
        return False
    if not await is_spent(tx, it.member, it.zone, now=it.now):
        return False
    row.is_held = True
    row.due_at = held_until(
        starts_at=it.one.starts_at, is_before=is_before, now=it.now, zone=it.zone
    )
    await tx.flush()  # if its digest goes out at once, it is to be found in it
    return row.due_at > it.now


async def _tell(tx: Transaction, it: Matter) -> None:
    it.row.state, it.row.sent_at = ReminderState.SENT, it.now
    notice, about, live = await saying.notice_of(tx, it.row, it.one, zone=it.zone, now=it.now)
    silent = is_quiet(it.now, it.zone)
    await saying.post(
        tx,
        it.member,
        notice,
        about=about,
        zone=it.zone,
        bot_id=it.bot_id,
        now=it.now,
        silent=silent,
        live=live,
    )
    if isinstance(notice, DutyCard) and it.row.kind is ReminderKind.DAY_BEFORE:
        await point(tx, it.member, notice, bot_id=it.bot_id, now=it.now)


async def _digest(tx: Transaction, it: Matter) -> None:
    """Tell everything that was held back for a person in one message."""
    rows = await tx.scalars(
        select(Reminder)
        .where(
            Reminder.group_id == it.row.group_id,
            Reminder.member_id == it.row.member_id,
            Reminder.state == ReminderState.WAITING,
            Reminder.is_held,
        )
        .order_by(Reminder.planned_at, Reminder.id)
    )
    told = []
    for row in rows.all():
        each = await _about(tx, row, bot_id=it.bot_id, now=it.now)
        row.state = await verdict(tx, each) if each else ReminderState.STOPPED
        if each is not None and row.state is ReminderState.WAITING:
            row.state, row.sent_at = ReminderState.SENT, it.now
            told.append(each)
    notice = saying.digest_of([(each.row, each.one) for each in told], now=it.now)
    await saying.post(
        tx,
        it.member,
        notice,
        about=f"digest:{it.member.id}:{it.row.id}",
        zone=it.zone,
        bot_id=it.bot_id,
        now=it.now,
        silent=is_quiet(it.now, it.zone),
    )

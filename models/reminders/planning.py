"""Which reminders an activity has, kept in step with it and with the replies."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.activities.choosing import is_invited
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.asking import among
from models.base import new_id
from models.database import Transaction
from models.groups.queries import groups
from models.people.queries import members
from models.reminders.rules import (
    AHEAD,
    AHEAD_OF_DUTY,
    ReminderKind,
    ReminderState,
    planned,
    retimed,
)
from models.reminders.tables import Reminder
from models.replies.rules import ReplyState
from models.replies.tables import Reply

_FEW = 100  # members asked for by their numbers; of more the whole activity is read
_TIMED = (*AHEAD_OF_DUTY, ReminderKind.OPENING)
FOR_DEPUTIES = (ReminderKind.INVITATION, *AHEAD)
FOR_STAFF = (ReminderKind.OPENING,)
FOR_DUTY = (ReminderKind.INVITATION, *AHEAD_OF_DUTY)


def for_deputies(one: Activity) -> tuple[ReminderKind, ...]:
    """Return what deputies are told of an activity before it."""
    return FOR_DEPUTIES if one.round_id is None else FOR_DUTY


async def zone_of(tx: Transaction, group_id: int) -> ZoneInfo:
    """Return the zone a group lives in."""
    group = await tx.load(groups, group_id)
    return ZoneInfo(group.timezone if group else "UTC")


async def plan(
    tx: Transaction,
    one: Activity,
    member_ids: Collection[int],
    kinds: Collection[ReminderKind],
    *,
    now: datetime,
) -> list[Reminder]:
    """Write reminders for members who have none of them yet; return the new ones.

    What would have been due already is stopped: the invitation, which goes out now, says it.
    """
    zone = await zone_of(tx, one.group_id)
    there = {
        (row.kind, row.member_id)
        for row in await tx.scalars(
            select(Reminder).where(
                Reminder.group_id == one.group_id,
                Reminder.activity_id == one.id,
                # One who is bound late is no reason to read what everybody else has.
                *([Reminder.member_id.in_(member_ids)] if len(member_ids) <= _FEW else []),
            )
        )
    }
    rows = [
        _row(one, kind, member_id, zone, now)
        for member_id in member_ids
        for kind in kinds
        if (kind, member_id) not in there
    ]
    for row in rows:
        tx.add(row)
    await tx.flush()
    return rows


def _row(
    one: Activity, kind: ReminderKind, member_id: int, zone: ZoneInfo, now: datetime
) -> Reminder:
    due, state = now, ReminderState.WAITING
    if kind in _TIMED:
        due = planned(kind, starts_at=one.starts_at, opens_at=one.opens_at, zone=zone)
        state = ReminderState.WAITING if due > now else ReminderState.STOPPED
    return Reminder(
        group_id=one.group_id,
        id=new_id(),
        kind=kind,
        activity_id=one.id,
        member_id=member_id,
        planned_at=due,
        due_at=due,
        state=state,
        is_held=False,
    )


async def retime(
    tx: Transaction, one: Activity, *, now: datetime, member_id: int | None = None
) -> None:
    """Bring an activity's reminders (of one member, or all) in step with it and the replies."""
    zone = await zone_of(tx, one.group_id)
    rows = await tx.scalars(
        select(Reminder).where(
            Reminder.group_id == one.group_id,
            Reminder.activity_id == one.id,
            *([Reminder.member_id == member_id] if member_id is not None else []),
        )
    )
    away = await declined(tx, one)
    is_on = one.state is ActivityState.ANNOUNCED
    every = rows.all()
    theirs = await _meant(tx, one, {row.member_id for row in every})
    for row in every:
        if row.kind is ReminderKind.THANKS:
            continue
        due = row.planned_at
        if row.kind in _TIMED:
            due = planned(row.kind, starts_at=one.starts_at, opens_at=one.opens_at, zone=zone)
        is_wanted = is_on and (row.kind is ReminderKind.OPENING or row.member_id in theirs)
        is_wanted &= row.kind not in AHEAD_OF_DUTY or row.member_id not in away
        state = retimed(row.state, was=row.planned_at, due=due, is_wanted=is_wanted, now=now)
        if row.planned_at != due:
            row.planned_at, row.due_at, row.is_held = due, due, False
        row.state = state


async def _meant(tx: Transaction, one: Activity, member_ids: set[int]) -> set[int]:
    """Return who of some members is still invited; nobody is asked for where all are."""
    if one.levels is None or one.members is not None:
        return member_ids if one.members is None else member_ids & set(one.members)
    found = await members(tx, [(one.group_id, each) for each in member_ids])
    return {each.id for each in found.values() if is_invited(one, each.level, each.id)}


async def declined(tx: Transaction, one: Activity) -> set[int]:
    """Return the members who do not come."""
    return await tx.load(_declined, (one.group_id, one.id)) or set()


async def _declined(
    tx: Transaction, keys: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], set[int]]:
    rows = await tx.execute(
        select(Reply.group_id, Reply.activity_id, Reply.member_id).where(
            among(Reply.group_id, Reply.activity_id, keys), Reply.state == ReplyState.LEAVE
        )
    )
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for group_id, activity_id, member_id in rows:
        found[group_id, activity_id].add(member_id)
    return found

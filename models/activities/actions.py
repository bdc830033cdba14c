"""Verbs on activities, by staff: create, announce, open, close, cancel."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.activities.checking import card_about, close_about
from models.activities.correcting import absence
from models.activities.notices import BadTimes, Card, NoChat, NotNow
from models.activities.queries import counts, entries, invited, named, shown
from models.activities.rules import (
    HERE,
    USUAL_WAYS,
    ActivityKind,
    ActivityState,
    Scope,
    window_of,
)
from models.activities.standing import in_state as _the
from models.activities.tables import Activity, Attendance
from models.activities.telling import tell_cancelled
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole
from models.leaves.queries import excused
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import Lane
from models.people.rules import Actor, require_staff
from models.people.tables import Level
from models.points import actions as points
from models.points.sources import source_of
from models.reminders.inviting import invite
from models.reminders.planning import retime
from models.reminders.thanking import thank
from models.replies.rules import ReplyCounts

_LONGEST = timedelta(days=15)
_FARTHEST = timedelta(days=2 * 366)


async def create(  # noqa: PLR0913  (each is a fact of the activity)
    tx: Transaction,
    *,
    group_id: int,
    title: str,
    kind: ActivityKind,
    scope: Scope,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    by: Actor,
    now: datetime,
    levels: Sequence[Level] | None = None,
    members: Sequence[int] | None = None,
    round_id: int | None = None,
) -> Activity:
    """Put an activity into the plan, as a draft that nobody but the staff sees.

    Refusal (bad times) if it does not end after it starts, lasts over 15 days, or lies more
    than two years away.
    """
    require_staff(by, group_id=group_id)
    check_times(starts_at, ends_at, now=now)
    window = window_of(starts_at, ends_at)
    one = Activity(
        group_id=group_id,
        id=new_id(),
        title=title,
        kind=kind,
        scope=scope,
        place=place,
        levels=None if levels is None else [level.value for level in levels],
        members=None if members is None else list(members),
        round_id=round_id,
        starts_at=starts_at,
        ends_at=ends_at,
        opens_at=window.opens_at,
        late_from=window.late_from,
        closes_at=window.closes_at,
        state=ActivityState.DRAFT,
        created_at=now,
        ways=list(USUAL_WAYS),
    )
    tx.add(one)
    await tx.flush()
    audit.write(tx, "activities.create", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


def check_times(starts_at: datetime, ends_at: datetime, *, now: datetime) -> None:
    """Refuse times that cannot be: see `create`."""
    if not timedelta(0) < ends_at - starts_at <= _LONGEST or abs(starts_at - now) > _FARTHEST:
        raise Refusal(BadTimes())


async def announce(
    tx: Transaction, *, bot_id: int, group_id: int, activity_id: int, by: Actor, now: datetime
) -> Activity:
    """Post the live card into the deputies' chat, and a private card to everybody invited.

    Refusal (no chat) while no chat is linked.
    """
    require_staff(by, group_id=group_id)
    one = await _the(tx, group_id, activity_id, ActivityState.DRAFT)
    group = await tx.load(groups, group_id)
    chat = await chat_of(tx, group_id=group_id, role=ChatRole.DEPUTIES)
    if chat is None or group is None:
        raise Refusal(NoChat(group_name=group.name if group else ""))
    one.state, one.announced_at = ActivityState.ANNOUNCED, now
    messages.post(
        tx,
        bot_id=bot_id,
        to=Recipient(
            chat_id=chat.chat_id, locale=group.locale, zone=group.timezone, group_id=group_id
        ),
        notice=Card(
            activity=shown(one, now=now),
            counts=await counts(tx, one),
            replies=ReplyCounts(),
            names=await named(tx, one),
        ),
        about=card_about(one.id),
        now=now,
        lane=Lane.NOTICE,
        live=True,
    )
    await invite(tx, one, bot_id=bot_id, now=now)
    audit.write(tx, "activities.announce", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


async def open_now(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor, now: datetime
) -> Activity:
    """Open the check-in before its usual time: people are there already."""
    require_staff(by, group_id=group_id)
    one = await _the(tx, group_id, activity_id, ActivityState.ANNOUNCED)
    if now < one.opens_at:
        one.opens_at = now
        await retime(tx, one, now=now)
        await _changed(tx, one, "activities.open", by=by, now=now)
    return one


async def close(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor, now: datetime
) -> Activity:
    """End the check-in; whoever was invited and is not on the roll is noted as absent.

    Who has an approved leave is noted as excused.
    """
    require_staff(by, group_id=group_id)
    one = await _the(tx, group_id, activity_id, ActivityState.ANNOUNCED)
    one.state, one.closed_at = ActivityState.CLOSED, now
    one.closes_at = min(one.closes_at, now)
    one.late_from = min(one.late_from, one.closes_at)
    one.opens_at = min(one.opens_at, one.closes_at)
    keys = [(group_id, activity_id, member.id) for member in await invited(tx, one)]
    there = await entries(tx, keys) if keys else {}
    leaves = await excused(tx, one)
    missing = [
        absence(key, at=now, entered_by=by.member_id, leave=leaves.get(key[2]))
        for key in keys
        if key not in there
    ]
    for entry in missing:
        tx.add(entry)
    await _count_missing(tx, one, [*there.values(), *missing], now=now)
    await tx.flush()
    await messages.withdraw(tx, group_id=group_id, about=close_about(one.id), now=now)
    await retime(tx, one, now=now)
    await thank(tx, one, now=now)
    await _changed(tx, one, "activities.close", by=by, now=now)
    return one


async def _count_missing(
    tx: Transaction, one: Activity, entries_there: Sequence[Attendance], *, now: datetime
) -> None:
    """Have the ledger follow what the roll says of those who were not there."""
    group = await tx.load(groups, one.group_id)
    if group is None:
        return
    for entry in entries_there:
        if entry.state not in HERE:
            await points.earn(tx, source_of(one, group.timezone, entry), now=now)


async def cancel(
    tx: Transaction, *, bot_id: int, group_id: int, activity_id: int, by: Actor, now: datetime
) -> Activity:
    """Call an activity off; its card says so, and everybody invited hears once.

    Not once somebody has checked in.
    """
    require_staff(by, group_id=group_id)
    one = await _the(tx, group_id, activity_id, ActivityState.DRAFT, ActivityState.ANNOUNCED)
    so_far = await counts(tx, one)
    if so_far.present + so_far.late:
        raise Refusal(NotNow(title=one.title, state=one.state))
    await messages.withdraw(tx, group_id=group_id, about=close_about(one.id), now=now)
    was, one.state = one.state, ActivityState.CANCELLED
    one.sequence += 1
    if was is ActivityState.ANNOUNCED:
        await tell_cancelled(tx, one, bot_id=bot_id, now=now)
    await _changed(tx, one, "activities.cancel", by=by, now=now)
    return one


async def _changed(tx: Transaction, one: Activity, verb: str, *, by: Actor, now: datetime) -> None:
    audit.write(tx, verb, by=by, now=now, group_id=one.group_id, subject_id=one.id)
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))

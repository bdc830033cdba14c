"""Verbs on activities that are in the plan already: move, relocate, copy to another day."""

from datetime import datetime

from models.activities.actions import check_times, create
from models.activities.checking import card_about
from models.activities.notices import NotNow
from models.activities.queries import counts, invited
from models.activities.rules import ActivityKind, ActivityState, Way, window_of
from models.activities.standing import in_state, require_own
from models.activities.tables import Activity
from models.activities.telling import tell_moved
from models.activities.whom import whom_of
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.messages import actions as messages
from models.people.rules import Actor, require_staff
from models.replies.cards import invitation_about

_MOVABLE = (ActivityState.DRAFT, ActivityState.ANNOUNCED)


async def move(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    activity_id: int,
    by: Actor,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    place: str | None = None,
) -> Activity:
    """Change time or place; check-in window, cards and reminders follow, those invited hear once.

    Refusal (bad times) for times that cannot be; (not now) once it is over, and for the time
    also once somebody has checked in. What is as it was changes nothing and tells nobody.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *_MOVABLE)
    starts_at, ends_at = starts_at or one.starts_at, ends_at or one.ends_at
    place = place or one.place
    was_at, was_place = one.starts_at, one.place
    if (starts_at, ends_at, place) == (one.starts_at, one.ends_at, one.place):
        return one
    is_new_time = (starts_at, ends_at) != (one.starts_at, one.ends_at)
    await _check(tx, one, starts_at, ends_at, is_new_time=is_new_time, now=now)
    if place != one.place:
        _unpin(one)
    one.place = place
    one.sequence += 1
    if is_new_time:
        _retime(one, starts_at, ends_at)
    audit.write(tx, "activities.move", by=by, now=now, group_id=group_id, subject_id=one.id)
    await tx.flush()
    if one.state is ActivityState.ANNOUNCED:
        await messages.touch(tx, group_id=group_id, about=card_about(one.id))
        await tell_moved(tx, one, was_at=was_at, was_place=was_place, bot_id=bot_id, now=now)
    return one


async def _check(
    tx: Transaction,
    one: Activity,
    starts_at: datetime,
    ends_at: datetime,
    *,
    is_new_time: bool,
    now: datetime,
) -> None:
    is_over = one.state is ActivityState.ANNOUNCED and now >= one.ends_at
    so_far = await counts(tx, one)
    if is_over or (is_new_time and so_far.present + so_far.late):
        raise Refusal(NotNow(title=one.title, state=one.state))
    if is_new_time:
        check_times(starts_at, ends_at, now=now)


def _unpin(one: Activity) -> None:
    """Forget the pin of the old place, and with it the check-in by location."""
    one.latitude = one.longitude = None
    one.ways = [each for each in one.ways if each != Way.LOCATION.value]


async def relocate(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    title: str,
    kind: ActivityKind,
    place: str,
    by: Actor,
    now: datetime,
) -> Activity:
    """Have an activity be called, counted and held otherwise, at its time; its cards follow.

    Whoever asks for it tells those invited, in words of their own. Refusal (not now) once it has
    begun or somebody has checked in: what they have earned was for another kind.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *_MOVABLE)
    so_far = await counts(tx, one)
    if now >= one.starts_at or so_far.present + so_far.late:
        raise Refusal(NotNow(title=one.title, state=one.state))
    if place != one.place:
        _unpin(one)
    one.title, one.kind, one.place = title, kind, place
    one.sequence += 1
    await tx.flush()
    audit.write(tx, "activities.relocate", by=by, now=now, group_id=group_id, subject_id=one.id)
    if one.state is ActivityState.ANNOUNCED:
        await messages.touch(tx, group_id=group_id, about=card_about(one.id))
        for member in await invited(tx, one):
            about = invitation_about(one.id, member.id)
            await messages.touch(tx, group_id=group_id, about=about)
    return one


def _retime(one: Activity, starts_at: datetime, ends_at: datetime) -> None:
    window = window_of(starts_at, ends_at)
    one.starts_at, one.ends_at = starts_at, ends_at
    one.opens_at, one.late_from, one.closes_at = (
        window.opens_at,
        window.late_from,
        window.closes_at,
    )
    one.opened_notice_at = one.close_reminder_at = None


async def copy(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    now: datetime,
) -> Activity:
    """Put the same activity into the plan once more, at another time, as a draft.

    For the same deputies, with the same ways to check in and the same pin. Refusal (of a
    reception) for a session: its crew would be invited to a copy that no round knows of.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *ActivityState)
    require_own(one)
    new = await create(
        tx,
        group_id=group_id,
        title=one.title,
        kind=one.kind,
        scope=one.scope,
        starts_at=starts_at,
        ends_at=ends_at,
        place=one.place,
        levels=whom_of(one).levels,
        members=whom_of(one).members,
        by=by,
        now=now,
    )
    new.ways = list(one.ways)
    new.latitude, new.longitude = one.latitude, one.longitude
    return new

"""The rotating code as a picture in the chat: it changes with the code, for 15 minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.activities.codes import STEP, begins, step_of
from models.activities.photo_notices import NewCode
from models.activities.photo_notices import VenuePhoto as Picture
from models.activities.queries import activity, shown
from models.activities.rules import ActivityState
from models.activities.standing import in_state
from models.activities.tables import Activity, VenuePhoto
from models.activities.venue import code_of_now, require_code
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.messages import actions as messages
from models.messages.tables import Lane, Method
from models.people.reaching import spoken_to
from models.people.rules import Actor, require_staff

GOES_ON = timedelta(minutes=15)  # after it was asked for, or 换新码 was pressed

Key = tuple[int, int, int]  # group, activity, member


def about(photo_id: int) -> str:
    """Return what the message with a picture is about, in the outbox."""
    return f"venue-photo:{photo_id}"


async def show(
    tx: Transaction,
    *,
    bot_id: int,
    bot_username: str,
    group_id: int,
    activity_id: int,
    by: Actor,
    now: datetime,
) -> None:
    """Send the code of now as a picture to whoever asks; an earlier one of theirs comes to its end.

    Refusal (no code) while none counts.
    """
    one, member_id = await _asked(tx, group_id, activity_id, by=by, now=now)
    group = await tx.load(groups, group_id)
    if group is None or by.account_id is None:
        raise Refusal(Gone())
    photo_id = new_id()
    await _go_on(tx, one, member_id, photo_id, now=now)
    messages.post(
        tx,
        bot_id=bot_id,
        to=await spoken_to(tx, group, by.account_id),
        notice=Picture(
            group_id=group_id,
            activity_id=activity_id,
            member_id=member_id,
            photo_id=photo_id,
            bot_username=bot_username,
            title=one.title,
        ),
        about=about(photo_id),
        now=now,
        lane=Lane.ANSWER,
        method=Method.PHOTO,
        live=True,
    )
    audit.write(tx, "activities.photo", by=by, now=now, group_id=group_id, subject_id=activity_id)


async def renew(
    tx: Transaction, *, group_id: int, activity_id: int, photo_id: int, by: Actor, now: datetime
) -> NewCode:
    """Have a picture show the code of now and go on; one that has come to its end does so again.

    Refusal (no code) while none counts.
    """
    one, member_id = await _asked(tx, group_id, activity_id, by=by, now=now)
    until = await _go_on(tx, one, member_id, photo_id, now=now)
    await messages.touch(tx, group_id=group_id, about=about(photo_id))
    return NewCode(until=until)


async def _asked(
    tx: Transaction, group_id: int, activity_id: int, *, by: Actor, now: datetime
) -> tuple[Activity, int]:
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, ActivityState.ANNOUNCED)
    require_code(one, now=now)
    if by.member_id is None:
        raise Refusal(Gone())
    return one, by.member_id


async def _go_on(
    tx: Transaction, one: Activity, member_id: int, photo_id: int, *, now: datetime
) -> datetime:
    """Let one picture go on, in place of any other of this person's; return until when."""
    until = now + GOES_ON
    row = await tx.get(VenuePhoto, (one.group_id, one.id, member_id))
    if row is None:
        row = VenuePhoto(group_id=one.group_id, activity_id=one.id, member_id=member_id)
        tx.add(row)
    elif row.photo_id != photo_id:
        await messages.touch(tx, group_id=one.group_id, about=about(row.photo_id))
    row.photo_id, row.until, row.due_at = photo_id, until, _next(now)
    await tx.flush()
    return until


def _next(now: datetime) -> datetime:
    """Return when the next code begins."""
    return begins(step_of(now)) + STEP


async def present(tx: Transaction, then: Picture, *, now: datetime) -> Picture:
    """Return what a picture is to show now."""
    one = await activity(tx, group_id=then.group_id, activity_id=then.activity_id)
    if one is None:
        return then
    row = await tx.get(VenuePhoto, (then.group_id, then.activity_id, then.member_id))
    goes_on = row is not None and row.photo_id == then.photo_id and now < row.until
    return then.model_copy(
        update={
            "title": one.title,
            "is_open": shown(one, now=now).is_open,
            "code": code_of_now(one, now=now) if goes_on else None,
            "until": row.until if goes_on and row else None,
        }
    )


async def due(tx: Transaction, *, now: datetime, limit: int = 200) -> Sequence[Key]:
    """Return the pictures that are to be shown anew: with the next code, or as at their end."""
    rows = await tx.execute(
        select(VenuePhoto.group_id, VenuePhoto.activity_id, VenuePhoto.member_id)
        .where(VenuePhoto.due_at <= now)
        .order_by(VenuePhoto.due_at)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def turn(tx: Transaction, key: Key, *, now: datetime) -> bool:
    """Have one picture show the next code, or its end; False if another process did."""
    row = await tx.get(VenuePhoto, key)
    if row is None or row.due_at > now:
        return False
    one = await activity(tx, group_id=row.group_id, activity_id=row.activity_id)
    await messages.touch(tx, group_id=row.group_id, about=about(row.photo_id))
    if one is None or now >= row.until or code_of_now(one, now=now) is None:
        await tx.session.delete(row)
    else:
        row.due_at = min(_next(now), row.until)
    return True

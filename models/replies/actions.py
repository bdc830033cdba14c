"""The verb on replies: a deputy answers an invitation."""

from datetime import datetime

from models.activities.choosing import is_invited
from models.activities.notices import NotInvited, NotNow
from models.activities.queries import activity
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.leaves.queries import open_leave
from models.leaves.withdrawing import withdraw
from models.people.rules import Actor
from models.people.tables import Member, Role
from models.replies.notices import TooLateToAnswer
from models.replies.noting import note
from models.replies.rules import ReplyState


async def the_invited(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor
) -> tuple[Activity, Member]:
    """Return an activity and the deputy who acts; Refusal if they are not invited to it."""
    if by.role is not Role.DEPUTY or by.group_id != group_id:
        raise Refusal(NotAllowed())
    one = await activity(tx, group_id=group_id, activity_id=activity_id)
    member = await tx.get(Member, (group_id, by.member_id or 0))
    if one is None or member is None or one.state is ActivityState.DRAFT:
        raise Refusal(Gone())
    if not is_invited(one, member.level, member.id):
        raise Refusal(NotInvited(title=one.title))
    return one, member


async def answer(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    state: ReplyState,
    by: Actor,
    now: datetime,
) -> Activity:
    """Note that a deputy comes, or does not know yet; a leave asked for or granted is withdrawn.

    Leave itself is asked for with a reason: `leaves.ask`. Refusal once the activity has begun.
    """
    one, member = await the_invited(tx, group_id=group_id, activity_id=activity_id, by=by)
    _require_ahead(one, now)
    await withdraw(tx, one, member.id, now=now)
    await note(tx, one, member.id, state, now=now)
    audit.write(
        tx,
        "replies.answer",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=one.id,
        state=state.value,
    )
    return one


async def stay_away(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor, now: datetime
) -> Activity:
    """Note that a deputy whose activity was moved is still on leave: nothing is asked anew.

    Refusal (gone) if there is no leave any more, or once the activity has begun.
    """
    one, member = await the_invited(tx, group_id=group_id, activity_id=activity_id, by=by)
    _require_ahead(one, now)
    if await open_leave(tx, one, member.id) is None:
        raise Refusal(Gone())
    await note(tx, one, member.id, ReplyState.LEAVE, now=now)
    audit.write(tx, "replies.stay_away", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


def _require_ahead(one: Activity, now: datetime) -> None:
    if one.state is not ActivityState.ANNOUNCED:
        raise Refusal(NotNow(title=one.title, state=one.state))
    if now >= one.starts_at:
        raise Refusal(TooLateToAnswer(title=one.title, starts_at=one.starts_at))

"""Those invited hear that an activity has moved or is off: once, beside any budget (domain §2)."""

from collections.abc import Iterable
from datetime import datetime

from models.activities.queries import invited, shown
from models.activities.tables import Activity
from models.database import Transaction
from models.leaves.queries import open_leaves
from models.leaves.tables import Leave
from models.leaves.withdrawing import leave_about, withdraw
from models.messages import actions as messages
from models.people.tables import Member
from models.reminders.notices import CalledOff, Moved, NotNeeded
from models.reminders.planning import retime, zone_of
from models.reminders.rules import is_quiet
from models.reminders.saying import post
from models.replies.cards import invitation_about
from models.replies.noting import note
from models.replies.queries import replies_to
from models.replies.rules import ReplyState
from models.replies.tables import Reply


async def tell_moved(
    tx: Transaction,
    one: Activity,
    *,
    was_at: datetime,
    was_place: str,
    bot_id: int,
    now: datetime,
) -> int:
    """Tell everybody invited where it is now; return how many were told.

    Who has asked to be excused hears only of another day: they may be free then. Until they say
    that they come, what they asked for or were granted holds for the new day; nobody asks twice.
    """
    zone = await zone_of(tx, one.group_id)
    replies, leaves = await replies_to(tx, one), await open_leaves(tx, one)
    is_new_day = was_at.astimezone(zone).date() != one.starts_at.astimezone(zone).date()
    base = Moved(activity=shown(one, now=now), was_at=was_at, was_place=was_place)
    told = 0
    for member in await invited(tx, one):
        reply, leave = replies.get(member.id), leaves.get(member.id)
        about = [invitation_about(one.id, member.id), *([leave_about(leave.id)] if leave else [])]
        await messages.touch_each(tx, group_id=one.group_id, abouts=about)
        if reply is not None and reply.state is ReplyState.LEAVE and not is_new_day:
            continue
        told += await post(
            tx,
            member,
            _answered(base, reply, leave),
            about=f"moved:{one.id}:{now:%y%m%d%H%M%S%f}",
            zone=zone,
            bot_id=bot_id,
            now=now,
            silent=is_quiet(now, zone),
        )
    await retime(tx, one, now=now)
    return told


def _answered(base: Moved, reply: Reply | None, leave: Leave | None) -> Moved:
    """Return what one person hears, with what they have said so far."""
    said = {"answer": reply.state if reply else None, "leave_state": leave.state if leave else None}
    return base.model_copy(update=said)


async def tell_cancelled(tx: Transaction, one: Activity, *, bot_id: int, now: datetime) -> int:
    """Tell everybody invited, who has declined too; open requests are off. Return how many."""
    zone = await zone_of(tx, one.group_id)
    notice = CalledOff(title=one.title, starts_at=one.starts_at, place=one.place)
    told = 0
    for member in await invited(tx, one):
        await withdraw(tx, one, member.id, now=now)
        await messages.touch(tx, group_id=one.group_id, about=invitation_about(one.id, member.id))
        told += await post(
            tx,
            member,
            notice,
            about=f"off:{one.id}",
            zone=zone,
            bot_id=bot_id,
            now=now,
            silent=is_quiet(now, zone),
        )
    await retime(tx, one, now=now)
    return told


async def tell_uninvited(
    tx: Transaction, one: Activity, gone: Iterable[Member], *, bot_id: int, now: datetime
) -> int:
    """Tell who is not invited any more, once; their answers and leaves are off. Return how many."""
    zone = await zone_of(tx, one.group_id)
    notice = NotNeeded(title=one.title, starts_at=one.starts_at, place=one.place)
    told = 0
    for member in gone:
        await withdraw(tx, one, member.id, now=now)
        await note(tx, one, member.id, None, now=now)
        told += await post(
            tx,
            member,
            notice,
            about=f"not-needed:{one.id}:{now:%y%m%d%H%M%S%f}",
            zone=zone,
            bot_id=bot_id,
            now=now,
            silent=is_quiet(now, zone),
        )
    return told

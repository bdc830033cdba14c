"""Those invited hear that an activity has moved or is off: once, beside any budget (domain §2)."""

from collections.abc import Iterable
from datetime import datetime

from models.activities.queries import invited, shown
from models.activities.tables import Activity
from models.database import Transaction
from models.leaves.withdrawing import withdraw
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


async def tell_moved(
    tx: Transaction,
    one: Activity,
    *,
    was_at: datetime,
    was_place: str,
    bot_id: int,
    now: datetime,
) -> int:
    """Tell everybody invited who has not declined where it is now; return how many.

    Who has asked to be excused is not disturbed: the card they have shows the new time.
    """
    zone = await zone_of(tx, one.group_id)
    replies = await replies_to(tx, one)
    told = 0
    for member in await invited(tx, one):
        reply = replies.get(member.id)
        await messages.touch(tx, group_id=one.group_id, about=invitation_about(one.id, member.id))
        if reply is not None and reply.state is ReplyState.LEAVE:
            continue
        notice = Moved(
            activity=shown(one, now=now),
            was_at=was_at,
            was_place=was_place,
            answer=reply.state if reply else None,
        )
        told += await post(
            tx,
            member,
            notice,
            about=f"moved:{one.id}:{now:%y%m%d%H%M%S%f}",
            zone=zone,
            bot_id=bot_id,
            now=now,
            silent=is_quiet(now, zone),
        )
    await retime(tx, one, now=now)
    return told


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

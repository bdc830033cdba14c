"""Tells deputies and staff about points, privately, and at no quiet hour (ADR 0047)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.groups.tables import Group
from models.messages import actions as messages
from models.messages.notices import Notice
from models.messages.tables import Method
from models.people.queries import staff_of
from models.people.reaching import spoken_to
from models.people.tables import Member, Role
from models.reminders.rules import awake


async def tell(
    tx: Transaction,
    member: Member,
    group: Group,
    notice: Notice,
    *,
    bot_id: int,
    about: str,
    now: datetime,
    method: Method = Method.SEND,
    is_answer: bool = False,
) -> bool:
    """Tell a bound member something, once; say whether it goes out.

    What is no answer to their own act waits for the end of the quiet hours. To a deputy it is one
    of the day's notices; the staff are not counted.
    """
    if member.account_id is None:
        return False
    to = await spoken_to(tx, group, member.account_id)
    return await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=notice,
        about=about,
        now=now,
        method=method,
        not_before=now if is_answer else awake(now, ZoneInfo(group.timezone)),
        counts=member.role is Role.DEPUTY,
    )


async def tell_staff(
    tx: Transaction,
    group: Group,
    notice: Notice,
    *,
    bot_id: int,
    about: str,
    now: datetime,
    method: Method = Method.SEND,
) -> int:
    """Tell every bound member of the staff something, once; return how many."""
    told = 0
    for member in await staff_of(tx, group_id=group.id):
        told += await tell(
            tx, member, group, notice, bot_id=bot_id, about=about, now=now, method=method
        )
    return told

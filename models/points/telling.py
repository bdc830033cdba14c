"""Tells deputies and staff about points, privately."""

from datetime import datetime

from models.database import Transaction
from models.groups.tables import Group
from models.messages import actions as messages
from models.messages.notices import Notice
from models.messages.tables import Method
from models.people.queries import staff_of
from models.people.reaching import spoken_to
from models.people.tables import Member


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
) -> bool:
    """Tell a bound member something, once; say whether it went out."""
    if member.account_id is None:
        return False
    to = await spoken_to(tx, group, member.account_id)
    return await messages.post_once(
        tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now, method=method
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

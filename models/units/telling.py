"""How something is said to whoever speaks for a unit."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.groups.queries import groups
from models.messages import actions as messages
from models.messages.notices import Notice
from models.people.reaching import spoken_to
from models.reminders.rules import awake
from models.units.queries import contacts_of


async def tell_contacts(
    tx: Transaction,
    notice: Notice,
    *,
    group_id: int,
    unit_id: int,
    about: str,
    bot_id: int,
    now: datetime,
    live: bool = False,
    counts: bool = False,
) -> int:
    """Say something to a unit's contacts in waking hours, once; return how many there are.

    What `counts` is one of the notices that a person may get in a day.
    """
    group = await tx.load(groups, group_id)
    if group is None:
        return 0
    zone = ZoneInfo(group.timezone)
    contacts = await contacts_of(tx, group_id=group_id, unit_id=unit_id)
    bound = [one.account_id for one in contacts if one.account_id is not None]
    for account_id in bound:
        await messages.post_once(
            tx,
            bot_id=bot_id,
            to=await spoken_to(tx, group, account_id),
            notice=notice,
            about=about,
            now=now,
            live=live,
            not_before=awake(now, zone),
            counts=counts,
        )
    return len(bound)

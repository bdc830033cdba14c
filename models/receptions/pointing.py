"""The place of a duty on the map, to go with the reminder of the day before."""

from datetime import datetime

from models.database import Transaction
from models.messages import actions as messages
from models.messages.tables import Method
from models.people.reaching import recipient
from models.people.tables import Member
from models.receptions.duty_notices import DutyCard
from models.receptions.queries import sitting, zone_of
from models.stations.queries import pin_of


async def point(
    tx: Transaction, member: Member, card: DutyCard, *, bot_id: int, now: datetime
) -> None:
    """Show a deputy where their duty is, once and without a sound."""
    one = await sitting(tx, group_id=card.group_id, session_id=card.session_id)
    zone = await zone_of(tx, card.group_id)
    to = await recipient(tx, member, zone=zone.key)
    if one is None or one.station.latitude is None or to is None:
        return
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=pin_of(one.station),
        about=f"pin:{card.session_id}:{card.starts_at:%y%m%d%H%M}",
        now=now,
        method=Method.VENUE,
        silent=True,
    )

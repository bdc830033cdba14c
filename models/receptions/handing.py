"""The sheet of what became of a station's last matters, handed over before the next session."""

from collections.abc import Sequence
from datetime import datetime

from models.database import Transaction
from models.messages import actions as messages
from models.messages.tables import Method
from models.people.queries import staff_of
from models.people.reaching import recipient
from models.people.tables import Member
from models.receptions import record_notices as r
from models.receptions.queries import Sitting, zone_of
from models.receptions.recording import before, matters_of
from models.reminders.budget import spent


async def hand_last(
    tx: Transaction, one: Sitting, *, bot_id: int, now: datetime
) -> tuple[int, bool]:
    """Hand the sheet to those on duty and the staff, each once; return how many got it.

    It lies beside the reminder of the day before, without a sound. A deputy whose day is full is
    left in peace: the second value says that somebody is to have it later. Nobody gets an empty
    sheet.
    """
    was = await before(tx, one.session)
    if was is None or not await matters_of(tx, was):
        return 0, False
    zone = await zone_of(tx, one.session.group_id)
    deputies = [each.member for each in one.on_duty if each.member.account_id is not None]
    ids = [each.id for each in deputies]
    full = await spent(tx, one.session.group_id, ids, zone, now=now)
    staff = await staff_of(tx, group_id=one.session.group_id)
    people = [*(each for each in deputies if each.id not in full), *staff]
    return await _hand(tx, one, people, zone=zone.key, bot_id=bot_id, now=now), bool(full)


async def _hand(
    tx: Transaction,
    one: Sitting,
    people: Sequence[Member],
    *,
    zone: str,
    bot_id: int,
    now: datetime,
) -> int:
    session = one.session
    notice = r.LastMatters(
        group_id=session.group_id,
        session_id=session.id,
        station=one.station.name,
        day=session.starts_at.astimezone(await zone_of(tx, session.group_id)).date(),
    )
    told = 0
    for member in people:
        to = await recipient(tx, member, zone=zone)
        if to is not None:
            told += await messages.post_once(
                tx,
                bot_id=bot_id,
                to=to,
                notice=notice,
                about=f"last-matters:{session.id}:{one.station.id}:{session.starts_at:%y%m%d%H%M}",
                now=now,
                method=Method.DOCUMENT,
                silent=True,
            )
    return told

"""A word a day to the operators: silence would be the only other sign that something died."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, func, select

from models.database import Transaction
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.queries import outbox
from models.messages.tables import Message, MessageState
from models.operations.notices import Alive
from models.people import keys
from models.updates.tables import Update, UpdateState

ZONE = "Asia/Shanghai"
AT = time(9)  # by the clock on the wall
_DAY = timedelta(days=1)


async def tell(
    tx: Transaction, *, bot_id: int, operators: Sequence[int], locale: str, now: datetime
) -> int:
    """Tell each operator once a day, from nine in the morning; return how many were told."""
    here = now.astimezone(ZoneInfo(ZONE))
    about = f"alive:{here.date()}"
    if here.time() < AT or not operators or await _told(tx, about) >= len(set(operators)):
        return 0
    notice = await the_day(tx, bot_id=bot_id, now=now)
    told = 0
    for account_id in operators:
        told += await messages.post_once(
            tx,
            bot_id=bot_id,
            to=Recipient(chat_id=account_id, locale=locale, zone=ZONE),
            notice=notice,
            about=about,
            now=now,
        )
    return told


async def _told(tx: Transaction, about: str) -> int:
    told = select(func.count()).where(Message.group_id == 0, Message.about == about)
    return int((await tx.scalars(told)).one())


async def the_day(tx: Transaction, *, bot_id: int, now: datetime) -> Alive:
    """Return what came in and went out in the last 24 hours, and what waits now."""
    since = now - _DAY
    updates = await _counted(
        tx,
        select(Update.state, func.count().filter(Update.bot_id == bot_id))
        .where(Update.received_at >= since)
        .group_by(Update.state),
    )
    sent = await _counted(
        tx,
        select(Message.state, func.count().filter(Message.bot_id == bot_id))
        .where(Message.created_at >= since)
        .group_by(Message.state),
    )
    waits = await outbox(tx, bot_id=bot_id)
    oldest = waits.oldest_due
    return Alive(
        updates=sum(updates.values()),
        messages=sent.get(MessageState.SENT, 0),
        unreachable=sent.get(MessageState.UNREACHABLE, 0),
        failed=sent.get(MessageState.FAILED, 0) + sent.get(MessageState.MAYBE, 0),
        parked=updates.get(UpdateState.PARKED, 0) + updates.get(UpdateState.UNREADABLE, 0),
        waiting_seconds=max(int((now - oldest).total_seconds()), 0) if oldest else 0,
        sealed_away=waits.sealed_away,
        keys_refused=keys.refused() is not None,
    )


async def _counted(tx: Transaction, statement: Executable) -> dict[str, int]:
    # Asked by the moment, not by the bot: an index on the bot alone leads through every row.
    return {str(row[0].value): row[1] for row in await tx.execute(statement)}

"""Messages that no key of this process opens: they wait, and the others leave."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from models.asking import among
from models.database import Transaction
from models.messages.tables import IS_OPEN, IS_STALE, SEALED_AWAY, Message, MessageState
from models.people.keys import KeysProblem

_SEALED_FOR = timedelta(minutes=1)


async def put_off(tx: Transaction, *, bot_id: int, now: datetime) -> int:
    """Put off what is due and no key of this process opens; return how many that were.

    Nothing is lost: it is looked at again every minute, and leaves when the right keys are back.
    """
    due = select(Message.group_id, Message.id).where(
        Message.bot_id == bot_id, Message.not_before <= now
    )
    waiting = due.where(IS_OPEN, Message.state == MessageState.WAITING)
    found = [*await tx.execute(waiting), *await tx.execute(due.where(IS_STALE))]
    closed = [(row[0], row[1]) for row in found if not await _opens(tx, (row[0], row[1]))]
    if closed:
        await tx.execute(
            update(Message)
            .where(among(Message.group_id, Message.id, closed))
            .values(not_before=now + _SEALED_FOR, error=SEALED_AWAY, owner=None)
            .execution_options(synchronize_session=False)
        )
    return len(closed)


async def _opens(tx: Transaction, key: tuple[int, int]) -> bool:
    try:
        await tx.get(Message, key)
    except KeysProblem:
        return False
    return True

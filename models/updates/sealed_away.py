"""Updates that no key of this process opens: they wait, and the others are handled."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from models.database import Transaction
from models.people.keys import KeysProblem
from models.updates.tables import AMONG_NEW, Update

_SEALED_FOR = timedelta(minutes=1)
_ERROR = "sealed with a key that is not in the keys file"


async def put_off(tx: Transaction, *, bot_id: int, now: datetime) -> int:
    """Put off what is to be handled and no key of this process opens; return how many.

    Nothing is lost: it is looked at again every minute, and handled when the right keys are back.
    """
    due = await tx.scalars(
        select(Update.update_id).where(
            Update.bot_id == bot_id, *AMONG_NEW, Update.not_before <= now
        )
    )
    closed = [one for one in due if not await _opens(tx, (bot_id, one))]
    if closed:
        await tx.execute(
            update(Update)
            .where(Update.bot_id == bot_id, Update.update_id.in_(closed))
            .values(not_before=now + _SEALED_FOR, error=_ERROR, owner=None)
            .execution_options(synchronize_session=False)
        )
    return len(closed)


async def _opens(tx: Transaction, key: tuple[int, int]) -> bool:
    try:
        await tx.get(Update, key)
    except KeysProblem:
        return False
    return True

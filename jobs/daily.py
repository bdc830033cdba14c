"""The daily word to the operators, as a line of the timetable."""

from datetime import datetime
from typing import Protocol

from models.database import Database
from models.operations import daily

_LOCALE = "zh-CN"  # of operators: they are in no group


class Told(Protocol):
    """What it takes of the timetable."""

    db: Database
    bot_id: int
    operators: tuple[int, ...]


async def tell_daily(table: Told, now: datetime) -> int:
    """Tell each operator once a day that all is well, or what is not."""
    async with table.db.transaction() as tx:
        return await daily.tell(
            tx, bot_id=table.bot_id, operators=table.operators, locale=_LOCALE, now=now
        )

"""Goes through what is due: one transaction each, looked at again before anything is done."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from models.database import Database, Transaction
from models.outages import is_unavailable

log = logging.getLogger(__name__)

Key = TypeVar("Key")
Find = Callable[[Transaction, datetime], Awaitable[Sequence[Key]]]
Work = Callable[[Transaction, Key, datetime], Awaitable[bool]]


async def sweep(db: Database, find: Find[Key], work: Work[Key], *, now: datetime) -> int:
    """Do one kind of work for everything that is due; return for how many it was done.

    One that fails stops no other: it is logged and comes again with the next tick.
    """
    done = 0
    async with db.reading() as tx:
        keys = await find(tx, now)
    for key in keys:
        try:
            async with db.transaction() as tx:
                done += await work(tx, key, now)
        except Exception as problem:  # the item's border
            if is_unavailable(problem):
                log.warning("the database is away; the rest waits for the next tick")
                break
            log.exception("%s failed for %s", getattr(work, "__name__", work), key)
    return done

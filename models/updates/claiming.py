"""Verbs of those who share the updates: leave one for all, take hold, let go of what the gone had.

One person's updates are handled in their order, by whichever process. A process takes hold of an
update only if no other living one has any of the same person's in hand; and claims come one after
the other, so that two processes never look at the same line at the same moment.
"""

import functools
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Executable, Row, ScalarSelect, bindparam, func, select, text, update
from sqlalchemy.orm import aliased

from models.database import Transaction
from models.instances.presence import signed
from models.instances.queries import is_free
from models.jsons import read
from models.updates.actions import Waiting
from models.updates.tables import AMONG_NEW, IS_LEFT, Update

CHANNEL = "huiyin_updates"
_SPACE = 8_215_044  # of the lock's two numbers the one that says what it is about
_RINGING = select(func.pg_notify(CHANNEL, ""))
_READ = (Update.update_id, Update.key, Update.body, Update.received_at, Update.attempts)


async def ring(tx: Transaction) -> None:
    """Tell whoever handles that something was left to be taken, with the commit."""
    await tx.execute(_RINGING)


async def claim(
    tx: Transaction,
    *,
    bot_id: int,
    owner: str,
    now: datetime,
    limit: int = 200,
    of_gone: bool = True,
) -> list[Waiting]:
    """Take hold of the oldest updates nobody holds, each person's in order.

    What the gone had in hand is let go of first, unless that is not asked for.
    """
    await _wait_for_claims(tx, bot_id)
    if of_gone:
        await _let_go(tx, bot_id, now)
    given = {"bot": bot_id, "holder": owner, "by": now, "most": limit}
    rows = await tx.execute(_taking_hold(), given)
    # By Telegram's numbers: two machines that stored them may differ about the time.
    return sorted(map(_waiting, rows), key=lambda one: one.update_id)


@functools.cache
def _taking_hold() -> Executable:
    """Return the statement of a claim. Written anew each time, that took longer than to run it."""
    left = (
        select(Update.update_id)
        .where(
            Update.bot_id == bindparam("bot"),
            IS_LEFT,
            Update.not_before <= bindparam("by"),
            _in_other_hands().is_(None),
        )
        .order_by(Update.received_at, Update.update_id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("of_all")
    )
    return (
        update(Update)
        .where(Update.bot_id == bindparam("bot"), Update.update_id == left.c.update_id)
        .values(owner=bindparam("holder"))
        .returning(*_READ)
        .execution_options(synchronize_session=False)
    )


async def _wait_for_claims(tx: Transaction, bot_id: int) -> None:
    if not tx.is_sqlite:  # which has one writer anyway
        await tx.execute(select(func.pg_advisory_xact_lock(_SPACE, signed(bot_id))))


async def _let_go(tx: Transaction, bot_id: int, now: datetime) -> None:
    await tx.execute(
        update(Update)
        .where(
            Update.bot_id == bot_id,
            *AMONG_NEW,
            Update.owner.is_not(None),
            is_free(Update.owner, now=now),
        )
        .values(owner=None)
        .execution_options(synchronize_session=False)
    )


def _in_other_hands() -> ScalarSelect[int]:
    """Return an update of the same person that somebody else is at: that comes to its end first.

    Asked for each row, as far as rows are taken. As an anti-join PostgreSQL, whose figures about
    the table know hardly anything new, would go through all that waits for each of them.
    """
    theirs = aliased(Update, name="theirs")
    return (
        select(theirs.update_id)
        .where(
            theirs.bot_id == Update.bot_id,
            theirs.key == Update.key,
            text("theirs.state = 'new'"),
            theirs.owner != bindparam("holder"),
        )
        .limit(1)
        .scalar_subquery()
    )


async def strays(tx: Transaction, *, bot_id: int, owner: str, before: datetime) -> list[Waiting]:
    """Return what `owner` has held since before a moment and not handled yet.

    What of it is not in the owner's memory was lost there, by a commit whose answer was lost.
    """
    rows = await tx.scalars(
        select(Update).where(
            Update.bot_id == bot_id,
            *AMONG_NEW,
            Update.owner == owner,
            Update.received_at < before,
            Update.not_before < before,
        )
    )
    return [_waiting(row) for row in rows]


def _waiting(row: Update | Row[int, str, str, datetime, int]) -> Waiting:
    return Waiting(
        update_id=row.update_id,
        key=row.key,
        raw=_raw(row.body),
        received_at=row.received_at,
        attempts=row.attempts,
    )


def _raw(body: str) -> dict[str, Any]:
    return cast("dict[str, Any]", read(body))

"""Verbs on updates: store, take, give back, set aside."""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Executable, Insert, bindparam, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from models.asking import one_of, one_of_given
from models.database import Transaction
from models.jsons import written
from models.updates.rules import back_off, is_hopeless, turn_key
from models.updates.tables import Update, UpdateState


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An update that this process holds and is to handle."""

    update_id: int
    key: str
    raw: Mapping[str, Any]
    received_at: datetime
    attempts: int = 0


async def store(
    tx: Transaction,
    *,
    bot_id: int,
    raws: Iterable[Mapping[str, Any]],
    owner: str | None,
    now: datetime,
    beyond: Collection[int] = (),
) -> list[Waiting]:
    """Keep raw updates, and return those that `owner` now holds and has to handle.

    Without an owner they are left for whoever takes hold of them first: none is returned. Those
    `beyond` what their people may send are kept, and never handled.

    What was already stored is left as it is: Telegram repeats what it got no answer for. Asked
    again, after a commit whose answer was lost, it says the same.
    """
    waiting = [
        Waiting(update_id=raw["update_id"], key=turn_key(raw), raw=raw, received_at=now)
        for raw in raws
    ]
    if not waiting:
        return []
    rows = [_row(bot_id, one, owner, now) | _beyond(one, beyond, now) for one in waiting]
    new = {row[0] for row in await tx.insert(_keeping(is_sqlite=tx.is_sqlite), rows)} - set(beyond)
    if owner is None:
        return []
    seen = [one.update_id for one in waiting if one.update_id not in new]
    if seen:
        new |= await _held_among(tx, seen, bot_id=bot_id, owner=owner)
    return [one for one in waiting if one.update_id in new]


@functools.cache
def _keeping(*, is_sqlite: bool) -> Insert:
    into = (sqlite.insert if is_sqlite else postgresql.insert)(Update)
    conflict = ["bot_id", "update_id"]
    return into.on_conflict_do_nothing(index_elements=conflict).returning(Update.update_id)


async def _held_among(
    tx: Transaction, update_ids: Sequence[int], *, bot_id: int, owner: str
) -> set[int]:
    held = await tx.scalars(
        select(Update.update_id).where(
            Update.bot_id == bot_id,
            one_of(Update.update_id, update_ids),
            Update.state == UpdateState.NEW,
            Update.owner == owner,
        )
    )
    return set(held)


def _row(bot_id: int, one: Waiting, owner: str | None, now: datetime) -> dict[str, Any]:
    return {
        "bot_id": bot_id,
        "update_id": one.update_id,
        "key": one.key,
        "body": written(one.raw),
        "state": UpdateState.NEW,
        "attempts": 0,
        "received_at": now,
        "not_before": now,
        "owner": owner,
    }


def _beyond(one: Waiting, beyond: Collection[int], now: datetime) -> dict[str, Any]:
    if one.update_id not in beyond:
        return {"handled_at": None}
    return {"state": UpdateState.TOO_MANY, "handled_at": now, "owner": None}


def _readable(error: str) -> str:
    """Return an error's words, which may quote anything, as text that every database takes."""
    return error.replace("\0", "").encode(errors="replace").decode()[:500]


async def take(
    tx: Transaction, *, bot_id: int, update_ids: Sequence[int], now: datetime
) -> set[int]:
    """Mark updates as done, and return those that were still to do.

    Called first in the transaction that handles them: whoever else handles the same update
    waits here, then finds nothing left to do. A rollback takes the mark back.
    """
    given = {"bot": bot_id, "ids": list(update_ids), "at": now}
    return set(await tx.scalars(_taking(), given))


@functools.cache
def _taking() -> Executable:
    return (
        update(Update)
        .where(
            Update.bot_id == bindparam("bot"),
            one_of_given(Update.update_id, "ids"),
            Update.state == UpdateState.NEW,
        )
        .values(state=UpdateState.DONE, handled_at=bindparam("at"), owner=None)
        .returning(Update.update_id)
        .execution_options(synchronize_session=False)
    )


async def erase(tx: Transaction, *, bot_id: int, update_id: int) -> None:
    """Forget what an update said, and keep that it came: for what nobody may read later."""
    await tx.execute(
        update(Update)
        .where(Update.bot_id == bot_id, Update.update_id == update_id)
        .values(body="{}")
        .execution_options(synchronize_session=False)
    )


async def fail(
    tx: Transaction, *, bot_id: int, update_id: int, error: str, now: datetime
) -> UpdateState:
    """Count a failure; return NEW if it is to be tried again, PARKED if not."""
    row = await tx.get(Update, (bot_id, update_id))
    if row is None or row.state is not UpdateState.NEW:
        return UpdateState.DONE
    row.attempts += 1
    row.error = _readable(error)
    row.owner = None
    row.not_before = now + back_off(row.attempts)
    if is_hopeless(row.attempts):
        row.state = UpdateState.PARKED
    return row.state


async def put_off(tx: Transaction, *, bot_id: int, update_id: int, now: datetime) -> UpdateState:
    """Give an update back, to be tried again in a second: what failed was not its fault."""
    row = await tx.get(Update, (bot_id, update_id))
    if row is None:
        return UpdateState.DONE
    row.owner, row.not_before = None, now + timedelta(seconds=1)
    return row.state


async def set_aside(
    tx: Transaction, *, bot_id: int, update_id: int, error: str, now: datetime
) -> bool:
    """Keep an update that cannot be parsed; False if it was handled meanwhile."""
    row = await tx.get(Update, (bot_id, update_id))
    if row is None or row.state is not UpdateState.NEW:
        return False
    row.state, row.error, row.handled_at = UpdateState.UNREADABLE, _readable(error), now
    row.owner = None
    return True


async def forget(tx: Transaction, *, before: datetime, limit: int = 5000) -> int:
    """Delete handled updates received before a moment; return how many went."""
    old = (
        select(Update.bot_id, Update.update_id)
        .where(Update.state.in_(_FORGOTTEN), Update.received_at < before)
        .limit(limit)
    )
    gone = await tx.scalars(
        delete(Update)
        .where(tuple_(Update.bot_id, Update.update_id).in_(old))
        .returning(Update.update_id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


_FORGOTTEN = (UpdateState.DONE, UpdateState.TOO_MANY)

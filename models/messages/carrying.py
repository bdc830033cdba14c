"""Verbs of those who carry messages to Telegram: claim, mark, record, pause, move."""

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Executable, and_, bindparam, func, select, update

from models.asking import among, among_given, handed_over
from models.database import Transaction
from models.instances.actions import GONE_AFTER
from models.instances.tables import Instance
from models.messages.tables import (
    IS_LEFT,
    IS_OPEN,
    IS_STALE,
    Lane,
    Message,
    MessageState,
    Method,
    Pause,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a message that left, or of an edit."""

    group_id: int
    id: int
    state: MessageState
    method: Method
    not_before: datetime
    at: datetime
    message_id: int | None = None
    further_ids: tuple[int, ...] | None = None
    attempts: int = 0
    shown: int = 0
    face: str | None = None
    error: str | None = None


async def claim(
    tx: Transaction,
    *,
    bot_id: int,
    owner: str,
    now: datetime,
    limit: int = 500,
    answers_only: bool = False,
) -> list[Message]:
    """Take hold of waiting messages nobody holds, the most urgent first.

    However many wait: no more are read than are taken.
    """
    given = {"bot": bot_id, "holder": owner, "by": now, "most": limit}
    claimed = await tx.scalars(_taking_hold(answers_only=answers_only), given)
    return sorted(claimed, key=lambda one: (one.lane, one.id))


@functools.cache
def _taking_hold(*, answers_only: bool) -> Executable:
    """Return the statement of a claim. Written anew each time, that took longer than to run it."""
    wanted = [Message.lane == Lane.ANSWER] if answers_only else []
    left = (
        select(Message.group_id, Message.id)
        .where(
            Message.bot_id == bindparam("bot"),
            IS_LEFT,
            Message.not_before <= bindparam("by"),
            *wanted,
        )
        .order_by(Message.lane, Message.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("of_all")
    )
    return (
        update(Message)
        .where(Message.group_id == left.c.group_id, Message.id == left.c.id)
        .values(owner=bindparam("holder"))
        .returning(Message)
        .execution_options(synchronize_session=False)
    )


async def stale(tx: Transaction, *, bot_id: int, now: datetime, limit: int = 200) -> list[Message]:
    """Return the live messages that are to be shown anew now. Two processes may: it is an edit."""
    rows = await tx.scalars(
        select(Message)
        .where(
            Message.bot_id == bot_id,
            IS_STALE,
            Message.state == MessageState.SENT,
            Message.not_before <= now,
        )
        .limit(limit)
    )
    return list(rows)


async def take_over(tx: Transaction, *, bot_id: int, owner: str, now: datetime) -> None:
    """Settle what others were sending, and set free what waits, whoever had it in hand.

    They deliver no more; one that still lives writes down what came of its calls all the same.
    What `owner` had is free as well: it was dropped when the hold was lost.
    """
    held = and_(Message.bot_id == bot_id, IS_OPEN, Message.owner.is_not(None))
    await _settle(tx, and_(held, Message.owner != owner), now=now)
    await _free(tx, held)


async def let_go(tx: Transaction, *, bot_id: int, owner: str, now: datetime) -> list[str]:
    """Settle what the gone were sending, and set free what waits with them; return their names.

    What `owner`, who asks, has in hand stays: it is alive, however late its own sign of life is.
    """
    holders = _holders(bot_id)
    alive = select(Instance.name).where(Instance.seen_at >= now - GONE_AFTER)
    found = await tx.scalars(
        select(holders.c.owner).where(holders.c.owner != owner, holders.c.owner.not_in(alive))
    )
    if gone := list(found):
        theirs = and_(Message.bot_id == bot_id, IS_OPEN, Message.owner.in_(gone))
        await _settle(tx, theirs, now=now)
        await _free(tx, theirs)
    return gone


async def give_up_unheld(tx: Transaction, *, bot_id: int, now: datetime) -> None:
    """Settle what is on its way and held by nobody: it never should be, and would stay so."""
    unheld = and_(Message.bot_id == bot_id, IS_OPEN, Message.owner.is_(None))
    await _settle(tx, unheld, now=now)


def _holders(bot_id: int) -> CTE:
    """Return who has messages in hand: from name to name, however many messages each has."""
    mine = (Message.bot_id == bot_id, IS_OPEN)
    first = select(func.min(Message.owner).label("owner")).where(*mine, Message.owner.is_not(None))
    held = first.cte("holders", recursive=True)
    following = select(func.min(Message.owner)).where(*mine, Message.owner > held.c.owner)
    return held.union_all(
        select(following.correlate(held).scalar_subquery()).where(held.c.owner.is_not(None))
    )


async def _settle(tx: Transaction, held: ColumnElement[bool], *, now: datetime) -> None:
    """Mark what was on its way: perhaps it arrived, so it is not repeated.

    What can be repeated without harm (edits, reactions) is not marked as sending at all.
    """
    await tx.execute(
        update(Message)
        .where(held, Message.state == MessageState.SENDING)
        .values(state=MessageState.MAYBE, owner=None, sent_at=now)
        .execution_options(synchronize_session=False)
    )


async def _free(tx: Transaction, held: ColumnElement[bool]) -> None:
    await tx.execute(
        update(Message)
        .where(held, Message.state == MessageState.WAITING)
        .values(owner=None)
        .execution_options(synchronize_session=False)
    )


async def mark_sending(
    tx: Transaction, *, keys: Sequence[tuple[int, int]], owner: str
) -> set[tuple[int, int]]:
    """Mark messages as on their way, and return those that this process may really send.

    A message somebody else has taken, or that was cancelled meanwhile, is not among them.
    Asked again, after a commit whose answer was lost, it says the same.
    """
    groups, given = handed_over(keys)
    marked = await tx.execute(_marking(groups), {**given, "holder": owner})
    return {(row[0], row[1]) for row in marked}


@functools.lru_cache(maxsize=64)
def _marking(groups: int) -> Executable:
    return (
        update(Message)
        .where(
            among_given(Message.group_id, Message.id, groups),
            Message.state.in_([MessageState.WAITING, MessageState.SENDING]),
            Message.owner == bindparam("holder"),
        )
        .values(state=MessageState.SENDING)
        .returning(Message.group_id, Message.id)
        .execution_options(synchronize_session=False)
    )


async def forget_faces(tx: Transaction, *, keys: Collection[tuple[int, int]]) -> None:
    """Say that it is not certain what live messages show: an edit of them is about to leave.

    If its answer is lost, or its process dies, the next one leaves whatever it shows.
    """
    if keys:
        await tx.execute(
            update(Message)
            .where(among(Message.group_id, Message.id, keys))
            .values(face=None)
            .execution_options(synchronize_session=False)
        )


async def record(tx: Transaction, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of messages."""
    if not outcomes:
        return
    await tx.change(Message, [_values(one) for one in outcomes])


def _values(one: Outcome) -> dict[str, Any]:
    return {
        "group_id": one.group_id,
        "id": one.id,
        "state": one.state,
        "message_id": one.message_id,
        "further_ids": list(one.further_ids) if one.further_ids else None,
        "attempts": one.attempts,
        "shown": one.shown,
        "face": one.face,
        "sent_at": one.at if one.state is not MessageState.WAITING else None,
        "not_before": one.not_before,
        "method": one.method,
        "error": one.error[:300] if one.error else None,
        "owner": None,
    }


async def pause(tx: Transaction, *, bot_id: int, chat_id: int, until: datetime) -> None:
    """Remember that Telegram wants to be left alone, by one chat or (0) altogether."""
    row = await tx.get(Pause, (bot_id, chat_id))
    if row is None:
        tx.add(Pause(bot_id=bot_id, chat_id=chat_id, until=until))
    else:
        row.until = max(row.until, until)


async def pauses(tx: Transaction, *, bot_id: int, now: datetime) -> list[Pause]:
    """Return the pauses that still hold."""
    rows = await tx.scalars(select(Pause).where(Pause.bot_id == bot_id, Pause.until > now))
    return list(rows)


async def move(tx: Transaction, *, bot_id: int, old: int, new: int) -> None:
    """Send what waits for a chat to the number it has now."""
    await tx.execute(
        update(Message)
        .where(
            Message.bot_id == bot_id,
            Message.chat_id == old,
            IS_OPEN,
        )
        .values(chat_id=new)
        .execution_options(synchronize_session=False)
    )


async def held(
    tx: Transaction, *, bot_id: int, owner: str, before: datetime
) -> set[tuple[int, int]]:
    """Return what `owner` has held since before a moment and should have sent by now.

    What of it is not in the owner's memory was lost there, by a commit whose answer was lost.
    """
    rows = await tx.execute(
        select(Message.group_id, Message.id).where(
            Message.bot_id == bot_id,
            IS_OPEN,
            Message.owner == owner,
            Message.state == MessageState.WAITING,
            Message.created_at < before,
            Message.not_before < before,
        )
    )
    return {(row[0], row[1]) for row in rows}


async def give_back(tx: Transaction, *, keys: Collection[tuple[int, int]], owner: str) -> None:
    """Let go of messages: whoever looks next may claim them."""
    await tx.execute(
        update(Message)
        .where(
            among(Message.group_id, Message.id, keys),
            Message.owner == owner,
            Message.state == MessageState.WAITING,
        )
        .values(owner=None)
        .execution_options(synchronize_session=False)
    )

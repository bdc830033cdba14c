"""Verbs on messages: post, touch, mark, record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy import bindparam, delete, inspect, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute

from models.base import new_id
from models.database import Transaction
from models.instances.queries import is_free
from models.messages.notices import Notice
from models.messages.tables import Lane, Message, MessageState, Method, Pause


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The chat a message goes to, and how it is spoken to there."""

    chat_id: int
    locale: str
    zone: str
    group_id: int = 0
    thread_id: int | None = None


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
    attempts: int = 0
    shown: int = 0
    error: str | None = None


class Posting(TypedDict, total=False):
    """The facts of a message to be; the first five are needed."""

    bot_id: Required[int]
    to: Required[Recipient]
    notice: Required[Notice]
    about: Required[str]
    now: Required[datetime]
    lane: Lane
    method: Method
    message_id: int | None
    callback_id: str | None
    silent: bool
    live: bool
    not_before: datetime


def _compose(tx: Transaction, posting: Posting) -> Message:
    to, notice, now = posting["to"], posting["notice"], posting["now"]
    not_before = posting.get("not_before", now)
    return Message(
        group_id=to.group_id,
        id=new_id(),
        bot_id=posting["bot_id"],
        about=posting["about"],
        chat_id=to.chat_id,
        thread_id=to.thread_id,
        lane=posting.get("lane", Lane.ANSWER),
        method=posting.get("method", Method.SEND),
        kind=notice.kind,
        body=notice.model_dump(mode="json"),
        locale=to.locale,
        zone=to.zone,
        message_id=posting.get("message_id"),
        callback_id=posting.get("callback_id"),
        silent=posting.get("silent", False),
        live=posting.get("live", False),
        wanted=0,
        shown=0,
        state=MessageState.WAITING,
        attempts=0,
        created_at=now,
        not_before=not_before,
        owner=tx.owner if not_before <= now else None,  # whoever is there when it is due
    )


def post(tx: Transaction, **posting: Unpack[Posting]) -> Message:
    """Put a message into the outbox, in the answer lane unless told otherwise.

    It leaves after the commit. `about` and the chat are unique: use `post_once` where a
    repetition is possible and harmless.
    """
    message = _compose(tx, posting)
    tx.append(message)
    tx.posted.append(message)
    return message


async def post_once(tx: Transaction, **posting: Unpack[Posting]) -> bool:
    """Put a message into the outbox unless this chat was already told about this; say whether.

    In the notice lane unless told otherwise.
    """
    message = _compose(tx, {"lane": Lane.NOTICE, **posting})
    insert = sqlite.insert if tx.is_sqlite else postgresql.insert
    columns = inspect(Message).column_attrs.keys()
    new = await tx.scalars(
        insert(Message)
        .values({name: getattr(message, name) for name in columns})
        .on_conflict_do_nothing(index_elements=["group_id", "about", "chat_id"])
        .returning(Message.id)
    )
    if new.first() is None:
        return False
    tx.posted.append(message)
    return True


async def touch(tx: Transaction, *, group_id: int, about: str) -> None:
    """Have the live messages about something shown anew; several touches are one edit."""
    await tx.load(_touched, (group_id, about))


async def _touched(
    tx: Transaction, keys: Collection[tuple[int, str]]
) -> Mapping[tuple[int, str], bool]:
    await tx.execute(
        update(Message)
        .where(_key(Message.group_id, Message.about).in_(keys), Message.live)
        .values(wanted=Message.wanted + 1)
        .execution_options(synchronize_session=False)
    )
    return dict.fromkeys(keys, True)


async def claim(
    tx: Transaction, *, bot_id: int, owner: str, now: datetime, limit: int = 500
) -> list[Message]:
    """Take hold of waiting messages nobody holds, the most urgent first."""
    rows = await tx.scalars(
        select(Message)
        .where(
            Message.bot_id == bot_id,
            Message.state == MessageState.WAITING,
            Message.not_before <= now,
            is_free(Message.owner, now=now),
        )
        .order_by(Message.lane, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = list(rows)
    for row in claimed:
        row.owner = owner
    return claimed


async def stale(tx: Transaction, *, bot_id: int, now: datetime, limit: int = 200) -> list[Message]:
    """Return the live messages that are to be shown anew now. Two processes may: it is an edit."""
    rows = await tx.scalars(
        select(Message)
        .where(
            Message.bot_id == bot_id,
            Message.live,
            Message.wanted > Message.shown,
            Message.state == MessageState.SENT,
            Message.not_before <= now,
        )
        .limit(limit)
    )
    return list(rows)


async def give_up_unknown(tx: Transaction, *, bot_id: int, now: datetime) -> int:
    """Settle what a process that is gone was sending: perhaps it arrived, so it is not repeated.

    What can be repeated without harm (edits, reactions) is not marked as sending at all.
    """
    gone = await tx.scalars(
        update(Message)
        .where(
            Message.bot_id == bot_id,
            Message.state == MessageState.SENDING,
            is_free(Message.owner, now=now),
        )
        .values(state=MessageState.MAYBE, owner=None, sent_at=now)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _key(*columns: InstrumentedAttribute[Any]) -> Any:  # noqa: ANN401  (no narrower type)
    return tuple_(*columns)


async def mark_sending(
    tx: Transaction, *, keys: Sequence[tuple[int, int]], owner: str
) -> set[tuple[int, int]]:
    """Mark messages as on their way, and return those that this process may really send.

    A message somebody else has taken, or that was cancelled meanwhile, is not among them.
    Asked again, after a commit whose answer was lost, it says the same.
    """
    marked = await tx.execute(
        update(Message)
        .where(
            _key(Message.group_id, Message.id).in_(keys),
            Message.state.in_([MessageState.WAITING, MessageState.SENDING]),
            Message.owner == owner,
        )
        .values(state=MessageState.SENDING)
        .returning(Message.group_id, Message.id)
        .execution_options(synchronize_session=False)
    )
    return {(row[0], row[1]) for row in marked}


async def record(tx: Transaction, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of messages."""
    if not outcomes:
        return
    statement = (
        update(Message)
        .where(Message.group_id == bindparam("of_group"), Message.id == bindparam("of_id"))
        .values(
            state=bindparam("to_state"),
            message_id=bindparam("to_message_id"),
            attempts=bindparam("to_attempts"),
            shown=bindparam("to_shown"),
            sent_at=bindparam("to_sent_at"),
            not_before=bindparam("to_not_before"),
            error=bindparam("to_error"),
            method=bindparam("to_method"),
            owner=None,
        )
        .execution_options(synchronize_session=False)
    )
    connection = await tx.session.connection()
    await connection.execute(statement, [_values(one) for one in outcomes])


def _values(one: Outcome) -> dict[str, Any]:
    return {
        "of_group": one.group_id,
        "of_id": one.id,
        "to_state": one.state,
        "to_message_id": one.message_id,
        "to_attempts": one.attempts,
        "to_shown": one.shown,
        "to_sent_at": one.at if one.state is not MessageState.WAITING else None,
        "to_not_before": one.not_before,
        "to_method": one.method,
        "to_error": one.error[:300] if one.error else None,
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


async def forget(tx: Transaction, *, before: datetime, limit: int = 5000) -> int:
    """Delete settled messages written before a moment, live ones excepted; return how many."""
    settled = [state for state in MessageState if state not in _OPEN]
    old = (
        select(Message.group_id, Message.id)
        .where(Message.created_at < before, Message.state.in_(settled), ~Message.live)
        .limit(limit)
    )
    gone = await tx.scalars(
        delete(Message)
        .where(_key(Message.group_id, Message.id).in_(old))
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


_OPEN = (MessageState.WAITING, MessageState.SENDING)

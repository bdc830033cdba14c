"""Verbs on messages: post, touch, forget. How they leave is in `carrying`."""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Required, TypedDict, Unpack
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, Insert, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from models.asking import among_given, handed_over
from models.base import new_id, values_of
from models.database import Transaction
from models.messages.notices import Notice
from models.messages.tables import Lane, Message, MessageState, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The chat a message goes to, and how it is spoken to there."""

    chat_id: int
    locale: str
    zone: str
    group_id: int = 0
    thread_id: int | None = None


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
    further_ids: Sequence[int]
    callback_id: str | None
    silent: bool
    live: bool
    not_before: datetime
    echoes: str | None
    counts: bool  # it is one of the notices of the recipient's day


def _compose(tx: Transaction, posting: Posting) -> Message:
    to, notice, now = posting["to"], posting["notice"], posting["now"]
    not_before = posting.get("not_before", now)
    lane = posting.get("lane", Lane.ANSWER)
    # What is due later, and what can wait while enough waits in memory, is for whoever finds it.
    is_left = not_before > now or (tx.is_full and lane is not Lane.ANSWER)
    return Message(
        group_id=to.group_id,
        id=new_id(),
        bot_id=posting["bot_id"],
        about=posting["about"],
        chat_id=to.chat_id,
        thread_id=to.thread_id,
        lane=lane,
        method=posting.get("method", Method.SEND),
        kind=notice.kind,
        body=notice.model_dump(mode="json"),
        locale=to.locale,
        zone=to.zone,
        message_id=posting.get("message_id"),
        further_ids=list(posting.get("further_ids", ())) or None,
        callback_id=posting.get("callback_id"),
        silent=posting.get("silent", False),
        live=posting.get("live", False),
        wanted=0,
        shown=0,
        state=MessageState.WAITING,
        attempts=0,
        created_at=now,
        not_before=not_before,
        echoes=posting.get("echoes"),
        told_on=_day(not_before, to) if posting.get("counts") else None,
        owner=None if is_left else tx.owner,
    )


def _day(moment: datetime, to: Recipient) -> date:
    return moment.astimezone(ZoneInfo(to.zone)).date()


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
    if await tx.load(_insert, _New(message)) is not message:
        return False
    tx.posted.append(message)
    return True


class _New:
    """A message that is to be put in unless there is one about the same in its chat."""

    __slots__ = ("key", "message")

    def __init__(self, message: Message) -> None:
        self.message = message
        self.key = (message.group_id, message.about, message.chat_id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _New) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


async def _insert(tx: Transaction, wanted: Collection[_New]) -> Mapping[_New, Message]:
    """Put messages in, all by one statement; return those that are new. For `tx.load`."""
    rows = values_of([one.message for one in wanted])
    ids = {row[0] for row in await tx.insert(_unless_said(is_sqlite=tx.is_sqlite), rows)}
    return {one: one.message for one in wanted if one.message.id in ids}


@functools.cache
def _unless_said(*, is_sqlite: bool) -> Insert:
    into = (sqlite.insert if is_sqlite else postgresql.insert)(Message)
    said = ["group_id", "about", "chat_id"]
    return into.on_conflict_do_nothing(index_elements=said).returning(Message.id)


async def follow(tx: Transaction, **posting: Unpack[Posting]) -> Message:
    """Have a message that is there show a notice, and show it anew whenever it is touched.

    One a chat and thing: an earlier one of them is left as it stands.
    """
    await tx.execute(
        delete(Message)
        .where(
            Message.group_id == posting["to"].group_id,
            Message.about == posting["about"],
            Message.chat_id == posting["to"].chat_id,
        )
        .execution_options(synchronize_session=False)
    )
    posting["method"], posting["live"] = Method.EDIT, True
    return post(tx, **posting)


async def unfollow(
    tx: Transaction, *, group_id: int, about: str, chat_id: int, message_id: int
) -> None:
    """Let a message stay as it stands, whatever it was made to follow."""
    await tx.execute(
        update(Message)
        .where(
            Message.group_id == group_id,
            Message.about == about,
            Message.chat_id == chat_id,
            Message.message_id == message_id,
            Message.method == Method.EDIT,
        )
        .values(live=False)
        .execution_options(synchronize_session=False)
    )


async def touch(tx: Transaction, *, group_id: int, about: str) -> None:
    """Have the live messages about something shown anew; several touches are one edit."""
    await tx.do_last(_touched, (group_id, about))


async def touch_each(tx: Transaction, *, group_id: int, abouts: Iterable[str]) -> None:
    """Have the live messages about each of these shown anew, by one statement."""
    keys = [(group_id, about) for about in abouts]
    if keys:
        await _touched(tx, keys)


async def _touched(
    tx: Transaction, keys: Collection[tuple[int, str]]
) -> Mapping[tuple[int, str], bool]:
    groups, given = handed_over(keys)
    await tx.execute(_touching(groups), given)
    return dict.fromkeys(keys, True)


@functools.lru_cache(maxsize=64)
def _touching(groups: int) -> Executable:
    return (
        update(Message)
        .where(among_given(Message.group_id, Message.about, groups), Message.live)
        .values(wanted=Message.wanted + 1)
        .execution_options(synchronize_session=False)
    )


async def withdraw(tx: Transaction, *, group_id: int, about: str, now: datetime) -> None:
    """Take back what was held for later about something: nobody needs it any more."""
    await tx.execute(
        update(Message)
        .where(
            Message.group_id == group_id,
            Message.about == about,
            Message.state == MessageState.WAITING,
            Message.not_before > now,
        )
        .values(state=MessageState.CANCELLED)
        .execution_options(synchronize_session=False)
    )


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
        .where(tuple_(Message.group_id, Message.id).in_(old))
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


_OPEN = (MessageState.WAITING, MessageState.SENDING)

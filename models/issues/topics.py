"""A topic for each issue where the staff chat has topics: opened one by one, never in a burst.

Bots that open many topics at once have been removed from Telegram as spam. Where no topic comes
of it, the card stands in the chat itself. Its name follows the issue, it is closed with it and
opened again with it, at the same pace; where that is refused, the card shows it all the same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from models.database import Transaction
from models.groups.queries import chat_of, groups
from models.groups.tables import Chat, ChatRole
from models.issues import desk_notices as d
from models.issues.states import SETTLED, phase_of
from models.issues.tables import Issue
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import Message, MessageState, Method
from models.privacy.scanning import masked

APART = timedelta(seconds=10)  # between two topics of a chat
PATIENCE = timedelta(minutes=2)  # then the card does without a topic
_OPEN = (MessageState.WAITING, MessageState.SENDING)
Key = tuple[int, int]


def topic_about(issue_id: int) -> str:
    """Return what the opening of an issue's topic is about, in the outbox."""
    return f"issue-topic:{issue_id}"


async def ask_for_one(tx: Transaction, one: Issue, *, bot_id: int, now: datetime) -> bool:
    """Ask for a topic where the staff chat has topics; False where it has none."""
    group = await tx.load(groups, one.group_id)
    found = await chat_of(tx, group_id=one.group_id, role=ChatRole.STAFF)
    if found is None or group is None or not found.is_forum:
        return False
    at = await _next_moment(tx, found.chat_id, now=now)
    if at is None:
        return False
    one.topic_at = at
    to = Recipient(
        chat_id=found.chat_id, locale=group.locale, zone=group.timezone, group_id=group.id
    )
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=named(one),
        about=topic_about(one.id),
        now=now,
        not_before=at,
        method=Method.TOPIC,
        live=True,
    )
    return True


async def _next_moment(tx: Transaction, chat_id: int, *, now: datetime) -> datetime | None:
    """Return when the next thing may be done with a topic of a chat; None if it has none."""
    chat = await tx.session.get(Chat, chat_id, with_for_update=True)
    if chat is None or not chat.is_forum:
        return None
    at = max(now, chat.topic_at or now)
    chat.topic_at = at + APART
    return at


def named(one: Issue) -> d.Topic:
    """Return what the topic of an issue is to be called now."""
    return d.Topic(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        words=" ".join(masked(one.own_words).split())[:60],
        phase=phase_of(one.state),
        category=one.category,
    )


async def follow(tx: Transaction, one: Issue, *, now: datetime) -> None:
    """Have the name of an issue's topic follow what has changed; several changes are one edit."""
    row = await _topic_of(tx, one)
    if row is None:
        return
    values: dict[str, Any] = {"wanted": Message.wanted + 1}
    if row.state is MessageState.SENT and row.wanted <= row.shown:
        at = await _next_moment(tx, row.chat_id, now=now)
        if at is None:
            return
        values["not_before"] = at
    await tx.execute(
        update(Message)
        .where(Message.group_id == row.group_id, Message.id == row.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def close_or_reopen(tx: Transaction, one: Issue, *, now: datetime) -> None:
    """Close the topic of an issue that is settled, or open it again for one that is not.

    One that is not there yet is closed when it comes.
    """
    row = await _topic_of(tx, one)
    if row is None or row.state is not MessageState.SENT:
        return
    at = await _next_moment(tx, row.chat_id, now=now)
    if at is None:
        return
    method = Method.TOPIC_CLOSE if one.state in SETTLED else Method.TOPIC_REOPEN
    to = Recipient(chat_id=row.chat_id, locale=row.locale, zone=row.zone, group_id=row.group_id)
    await messages.post_once(
        tx,
        bot_id=row.bot_id,
        to=to,
        notice=d.TopicDoor(number=one.number),
        about=f"issue-{method}:{one.id}:{now.timestamp():.0f}",
        now=now,
        not_before=at,
        method=method,
        message_id=row.message_id,
    )


async def _topic_of(tx: Transaction, one: Issue) -> Message | None:
    """Return the message that opened, or is to open, the topic of an issue; or None."""
    rows = await tx.scalars(
        select(Message).where(
            Message.group_id == one.group_id, Message.about == topic_about(one.id)
        )
    )
    row = rows.first()
    return row if row is not None and row.state in (*_OPEN, MessageState.SENT) else None


async def waiting_at(tx: Transaction, now: datetime) -> Sequence[Key]:
    """Return the issues whose card waits for its topic."""
    rows = await tx.execute(select(Issue.group_id, Issue.id).where(Issue.topic_at <= now))
    return [(row[0], row[1]) for row in rows]


async def came(tx: Transaction, one: Issue, *, now: datetime) -> bool:
    """Tell whether it is known what became of a topic: it is there, or it will not come."""
    rows = await tx.scalars(
        select(Message).where(
            Message.group_id == one.group_id, Message.about == topic_about(one.id)
        )
    )
    row = rows.first()
    if row is not None and row.state in _OPEN and now < (one.topic_at or now) + PATIENCE:
        return False
    if row is not None and row.state is MessageState.SENT:
        one.thread_id = row.message_id
        if one.state in SETTLED:
            await close_or_reopen(tx, one, now=now)
    elif row is not None and row.state is MessageState.FAILED:
        await _no_more(tx, row.chat_id)
    elif row is not None and row.state in _OPEN:
        row.state = MessageState.CANCELLED
    return True


async def _no_more(tx: Transaction, chat_id: int) -> None:
    """Ask a chat for no more topics that has none, or where the bot may not open them."""
    chat = await tx.get(Chat, chat_id)
    if chat is not None:
        chat.is_forum = False


async def note_forum(tx: Transaction, *, chat_id: int, is_forum: bool) -> None:
    """Keep whether a linked chat has topics."""
    chat = await tx.get(Chat, chat_id)
    if chat is not None and chat.is_forum is not is_forum:
        chat.is_forum = is_forum

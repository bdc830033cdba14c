"""A topic for each issue where the staff chat has topics: opened one by one, never in a burst.

Bots that open many topics at once have been removed from Telegram as spam. Where no topic comes
of it, the card stands in the chat itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.database import Transaction
from models.groups.queries import chat_of, groups
from models.groups.tables import Chat, ChatRole
from models.issues import desk_notices as d
from models.issues.tables import Issue
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import Message, MessageState, Method

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
    chat = await tx.session.get(Chat, found.chat_id, with_for_update=True)
    if chat is None:
        return False
    at = max(now, chat.topic_at or now)
    chat.topic_at = at + APART
    one.topic_at = at
    to = Recipient(
        chat_id=chat.chat_id, locale=group.locale, zone=group.timezone, group_id=group.id
    )
    words = " ".join(one.own_words.split())[:60]
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=d.Topic(number=one.number, words=words),
        about=topic_about(one.id),
        now=now,
        not_before=at,
        method=Method.TOPIC,
    )
    return True


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

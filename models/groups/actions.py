"""Verbs on groups: migrate."""

from datetime import datetime

from sqlalchemy import update

from models.audit import actions as audit
from models.database import Transaction
from models.groups.tables import Chat
from models.messages.tables import Message, MessageState
from models.people.rules import CLOCK


async def migrate(tx: Transaction, *, old: int, new: int, now: datetime) -> bool:
    """Follow a group that has become a supergroup, with a new number; False if already done.

    Both chats and waiting messages move, in whatever order and however often Telegram says so.
    Cards of the old chat stay behind: nobody can edit them any more.
    """
    chat = await tx.get(Chat, old)
    if chat is None:
        return False
    if await tx.get(Chat, new) is None:
        moved = Chat(
            chat_id=new,
            group_id=chat.group_id,
            role=chat.role,
            title=chat.title,
            linked_at=chat.linked_at,
            unlinked_at=chat.unlinked_at,
        )
        chat.unlinked_at = chat.unlinked_at or now
        await tx.flush()
        tx.add(moved)
    await tx.execute(
        update(Message)
        .where(
            Message.chat_id == old,
            Message.state.in_([MessageState.WAITING, MessageState.SENDING]),
        )
        .values(chat_id=new)
        .execution_options(synchronize_session=False)
    )
    audit.write(tx, "groups.migrate", by=CLOCK, now=now, group_id=chat.group_id, old=old, new=new)
    return True

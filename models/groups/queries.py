"""Reads of groups and their chats."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from models.database import Transaction
from models.groups.tables import Chat, ChatRole, Group


async def groups(tx: Transaction, group_ids: Collection[int]) -> Mapping[int, Group]:
    """Return groups by number. For `tx.load`."""
    rows = await tx.scalars(select(Group).where(Group.id.in_(group_ids)))
    return {row.id: row for row in rows}


async def chats(tx: Transaction, chat_ids: Collection[int]) -> Mapping[int, Chat]:
    """Return linked chats by Telegram's number; unlinked ones are missing. For `tx.load`."""
    rows = await tx.scalars(
        select(Chat).where(Chat.chat_id.in_(chat_ids), Chat.unlinked_at.is_(None))
    )
    return {row.chat_id: row for row in rows}


async def by_code(tx: Transaction, code: str) -> Group | None:
    """Return the group with this code (XJP), or None."""
    return (await tx.scalars(select(Group).where(Group.code == code))).first()


async def chat_of(tx: Transaction, *, group_id: int, role: ChatRole) -> Chat | None:
    """Return the group's chat of a kind, or None while it has none."""
    return (
        await tx.scalars(
            select(Chat).where(
                Chat.group_id == group_id, Chat.role == role, Chat.unlinked_at.is_(None)
            )
        )
    ).first()


async def all_chats(tx: Transaction) -> list[Chat]:
    """Return every linked chat of every group: for the operator's look at the installation."""
    rows = await tx.scalars(
        select(Chat).where(Chat.unlinked_at.is_(None)).order_by(Chat.group_id, Chat.role)
    )
    return list(rows)

"""Reads of groups and their chats."""

import functools
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Executable, select

from models.asking import one_of_given
from models.database import Transaction
from models.errors import Refusal
from models.groups import notices as n
from models.groups.tables import Chat, ChatRole, Group


async def groups(tx: Transaction, group_ids: Collection[int]) -> Mapping[int, Group]:
    """Return groups by number. For `tx.load`."""
    rows = await tx.scalars(_groups(), {"ids": list(group_ids)})
    return {row.id: row for row in rows}


@functools.cache
def _groups() -> Executable:
    return select(Group).where(one_of_given(Group.id, "ids"))


async def group_at_hand(tx: Transaction, group_id: int) -> Group | None:
    """Return a group, or None; one that this transaction has read already is not asked for."""
    return tx.at_hand(Group, group_id) or await tx.load(groups, group_id)


async def chats(tx: Transaction, chat_ids: Collection[int]) -> Mapping[int, Chat]:
    """Return linked chats by Telegram's number; unlinked ones are missing. For `tx.load`.

    A number of before the group became a supergroup leads to the chat as it is now: what was
    written then may be handled later.
    """
    rows = (await tx.scalars(_chats(), {"ids": list(chat_ids)})).all()
    found = {row.chat_id: row for row in rows if row.unlinked_at is None}
    moved = {row.chat_id: row.moved_to for row in rows if row.moved_to is not None}
    if moved:
        now = await chats(tx, set(moved.values()))
        found |= {old: now[new] for old, new in moved.items() if new in now}
    return found


@functools.cache
def _chats() -> Executable:
    return select(Chat).where(one_of_given(Chat.chat_id, "ids"))


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


async def everyone(tx: Transaction) -> Sequence[Group]:
    """Return all groups by code."""
    return (await tx.scalars(select(Group).order_by(Group.code))).all()


async def chats_of(tx: Transaction, *, group_id: int) -> Sequence[Chat]:
    """Return the chats linked to a group."""
    rows = await tx.scalars(
        select(Chat)
        .where(Chat.group_id == group_id, Chat.unlinked_at.is_(None))
        .order_by(Chat.role)
    )
    return rows.all()


async def the_group(tx: Transaction, code: str) -> Group:
    """Return the group with this code, however it is typed; Refusal names those there are."""
    group = await by_code(tx, code.strip().upper())
    if group is None:
        known = tuple(one.code for one in await everyone(tx))
        raise Refusal(n.NoGroup(code=code, codes=known))
    return group


async def all_chats(tx: Transaction) -> list[Chat]:
    """Return every linked chat of every group: for the operator's look at the installation."""
    rows = await tx.scalars(
        select(Chat).where(Chat.unlinked_at.is_(None)).order_by(Chat.group_id, Chat.role)
    )
    return list(rows)

"""Verbs on groups: add, link and unlink chats, follow them."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.groups import notices as n
from models.groups.queries import by_code, chat_of
from models.groups.rules import code_of, name_of, timezone_of
from models.groups.tables import Chat, ChatRole, Group
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import IS_OPEN, Message
from models.people.queries import accounts, staff_of
from models.people.rules import CLOCK, Actor, ActorKind, require_staff

_MOVING = timedelta(minutes=10)  # a chat lost so shortly before it migrated was not given up


async def add(
    tx: Transaction, *, code: str, name: str, timezone: str, locale: str, by: Actor, now: datetime
) -> Group:
    """Add a group. It has no rules of points yet: `points.actions.adopt_default` gives them.

    Refused: anybody but the operator; a code in use; no code, name or time zone at all.
    """
    if by.kind is not ActorKind.OPERATOR:
        raise Refusal(NotAllowed())
    group = Group(
        id=new_id(),
        code=code_of(code),
        name=name_of(name),
        timezone=timezone_of(timezone),
        locale=locale,
        created_at=now,
    )
    if await by_code(tx, group.code) is not None:
        raise Refusal(n.CodeTaken(code=group.code))
    tx.add(group)
    await tx.flush()
    audit.write(tx, "groups.add", by=by, now=now, group_id=group.id, code=group.code)
    return group


async def link_chat(
    tx: Transaction,
    *,
    group_id: int,
    chat_id: int,
    role: ChatRole,
    title: str,
    by: Actor,
    now: datetime,
    replace: bool = False,
) -> Chat:
    """Make a chat the group's chat of a kind; the same a second time changes nothing.

    Refused: not the group's staff; a chat that is linked already, to another group or as
    another kind; a group that has such a chat, unless this one is to replace it.
    """
    require_staff(by, group_id=group_id)
    group = await tx.session.get(Group, group_id, with_for_update=True)
    if group is None:
        raise Refusal(Gone())
    chat = await tx.get(Chat, chat_id)
    if chat is not None and chat.unlinked_at is None:
        if (chat.group_id, chat.role) != (group_id, role):
            raise Refusal(n.ChatTaken())
        return chat
    await _make_room(tx, group, role, replace=replace, by=by, now=now)
    if chat is None:
        chat = Chat(chat_id=chat_id)
        tx.add(chat)
    chat.group_id, chat.role, chat.title = group_id, role, title[:255]
    chat.linked_at, chat.unlinked_at = now, None
    try:
        await tx.flush()
    except IntegrityError:  # two of the staff of two groups at the same moment
        raise Refusal(n.ChatTaken()) from None
    audit.write(tx, "groups.link_chat", by=by, now=now, group_id=group_id, chat=chat_id, role=role)
    return chat


async def _make_room(
    tx: Transaction, group: Group, role: ChatRole, *, replace: bool, by: Actor, now: datetime
) -> None:
    other = await chat_of(tx, group_id=group.id, role=role)
    if other is None:
        return
    if not replace:
        raise Refusal(
            n.RoleTaken(group_id=group.id, group_name=group.name, role=role, title=other.title)
        )
    await unlink_chat(tx, chat_id=other.chat_id, by=by, now=now)
    await tx.flush()


async def unlink_chat(tx: Transaction, *, chat_id: int, by: Actor, now: datetime) -> bool:
    """Let a chat be no longer the group's; False if it is not anyway. Refused: not the staff."""
    chat = await tx.get(Chat, chat_id)
    if chat is None or chat.unlinked_at is not None:
        return False
    require_staff(by, group_id=chat.group_id)
    _unlink(tx, chat, by=by, now=now)
    return True


def _unlink(tx: Transaction, chat: Chat, *, by: Actor, now: datetime) -> None:
    chat.unlinked_at = now
    audit.write(tx, "groups.unlink_chat", by=by, now=now, group_id=chat.group_id, chat=chat.chat_id)


async def see_channel(
    tx: Transaction, *, group_id: int, chat_id: int, title: str, now: datetime
) -> Chat:
    """Keep that staff of a group have put the bot into a channel; it is not linked by that.

    A press can only link a channel that was seen so: a number in a button proves nothing.
    """
    chat = await tx.get(Chat, chat_id)
    if chat is None:
        chat = Chat(chat_id=chat_id, role=ChatRole.CHANNEL, linked_at=now, unlinked_at=now)
        tx.add(chat)
    if chat.unlinked_at is not None:
        chat.group_id, chat.role = group_id, ChatRole.CHANNEL
    chat.title = title[:255]
    await tx.flush()
    return chat


async def link_channel(
    tx: Transaction, *, group_id: int, chat_id: int, by: Actor, now: datetime, replace: bool
) -> Chat:
    """Have the notices of a group's receptions appear in a channel that the staff have shown.

    Refusal (gone) for a channel nobody has shown; (channel taken) where the group has another,
    unless this one is to replace it.
    """
    require_staff(by, group_id=group_id)
    chat = await tx.get(Chat, chat_id)
    if chat is None or chat.role is not ChatRole.CHANNEL:
        raise Refusal(Gone())
    try:
        return await link_chat(
            tx,
            group_id=group_id,
            chat_id=chat_id,
            role=ChatRole.CHANNEL,
            title=chat.title,
            by=by,
            now=now,
            replace=replace,
        )
    except Refusal as refusal:
        if not isinstance(refusal.notice, n.RoleTaken):
            raise
        raise Refusal(
            n.ChannelTaken(
                group_id=group_id,
                chat_id=chat_id,
                group_name=refusal.notice.group_name,
                title=chat.title,
                was_title=refusal.notice.title,
            )
        ) from None


async def drop_channel(tx: Transaction, *, group_id: int, by: Actor, now: datetime) -> Chat | None:
    """Post no notices in the public channel any more; None if there is none anyway."""
    require_staff(by, group_id=group_id)
    chat = await chat_of(tx, group_id=group_id, role=ChatRole.CHANNEL)
    if chat is not None:
        _unlink(tx, chat, by=by, now=now)
    return chat


async def lose_chat(tx: Transaction, *, chat_id: int, bot_id: int, now: datetime) -> bool:
    """Note that the bot is no longer in a chat: it is unlinked, and the staff hear of it."""
    chat = await tx.get(Chat, chat_id)
    if chat is None or chat.unlinked_at is not None:
        return False
    group = await tx.get(Group, chat.group_id)
    if group is None:
        return False
    _unlink(tx, chat, by=CLOCK, now=now)
    notice = n.ChatLost(group_name=group.name, role=chat.role, title=chat.title, at=now)
    staff = await staff_of(tx, group_id=group.id)
    known = await accounts(tx, [one.account_id for one in staff if one.account_id is not None])
    for account in known.values():
        to = Recipient(
            chat_id=account.id,
            locale=account.locale or group.locale,
            zone=group.timezone,
            group_id=group.id,
        )
        about = f"groups.chat_lost:{chat_id}:{now.timestamp():.0f}"
        await messages.post_once(tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now)
    return True


async def note_title(tx: Transaction, *, chat_id: int, title: str) -> bool:
    """Keep a chat's new title; False for a chat that is not ours."""
    chat = await tx.get(Chat, chat_id)
    if chat is None or chat.title == title:
        return False
    chat.title = title[:255]
    return True


async def migrate(tx: Transaction, *, old: int, new: int, now: datetime) -> bool:
    """Follow a group that has become a supergroup, with a new number; False if already done.

    Both chats and waiting messages move, in whatever order and however often Telegram says so.
    Cards of the old chat stay behind: nobody can edit them any more.
    """
    chat = await tx.session.get(Chat, old, with_for_update=True)
    if chat is None:
        return False
    await tx.execute(
        update(Message)
        .where(
            Message.chat_id == old,
            IS_OPEN,
        )
        .values(chat_id=new)
        .execution_options(synchronize_session=False)
    )
    if await tx.get(Chat, new) is not None:
        return False
    given_up = chat.unlinked_at is not None and chat.unlinked_at < now - _MOVING
    chat.unlinked_at, chat.moved_to = chat.unlinked_at or now, new
    await tx.flush()
    taken = await chat_of(tx, group_id=chat.group_id, role=chat.role)
    moved = Chat(
        chat_id=new,
        group_id=chat.group_id,
        role=chat.role,
        title=chat.title,
        linked_at=chat.linked_at,
        unlinked_at=chat.unlinked_at if given_up or taken else None,
    )
    tx.add(moved)
    audit.write(tx, "groups.migrate", by=CLOCK, now=now, group_id=chat.group_id, old=old, new=new)
    return True

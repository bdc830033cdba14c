"""How chats come to a group and leave it."""

import telegram
from telegram.ext import filters

from handlers.kit.entries import Entry, membership, pressed, report
from handlers.kit.visit import Visit
from handlers.screens import groups as b
from models.errors import Done, Gone, Refusal
from models.groups import actions
from models.groups import notices as n
from models.groups.queries import chats
from models.groups.tables import ChatRole
from models.issues.topics import note_forum
from models.people.rules import acting
from models.people.tables import Member, Role

_THERE = ("member", "administrator", "restricted")
_GROUPS = ("group", "supergroup")


async def own_place_changed(visit: Visit) -> None:
    """The bot is added to a group, raised, or removed."""
    change = visit.update.my_chat_member
    if change is None or change.chat.type not in _GROUPS:
        return
    was, now = change.old_chat_member.status in _THERE, change.new_chat_member.status in _THERE
    if not now:
        await actions.lose_chat(
            visit.tx, chat_id=change.chat.id, bot_id=visit.bot.id, now=visit.now
        )
    elif not was and await visit.tx.load(chats, change.chat.id) is None:
        await visit.say(n.WhatIsThis(title=change.chat.title or ""))


async def this_is(visit: Visit) -> None:
    """Somebody says what the chat is: the staff may."""
    button = visit.pressed(b.ThisIs)
    chat = visit.update.effective_chat
    places = [one for one in await visit.members() if one.role is Role.STAFF]
    if button.group_id:
        places = [one for one in places if one.group_id == button.group_id]
    if not places or chat is None:
        raise Refusal(n.NotForYou())
    role = _role(button.role)
    if len(places) > 1:
        await visit.change(await _which(visit, chat, role, places))
    else:
        await _link(visit, chat, role, places[0], replace=bool(button.replace))
    await visit.toast(Done())


def _role(word: str) -> ChatRole:
    try:
        return ChatRole(word)
    except ValueError:
        raise Refusal(Gone()) from None


async def _which(
    visit: Visit, chat: telegram.Chat, role: ChatRole, places: list[Member]
) -> n.WhichGroup:
    groups = tuple([(one.group_id, (await visit.group(one.group_id)).name) for one in places])
    return n.WhichGroup(title=chat.title or "", role=role, groups=groups)


async def _link(
    visit: Visit, chat: telegram.Chat, role: ChatRole, staff: Member, *, replace: bool
) -> None:
    """Link the chat; where the group has another one, ask whether this replaces it."""
    group = await visit.group(staff.group_id)
    try:
        await actions.link_chat(
            visit.tx,
            group_id=group.id,
            chat_id=chat.id,
            role=role,
            title=chat.title or group.name,
            by=acting(staff),
            now=visit.now,
            replace=replace,
        )
    except Refusal as refusal:
        if not isinstance(refusal.notice, n.RoleTaken):
            raise
        await visit.change(refusal.notice)
        return
    await note_forum(visit.tx, chat_id=chat.id, is_forum=bool(chat.is_forum))
    await visit.change(n.Linked(group_name=group.name, role=role))


async def moved(visit: Visit) -> None:
    """A group has become a supergroup with another number: both chats say so, in any order."""
    message = visit.update.message
    if message is None:
        return
    old, new = message.migrate_from_chat_id, message.migrate_to_chat_id
    if new is not None:
        await actions.migrate(visit.tx, old=message.chat.id, new=new, now=visit.now)
    elif old is not None:
        await actions.migrate(visit.tx, old=old, new=message.chat.id, now=visit.now)


async def renamed(visit: Visit) -> None:
    """A group has a new title."""
    message = visit.update.message
    if message is not None and message.new_chat_title:
        await actions.note_title(visit.tx, chat_id=message.chat.id, title=message.new_chat_title)


ENTRIES: tuple[Entry, ...] = (
    membership("own place", own_place_changed, own=True),
    pressed(b.ThisIs, this_is, may="staff"),
    report("moved", filters.StatusUpdate.MIGRATE, moved),
    report("renamed", filters.StatusUpdate.NEW_CHAT_TITLE, renamed),
)

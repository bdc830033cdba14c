"""Who comes, goes, rises and falls in a chat, and which bots are told."""

from typing import TYPE_CHECKING

from sandbox.world.chats import Chat, InviteLink, Member
from sandbox.world.people import Bot, User
from sandbox.world.posting import announce
from sandbox.world.shapes import Json

if TYPE_CHECKING:
    from sandbox.world.world import World


def become(
    world: "World",
    chat: Chat,
    new: Member,
    *,
    by: User,
    link: InviteLink | None = None,
    by_request: bool = False,
) -> None:
    """Change what somebody is in a chat and tell the bots that may know."""
    old = chat.member(new.user.id) or Member(user=new.user, status="left")
    old_shape = old.shape(chat)
    watchers = [bot for bot in chat.bots.values() if bot.id in chat.admin_ids]
    chat.put(new)
    update = {
        "chat": chat.shape(),
        "from": by.shape(),
        "date": world.date(),
        "old_chat_member": old_shape,
        "new_chat_member": new.shape(chat),
    }
    if link is not None:
        update["invite_link"] = link.shape()
    if by_request:
        update["via_join_request"] = True
    if isinstance(new.user, Bot):
        new.user.inbox.push("my_chat_member", update, key=chat.id)
    for bot in watchers:
        if bot is not new.user:
            bot.inbox.push("chat_member", update, key=chat.id)
    world.events.add("member", chat_id=chat.id, user_id=new.user.id, status=new.status)


def private_status(world: "World", chat: Chat, *, blocked: bool) -> None:
    """Tell a bot that a person has blocked it, or let it in again."""
    if chat.person is None or chat.bot is None:
        raise ValueError("only a private chat can be blocked")
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    update: Json = {
        "chat": chat.shape(),
        "from": chat.person.shape(),
        "date": world.date(),
        "old_chat_member": Member(user=chat.bot, status=before).shape(chat),
        "new_chat_member": Member(user=chat.bot, status=after).shape(chat),
    }
    chat.bot.inbox.push("my_chat_member", update, key=chat.id)
    world.events.add("user", user_id=chat.person.id)


def enter(
    world: "World",
    chat: Chat,
    user: User,
    *,
    by: User,
    link: InviteLink | None = None,
    by_request: bool = False,
) -> None:
    """Let somebody into a chat, with the service message a group shows."""
    chat.join_requests.pop(user.id, None)
    if link is not None:
        link.used += 1
    known = chat.member(user.id)
    tag = known.tag if known is not None else None
    become(
        world,
        chat,
        Member(user=user, status="member", tag=tag),
        by=by,
        link=link,
        by_request=by_request,
    )
    if chat.is_group:
        newcomer = user.shape()
        body = {"new_chat_members": [newcomer], "new_chat_member": newcomer}
        announce(world, chat, body, by=by)


def leave(
    world: "World", chat: Chat, user: User, *, by: User, banned: bool, until: int = 0
) -> None:
    """Take somebody out of a chat, with the service message a group shows."""
    status = "kicked" if banned else "left"
    if chat.is_group:
        announce(world, chat, {"left_chat_member": user.shape()}, by=by)
    become(world, chat, Member(user=user, status=status, until=until), by=by)


def migrate(world: "World", chat: Chat) -> Chat:
    """Turn a basic group into a supergroup; the old chat answers no more."""
    new = world.add_group(
        chat.title or "",
        "supergroup",
        creator=next(m.user.id for m in chat.members.values() if m.status == "creator"),
    )
    for member in chat.members.values():
        if member.is_present:
            new.put(member)
    new.permissions = dict(chat.permissions)
    new.description = chat.description
    creator = next(m.user for m in new.members.values() if m.status == "creator")
    new.migrated_from = chat.id
    announce(world, chat, {"migrate_to_chat_id": new.id}, by=creator)
    chat.migrated_to = new.id
    announce(world, new, {"migrate_from_chat_id": chat.id}, by=creator)
    for user_id in list(chat.members):
        world.account(user_id).chat_ids.discard(chat.id)
    world.events.add("chat", chat_id=new.id, migrated_from=chat.id)
    return new

"""The world as the chat page sees it."""

from itertools import takewhile

from sandbox.world import World
from sandbox.world.chats import Chat
from sandbox.world.menus import commands_for
from sandbox.world.people import User
from sandbox.world.shapes import Json, present


def state(world: World, viewer: int | None) -> Json:
    """Give everybody, and the chats the viewer is in (without a viewer: all)."""
    return {
        "now": world.clock.now().isoformat(),
        "offset": world.clock.offset,
        "seq": world.events.seq,
        "users": [_user(user) for user in world.users.values()],
        "bots": [
            {"id": bot.id, "name": bot.name, "username": bot.username, "privacy": bot.privacy}
            for bot in world.bots.values()
        ],
        "chats": _chats(world, viewer),
    }


def _user(user: User) -> Json:
    shaped = present(
        id=user.id,
        name=user.full_name,
        first_name=user.name,
        last_name=user.last_name,
        username=user.username,
        phone=user.phone,
        language_code=user.language_code,
        blocked_bots=sorted(user.blocked),
        deactivated=user.deactivated,
    )
    return shaped | ({"big_font": True} if user.big_font else {})


def _chats(world: World, viewer: int | None) -> list[Json]:
    if viewer is None:
        every = [*world.chats.values(), *world.privates.values()]
        return [_chat(world, chat, None) for chat in every if chat.migrated_to is None]
    person = world.person(viewer)
    groups = [world.chats[chat_id] for chat_id in sorted(person.chat_ids, reverse=True)]
    privates = [
        world.privates.get((viewer, bot.id))
        or Chat(id=viewer, type="private", person=person, bot=bot)
        for bot in world.bots.values()
    ]
    return [_chat(world, chat, viewer) for chat in [*privates, *groups]]


def _chat(world: World, chat: Chat, viewer: int | None) -> Json:
    del viewer
    if chat.bot is not None and chat.person is not None:
        first = chat.bot.id == next(iter(world.bots))
        members = [(chat.person.id, "member"), (chat.bot.id, "member")]
        named: Json = {
            "id": chat.id if first else chat.bot.id,
            "title": chat.bot.name,
            "bot_id": chat.bot.id,
            "started": chat.started,
            "blocked": chat.bot.id in chat.person.blocked,
        }
    else:
        members = [(m.user.id, m.status) for m in chat.members.values() if m.is_present]
        named = {"id": chat.id, "title": chat.title}
    return named | {
        "type": chat.type,
        "is_forum": chat.is_forum,
        "members": [{"id": user_id, "status": status} for user_id, status in members],
        "topics": [
            topic.shape() | {"closed": topic.closed, "hidden": topic.hidden}
            for topic in chat.topics.values()
            if not topic.deleted
        ],
        "pinned": list(chat.pinned),
        "last_message_id": chat.next_message_id - 1,
        "join_requests": list(chat.join_requests),
    }


def menu(world: World, user_id: int, chat_id: int) -> Json:
    """Give the commands and menu buttons a person has in a chat, bot by bot."""
    user, chat = world.person(user_id), world.chat(chat_id, viewer=user_id)
    bots = [chat.bot] if chat.bot is not None else list(chat.bots.values())
    commands = [
        command | {"bot_id": bot.id, "bot": bot.username}
        for bot in bots
        for command in commands_for(bot, user, chat)
    ]
    shaped: Json = {"commands": commands}
    if chat.bot is not None:
        buttons = chat.bot.menu_buttons
        default = {"type": "commands"}
        shaped["menu_button"] = buttons.get(user_id) or buttons.get(0) or default
    return shaped


def calls(world: World, after: int) -> list[Json]:
    """Give the calls after a number, oldest first."""
    newest = takewhile(lambda call: call.seq > after, reversed(world.calls))
    return [
        present(
            seq=call.seq,
            method=call.method,
            params=call.params,
            status=call.status,
            at=call.at,
            duration=call.duration,
            description=call.description,
        )
        for call in newest
    ][::-1]

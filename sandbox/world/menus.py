"""Which commands a person sees in a chat: the narrowest scope, their language first."""

from sandbox.world.chats import Chat
from sandbox.world.people import Bot, User
from sandbox.world.shapes import Json

SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


def commands_for(bot: Bot, user: User, chat: Chat) -> list[Json]:
    """Resolve a menu as Telegram's clients do."""
    language = (user.language_code or "").partition("-")[0]
    for scope in _scopes(user, chat):
        for wanted in (language, ""):
            found = bot.commands.get((scope, wanted))
            if found:
                return found
    return []


def _scopes(user: User, chat: Chat) -> list[str]:
    if chat.person is not None:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    member = chat.member(user.id)
    runs = member is not None and member.is_admin
    return [
        f"chat_member:{chat.id}:{user.id}",
        *([f"chat_administrators:{chat.id}"] if runs else []),
        f"chat:{chat.id}",
        *(["all_chat_administrators"] if runs else []),
        "all_group_chats",
        "default",
    ]

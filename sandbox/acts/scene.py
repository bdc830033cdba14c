"""What every deed needs: the world, who acts and where."""

from sandbox.world import World
from sandbox.world.chats import Chat, Member
from sandbox.world.messages import Message
from sandbox.world.people import User
from sandbox.world.posting import alive


class DeedError(ValueError):
    """A deed that Telegram's app would not let a person do; the words say why."""


class Scene:
    """The world in which people act."""

    def __init__(self, world: World) -> None:
        self.world = world

    def place(self, user_id: int, chat_id: int) -> tuple[User, Chat]:
        """Find who acts and where; refuses a chat the person is not in."""
        user = self.world.account(user_id)
        chat = self.world.chat(chat_id, viewer=user_id)
        if chat.migrated_to is not None:
            chat = self.world.chats[chat.migrated_to]
        if not chat.has(user_id):
            raise DeedError(f"user {user_id} is not in chat {chat_id}")
        return user, chat

    def allowed(self, user: User, chat: Chat, right: str, thread: int | None = None) -> None:
        """Refuse what this person may not send here."""
        if user.deactivated:
            raise DeedError("the account is deleted")
        if chat.person is not None:
            self._unblock_by_writing(user, chat)
            return
        member = chat.members[user.id]
        if member.is_admin:
            return
        if chat.type == "channel":
            raise DeedError("only administrators write in a channel")
        granted = chat.permissions.get(right, True)
        if not granted or (member.status == "restricted" and not member.rights.get(right, False)):
            raise DeedError(f"not allowed here: {right}")
        topic = chat.topics.get(thread or 1)
        if topic is not None and (topic.closed or topic.deleted):
            raise DeedError("the topic is closed")

    def _unblock_by_writing(self, user: User, chat: Chat) -> None:
        if chat.bot is not None and chat.bot.id in user.blocked:
            raise DeedError("the bot is blocked; unblock it first")
        chat.started = True

    def message(self, chat: Chat, message_id: int) -> Message:
        """Find a message."""
        found = alive(chat, message_id)
        if found is None:
            raise DeedError(f"there is no message {message_id}")
        return found

    def reply(self, chat: Chat, message_id: int | None) -> Message | None:
        """Find the message that is answered, if one is."""
        return None if message_id is None else self.message(chat, message_id)

    def require_admin(self, user: User, chat: Chat, right: str) -> Member:
        """Refuse what only administrators with this right may do."""
        member = chat.member(user.id)
        if member is None or not member.may(right):
            raise DeedError(f"user {user.id} lacks {right}")
        return member

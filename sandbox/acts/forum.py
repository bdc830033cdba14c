"""Topics, as people open and close them."""

from sandbox.acts.scene import DeedError, Scene
from sandbox.world import forum
from sandbox.world.chats import Chat, Topic
from sandbox.world.people import User
from sandbox.world.posting import remove


class Forum(Scene):
    """What people do with topics."""

    def set_forum(self, actor_id: int, chat_id: int, *, on: bool = True) -> None:
        """Switch a supergroup's topics on or off."""
        actor, chat = self.place(actor_id, chat_id)
        self.require_admin(actor, chat, "can_change_info")
        if chat.type != "supergroup":
            raise DeedError("only a supergroup has topics")
        if on:
            chat.open_forum()
        else:
            chat.is_forum = False
        self.world.events.add("chat", chat_id=chat.id)

    def create_topic(self, user_id: int, chat_id: int, name: str) -> int:
        """Open a topic; gives its thread id."""
        user, chat = self._forum(user_id, chat_id)
        if not chat.permissions.get("can_manage_topics"):
            self.require_admin(user, chat, "can_manage_topics")
        return forum.create(self.world, chat, name, by=user).thread_id

    def rename_topic(self, user_id: int, chat_id: int, thread: int, name: str) -> None:
        """Rename a topic."""
        user, chat = self._forum(user_id, chat_id)
        topic = self._topic(user, chat, thread)
        forum.edit(self.world, chat, topic, name=name, emoji=topic.icon_custom_emoji_id, by=user)

    def close_topic(self, user_id: int, chat_id: int, thread: int) -> None:
        """Close a topic."""
        user, chat = self._forum(user_id, chat_id)
        topic = self._topic(user, chat, thread)
        forum.set_closed(self.world, chat, topic, closed=True, by=user)

    def reopen_topic(self, user_id: int, chat_id: int, thread: int) -> None:
        """Reopen a topic."""
        user, chat = self._forum(user_id, chat_id)
        topic = self._topic(user, chat, thread)
        forum.set_closed(self.world, chat, topic, closed=False, by=user)

    def delete_topic(self, user_id: int, chat_id: int, thread: int) -> None:
        """Delete a topic with its messages; bots are not told, as in life."""
        user, chat = self._forum(user_id, chat_id)
        self.require_admin(user, chat, "can_delete_messages")
        topic = chat.topics[thread]
        topic.deleted = True
        for message in [m for m in chat.messages.values() if m.thread == thread]:
            if not message.deleted:
                remove(self.world, message)
        self.world.events.add("chat", chat_id=chat.id)

    def _forum(self, user_id: int, chat_id: int) -> tuple[User, Chat]:
        user, chat = self.place(user_id, chat_id)
        if not chat.is_forum:
            raise DeedError("the chat has no topics")
        return user, chat

    def _topic(self, user: User, chat: Chat, thread: int) -> Topic:
        topic = chat.topics.get(thread)
        if topic is None or topic.deleted:
            raise DeedError(f"there is no topic {thread}")
        if topic.creator != user.id:
            self.require_admin(user, chat, "can_manage_topics")
        return topic

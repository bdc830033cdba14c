"""Writing, editing, deleting, forwarding, reacting."""

from collections import Counter
from datetime import datetime

from sandbox.acts.joining import Joining
from sandbox.acts.scene import DeedError
from sandbox.entities import Formatted, find, parse
from sandbox.methods.copying import origin_of
from sandbox.methods.texts import TEXT_LIMIT, body, length
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.people import Bot, User
from sandbox.world.posting import changed, post, remove
from sandbox.world.shapes import Json


class Writing(Joining):
    """What people say."""

    def write(
        self,
        user_id: int,
        chat_id: int,
        text: str,
        *,
        reply_to: int | None = None,
        forward_from: int | None = None,
        thread: int | None = None,
        date: datetime | int | None = None,
    ) -> Message:
        """Write a message; `forward_from` makes it one forwarded from that person or chat."""
        user, chat = self.place(user_id, chat_id)
        self.allowed(user, chat, "can_send_messages", thread)
        return self._say(
            user, chat, text, reply_to=reply_to, forward_from=forward_from, thread=thread, date=date
        )

    def write_marked(self, user_id: int, chat_id: int, html: str) -> Message:
        """Write words that are marked, as somebody does with the menu of their app."""
        user, chat = self.place(user_id, chat_id)
        self.allowed(user, chat, "can_send_messages", None)
        return post(self.world, chat, body("text", "entities", parse(html, "HTML")), sender=user)

    def _say(
        self,
        user: User | None,
        chat: Chat,
        text: str,
        *,
        sender_chat: Chat | None = None,
        signature: str | None = None,
        reply_to: int | None = None,
        forward_from: int | None = None,
        thread: int | None = None,
        date: datetime | int | None = None,
    ) -> Message:
        if not text.strip() or length(self.world, text.strip()) > TEXT_LIMIT:
            raise DeedError("a message has 1 to 4096 characters")
        when = int(date.timestamp()) if isinstance(date, datetime) else date
        return post(
            self.world,
            chat,
            body("text", "entities", find(Formatted(text.strip(), []))),
            sender=user,
            sender_chat=sender_chat,
            signature=signature,
            reply_to=self.reply(chat, reply_to),
            thread=thread,
            origin=None if forward_from is None else self._origin(forward_from, when),
            date=when,
        )

    def _origin(self, source: int, when: int | None) -> dict[str, object]:
        date = self.world.date() if when is None else when
        if source in self.world.chats:
            chat = self.world.chats[source].shape()
            return {"type": "chat", "date": date, "sender_chat": chat}
        user = self.world.account(source)
        if user.hides_forwards:
            return {"type": "hidden_user", "date": date, "sender_user_name": user.full_name}
        return {"type": "user", "date": date, "sender_user": user.shape()}

    def start(
        self, user_id: int, bot: Bot | int | None = None, payload: str | None = None
    ) -> Message:
        """Open the private chat with a bot (the first one if none is named) and press START."""
        bot_id = bot.id if isinstance(bot, Bot) else bot or next(iter(self.world.bots))
        user = self.world.person(user_id)
        chat = self.world.private(user_id, bot_id)
        if bot_id in user.blocked:
            self.unblock(user_id, bot_id)
        chat.started = True
        return self._say(user, chat, f"/start {payload}" if payload else "/start")

    def edit(self, user_id: int, chat_id: int, message_id: int, text: str) -> Message:
        """Change the text (or caption) of one's own message."""
        user, chat = self.place(user_id, chat_id)
        message = self.message(chat, message_id)
        if message.sender is not user:
            raise DeedError("only one's own messages can be edited")
        captioned = "text" not in message.body
        names = ("caption", "caption_entities") if captioned else ("text", "entities")
        kept = {name: value for name, value in message.body.items() if name not in names}
        message.body = kept | body(*names, find(Formatted(text.strip(), [])))
        changed(self.world, message, tell_bots=True)
        return message

    def delete(self, user_id: int, chat_id: int, message_id: int) -> None:
        """Delete a message for everybody; bots are not told, as in life."""
        user, chat = self.place(user_id, chat_id)
        message = self.message(chat, message_id)
        if message.sender is not user and chat.person is None:
            self.require_admin(user, chat, "can_delete_messages")
        remove(self.world, message)

    def forward(self, user_id: int, from_chat_id: int, message_id: int, to_chat_id: int) -> Message:
        """Forward a message from one chat to another."""
        user, source = self.place(user_id, from_chat_id)
        message = self.message(source, message_id)
        if message.protected:
            raise DeedError("the content is protected")
        _, chat = self.place(user_id, to_chat_id)
        self.allowed(user, chat, "can_send_messages")
        return post(self.world, chat, dict(message.body), sender=user, origin=origin_of(message))

    def write_as_anonymous_admin(
        self, user_id: int, chat_id: int, text: str, reply_to: int | None = None
    ) -> Message:
        """Write as an administrator who stays anonymous."""
        user, chat = self.place(user_id, chat_id)
        member = chat.members[user.id]
        if not member.is_admin:
            raise DeedError("only administrators can be anonymous")
        return self._say(
            user,
            chat,
            text,
            sender_chat=chat,
            signature=member.custom_title,
            reply_to=reply_to,
        )

    def write_as_channel(self, channel_id: int, chat_id: int, text: str) -> Message:
        """Write in a channel's name, in the channel itself or in a group."""
        channel, chat = self.world.chats[channel_id], self.world.chats[chat_id]
        return self._say(None, chat, text, sender_chat=channel)

    def react(self, user_id: int, chat_id: int, message_id: int, emoji: str | None = None) -> None:
        """Put one's reaction under a message, or take it away."""
        user, chat = self.place(user_id, chat_id)
        message = self.message(chat, message_id)
        old = message.reactions.get(user_id, [])
        new = [emoji] if emoji else []
        message.reactions.pop(user_id, None)
        if new:
            message.reactions[user_id] = new
        self.world.events.add("reaction", message, user_id=user_id)
        self._tell_of_reaction(user, message, old, new)

    def _tell_of_reaction(
        self, user: User, message: Message, old: list[str], new: list[str]
    ) -> None:
        chat = message.chat
        update: Json = {
            "chat": chat.shape(),
            "message_id": message.id,
            "date": self.world.date(),
            "old_reaction": [{"type": "emoji", "emoji": each} for each in old],
            "new_reaction": [{"type": "emoji", "emoji": each} for each in new],
        }
        member = chat.member(user.id)
        if member is not None and member.anonymous:
            update["actor_chat"] = chat.shape()
        else:
            update["user"] = user.shape()
        for bot in [chat.bot] if chat.bot else chat.bots.values():
            if chat.person is None and bot.id not in chat.admin_ids:
                continue
            if chat.type == "channel":
                bot.inbox.push("message_reaction_count", reaction_count(message), key=chat.id)
            else:
                bot.inbox.push("message_reaction", update, key=chat.id)

    def raw_update(self, bot_id: int, update: dict[str, object]) -> int:
        """Put an update of any content before a bot, well formed or not."""
        return self.world.bots[bot_id].inbox.push_raw(update)


def reaction_count(message: Message) -> Json:
    """Give how often each reaction stands under a channel's post."""
    counted = Counter(emoji for chosen in message.reactions.values() for emoji in chosen)
    return {
        "chat": message.chat.shape(),
        "message_id": message.id,
        "date": message.edited or message.date,
        "reactions": [
            {"type": {"type": "emoji", "emoji": emoji}, "total_count": count}
            for emoji, count in counted.items()
        ],
    }

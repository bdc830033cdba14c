"""Putting messages into chats, changing and removing them, and telling the bots that may know."""

from typing import TYPE_CHECKING

from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.people import Bot, User
from sandbox.world.shapes import Json

if TYPE_CHECKING:
    from sandbox.world.world import World

# What a bot hears of although it did it itself.
OWN_DEEDS_HEARD = (
    "pinned_message",
    "left_chat_member",
    "new_chat_title",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
)


def post(  # noqa: PLR0913 - a message is made of all of these
    world: "World",
    chat: Chat,
    body: Json,
    *,
    sender: User | None,
    sender_chat: Chat | None = None,
    signature: str | None = None,
    reply_to: Message | None = None,
    thread: int | None = None,
    markup: Json | None = None,
    origin: Json | None = None,
    album: str | None = None,
    protected: bool = False,
    service: bool = False,
    date: int | None = None,
    silent: bool = False,
) -> Message:
    """Put a message into a chat and tell the bots that may hear it."""
    message = Message(
        id=chat.next_message_id,
        chat=chat,
        date=world.date() if date is None else date,
        body=body,
        sender=sender,
        sender_chat=sender_chat,
        signature=signature,
        reply_to=reply_to,
        markup=markup,
        origin=origin,
        album=album,
        protected=protected or chat.protected,
        service=service,
    )
    chat.next_message_id += 1
    chat.messages[message.id] = message
    place(message, thread)
    if message.from_bot and sender is not None:
        chat.last_bot = sender.id
    world.events.add("message", message)
    if not silent:
        tell(message, "channel_post" if chat.type == "channel" else "message")
    return message


def place(message: Message, thread: int | None) -> None:
    """Put a message into its topic, or into the thread of what it answers."""
    chat, answered = message.chat, message.reply_to
    if chat.is_forum:
        topic = thread if thread is not None else answered.thread if answered else None
        if topic in chat.topics and topic != 1:
            message.thread, message.in_topic = topic, True
            if answered is None and topic != message.id:
                message.reply_to = chat.messages.get(topic)
    elif chat.type == "supergroup" and answered is not None:
        message.thread = answered.thread or answered.id


def tell(message: Message, kind: str) -> None:
    """Create the update of this message for every bot that hears it."""
    chat = message.chat
    bots = (chat.bot,) if chat.bot is not None else chat.bots.values()
    shaped: Json | None = None
    for bot in bots:
        if hears(bot, message):
            shaped = shaped or message.shape()
            bot.inbox.push(kind, shaped, key=chat.id)


def hears(bot: Bot, message: Message) -> bool:
    """Say whether a bot is told of this message."""
    chat = message.chat
    if message.sender is bot and message.sender_chat is None:
        return message.service and any(kind in message.body for kind in OWN_DEEDS_HEARD)
    if message.from_bot and not message.service:
        return False
    if not chat.is_group or message.service or not bot.privacy or bot.id in chat.admin_ids:
        return True
    return is_addressed(bot, message)


def is_addressed(bot: Bot, message: Message) -> bool:
    """Say whether a message in a group is meant for this bot (privacy mode)."""
    answered = message.reply_to
    if answered is not None and not answered.service and answered.sender is bot:
        return True
    entities = message.body.get("entities") or message.body.get("caption_entities") or ()
    for entity in entities:
        if entity["type"] == "bot_command":
            named = command_recipient(message.text or "", entity)
            if named == (bot.username or "").lower():
                return True
            only_bot = len(message.chat.bots) == 1 or message.chat.last_bot == bot.id
            if not named and entity["offset"] == 0 and only_bot:
                return True
    return False


def command_recipient(text: str, entity: Json) -> str:
    """Give the username after the @ of a command, lower-cased, or nothing."""
    units = text.encode("utf-16-le")
    start, length = entity["offset"] * 2, entity["length"] * 2
    command = units[start : start + length].decode("utf-16-le")
    return command.partition("@")[2].lower()


def changed(world: "World", message: Message, *, tell_bots: bool) -> None:
    """Record that a message was edited."""
    message.edited = world.date()
    world.events.add("edited", message)
    if tell_bots:
        channel = message.chat.type == "channel"
        tell(message, "edited_channel_post" if channel else "edited_message")


def remove(world: "World", message: Message) -> None:
    """Delete a message; bots are not told, as in life."""
    chat = message.chat
    message.deleted = True
    chat.deleted_ids.append(message.id)
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    world.events.add("deleted", chat_id=chat.id, message_id=message.id)


def announce(
    world: "World", chat: Chat, body: Json, *, by: User | None, thread: int | None = None
) -> Message:
    """Post a service message."""
    sender_chat = chat if chat.type == "channel" else None
    sender = None if chat.type == "channel" else by
    return post(
        world, chat, body, sender=sender, sender_chat=sender_chat, thread=thread, service=True
    )


def alive(chat: Chat, message_id: int) -> Message | None:
    """Find a message that has not been deleted."""
    found = chat.messages.get(message_id)
    return None if found is None or found.deleted else found

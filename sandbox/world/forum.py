"""Topics of a forum: opening, renaming, closing, with the service messages they leave."""

from typing import TYPE_CHECKING

from sandbox.world.chats import GENERAL, Chat, Topic
from sandbox.world.people import User
from sandbox.world.posting import announce
from sandbox.world.shapes import present

if TYPE_CHECKING:
    from sandbox.world.world import World


def create(
    world: "World",
    chat: Chat,
    name: str,
    *,
    by: User,
    color: int = 0x6FB9F0,
    emoji: str | None = None,
) -> Topic:
    """Open a topic; its id is that of the service message."""
    topic = Topic(
        thread_id=chat.next_message_id,
        name=name,
        icon_color=color,
        icon_custom_emoji_id=emoji,
        creator=by.id,
    )
    chat.topics[topic.thread_id] = topic
    made = present(name=name, icon_color=color, icon_custom_emoji_id=emoji)
    announce(world, chat, {"forum_topic_created": made}, by=by, thread=topic.thread_id)
    world.events.add("chat", chat_id=chat.id)
    return topic


def edit(
    world: "World", chat: Chat, topic: Topic, *, name: str, emoji: str | None, by: User
) -> None:
    """Rename a topic or change its icon."""
    edited = present(
        name=name if name != topic.name else None,
        icon_custom_emoji_id=(emoji or "") if emoji != topic.icon_custom_emoji_id else None,
    )
    topic.name, topic.icon_custom_emoji_id = name, emoji
    announce(world, chat, {"forum_topic_edited": edited}, by=by, thread=topic.thread_id)
    world.events.add("chat", chat_id=chat.id)


def set_closed(world: "World", chat: Chat, topic: Topic, *, closed: bool, by: User) -> None:
    """Close or reopen a topic."""
    topic.closed = closed
    what = "forum_topic_closed" if closed else "forum_topic_reopened"
    thread = None if topic.thread_id == GENERAL else topic.thread_id
    announce(world, chat, {what: {}}, by=by, thread=thread)
    world.events.add("chat", chat_id=chat.id)


def announce_general(world: "World", chat: Chat, *, hidden: bool, by: User) -> None:
    """Say that the General topic was hidden or shown."""
    what = "general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden"
    announce(world, chat, {what: {}}, by=by)
    world.events.add("chat", chat_id=chat.id)

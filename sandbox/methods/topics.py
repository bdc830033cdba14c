"""Forum topics."""

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of, me
from sandbox.world import forum
from sandbox.world.chats import GENERAL, Chat, Topic
from sandbox.world.posting import alive, remove
from sandbox.world.shapes import Json

NAME_LIMIT = 128
COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)


def _forum(request: Request) -> Chat:
    chat = chat_of(request)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _name(request: Request, *, needed: bool) -> str:
    name = request.text("name").strip()
    if (needed and not name) or len(name) > NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
    return name


def _require(request: Request, chat: Chat, words: str, topic: Topic | None = None) -> None:
    own = topic is not None and topic.creator == request.bot.id
    plain = topic is None and chat.permissions.get("can_manage_topics", False)
    if not (own or plain or me(request, chat).may("can_manage_topics")):
        raise bad_request(words)


def _topic(request: Request, chat: Chat) -> Topic:
    topic = chat.topics.get(request.integer("message_thread_id"))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    if topic.deleted:
        raise bad_request("TOPIC_DELETED")
    return topic


@method("createForumTopic")
def create(request: Request) -> Json:
    """Open a topic."""
    chat = _forum(request)
    _require(request, chat, "not enough rights to create a topic")
    color = request.integer("icon_color", COLORS[0])
    if color not in COLORS:
        raise bad_request("invalid icon color specified")
    emoji = request.maybe_text("icon_custom_emoji_id")
    name = _name(request, needed=True)
    return forum.create(request.world, chat, name, by=request.bot, color=color, emoji=emoji).shape()


@method("editForumTopic")
def edit(request: Request) -> bool:
    """Rename a topic or change its icon."""
    chat = _forum(request)
    topic = _topic(request, chat)
    _require(request, chat, "not enough rights to edit the topic", topic)
    name = _name(request, needed=False) or topic.name
    emoji = topic.icon_custom_emoji_id
    if "icon_custom_emoji_id" in request.params:
        emoji = request.text("icon_custom_emoji_id") or None
    if (name, emoji) == (topic.name, topic.icon_custom_emoji_id):
        raise bad_request("TOPIC_NOT_MODIFIED")
    forum.edit(request.world, chat, topic, name=name, emoji=emoji, by=request.bot)
    return True


@method("closeForumTopic", "reopenForumTopic")
def close_or_reopen(request: Request) -> bool:
    """Close or reopen a topic."""
    chat = _forum(request)
    return _set_closed(request, chat, _topic(request, chat))


@method("closeGeneralForumTopic", "reopenGeneralForumTopic")
def close_or_reopen_general(request: Request) -> bool:
    """Close or reopen the General topic."""
    chat = _forum(request)
    return _set_closed(request, chat, chat.topics[GENERAL])


def _set_closed(request: Request, chat: Chat, topic: Topic) -> bool:
    _require(request, chat, "not enough rights to close or open the topic", topic)
    closed = request.method.lower().startswith("close")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    forum.set_closed(request.world, chat, topic, closed=closed, by=request.bot)
    return True


@method("deleteForumTopic")
def delete(request: Request) -> bool:
    """Delete a topic with its messages."""
    chat = _forum(request)
    topic = _topic(request, chat)
    if topic.thread_id == GENERAL:
        raise bad_request("TOPIC_ID_INVALID")
    if not me(request, chat).may("can_delete_messages"):
        raise bad_request("not enough rights to delete the topic")
    topic.deleted = True
    for message in [m for m in chat.messages.values() if m.thread == topic.thread_id]:
        if not message.deleted:
            remove(request.world, message)
    request.world.events.add("chat", chat_id=chat.id)
    return True


@method("editGeneralForumTopic")
def edit_general(request: Request) -> bool:
    """Rename the General topic."""
    chat = _forum(request)
    _require(request, chat, "not enough rights to edit the topic", chat.topics[GENERAL])
    chat.topics[GENERAL].name = _name(request, needed=True)
    request.world.events.add("chat", chat_id=chat.id)
    return True


@method("hideGeneralForumTopic", "unhideGeneralForumTopic")
def hide_or_show_general(request: Request) -> bool:
    """Hide or show the General topic."""
    chat = _forum(request)
    topic = chat.topics[GENERAL]
    _require(request, chat, "not enough rights to close or open the topic", topic)
    hidden = request.method.lower().startswith("hide")
    if topic.hidden == hidden:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.hidden = hidden
    forum.announce_general(request.world, chat, hidden=hidden, by=request.bot)
    return True


@method("unpinAllForumTopicMessages", "unpinAllGeneralForumTopicMessages")
def unpin_all(request: Request) -> bool:
    """Unpin everything in a topic."""
    chat = _forum(request)
    general = "general" in request.method.lower()
    thread = None if general else _topic(request, chat).thread_id
    if not me(request, chat).may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    for message_id in list(chat.pinned):
        message = alive(chat, message_id)
        if message is None or message.thread == thread:
            chat.pinned.remove(message_id)
    return True


@method("getForumTopicIconStickers")
def get_icons(request: Request) -> list[Json]:
    """Give no icons: colours are enough here."""
    del request
    return []

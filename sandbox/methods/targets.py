"""Which chat, message or person a call means, and whether the bot may do this there."""

from sandbox.methods.errors import ApiError, bad_request, forbidden, migrated
from sandbox.methods.request import Request
from sandbox.world.chats import GENERAL, Chat, Member, Topic
from sandbox.world.messages import Message
from sandbox.world.people import User
from sandbox.world.posting import alive

# What the refusal calls a kind of message, and the right to send it.
SENDING = {
    "text": ("text messages", "can_send_messages"),
    "photo": ("photos", "can_send_photos"),
    "document": ("documents", "can_send_documents"),
    "video": ("videos", "can_send_videos"),
    "voice": ("voice notes", "can_send_voice_notes"),
    "audio": ("music", "can_send_audios"),
    "video_note": ("video notes", "can_send_video_notes"),
    "animation": ("animations", "can_send_other_messages"),
    "sticker": ("stickers", "can_send_other_messages"),
    "dice": ("dice", "can_send_messages"),
    "poll": ("polls", "can_send_polls"),
    "location": ("locations", "can_send_messages"),
    "venue": ("venues", "can_send_messages"),
    "contact": ("contacts", "can_send_messages"),
}


def chat_of(request: Request, name: str = "chat_id") -> Chat:
    """Find the chat a call names; refuses what this bot cannot know or has been put out of."""
    raw = request.text(name)
    if not raw:
        raise bad_request(f"{name} is empty")
    chat = _named(request, raw)
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    if chat.person is None:
        _require_presence(request, chat)
    return chat


def _named(request: Request, raw: str) -> Chat:
    world = request.world
    if raw.startswith("@"):
        found = world.by_username.get(raw[1:].lower())
        if isinstance(found, Chat):
            return found
        raise bad_request("chat not found")
    try:
        chat_id = int(raw)
    except ValueError:
        raise bad_request("chat not found") from None
    if chat_id in world.chats:
        return _known_chat(request, world.chats[chat_id])
    return _private(request, chat_id)


def _known_chat(request: Request, chat: Chat) -> Chat:
    if chat.member(request.bot.id) is None and chat.username is None:
        raise bad_request("chat not found")
    return chat


def _private(request: Request, user_id: int) -> Chat:
    world, bot = request.world, request.bot
    if user_id in world.bots:
        raise forbidden("the bot can't send messages to the bot")
    user = world.users.get(user_id)
    known = user is not None and (
        (user_id, bot.id) in world.privates or not user.chat_ids.isdisjoint(bot.chat_ids)
    )
    if not known:
        raise bad_request("chat not found")
    return world.private(user_id, bot.id)


def _require_presence(request: Request, chat: Chat) -> None:
    member = chat.member(request.bot.id)
    if chat.dissolved:
        raise forbidden("the group chat was deleted")
    if member is not None and member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if member is None or not member.is_present:
        raise forbidden(f"bot is not a member of the {chat.type} chat")


def target(request: Request, kind: str) -> Chat:
    """Find the chat to send a kind of message to; refuses where the bot may not write."""
    chat = chat_of(request)
    if chat.person is not None:
        require_open(request, chat)
    else:
        require_right_to_send(request, chat, kind)
    return chat


def require_open(request: Request, chat: Chat) -> None:
    """Refuse a private chat in which this bot may not write."""
    person, bot = chat.person, request.bot
    if person is None or person.deactivated:
        raise forbidden("user is deactivated")
    if bot.id in person.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")


def require_right_to_send(request: Request, chat: Chat, kind: str) -> None:
    """Refuse a kind of message that this bot may not send into a group or channel."""
    words, right = SENDING[kind]
    member = chat.members[request.bot.id]
    if chat.type == "channel":
        if not member.may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        return
    if member.is_admin:
        return
    allowed = chat.permissions.get(right, True)
    if member.status == "restricted":
        allowed = allowed and member.rights.get(right, False)
    if not allowed:
        raise bad_request(f"not enough rights to send {words} to the chat")


def thread_of(request: Request, chat: Chat) -> int | None:
    """Read the topic to send to; refuses one that is not there or closed to this bot."""
    thread = request.integer("message_thread_id")
    if not thread:
        topic = chat.topics.get(GENERAL)
        _require_open_topic(request, chat, topic)
        return None
    if not chat.is_forum:
        if chat.type == "supergroup" and alive(chat, thread):
            return thread
        raise bad_request("message thread not found")
    found = chat.topics.get(thread)
    if found is None or found.deleted or thread == GENERAL:
        raise bad_request("message thread not found")
    _require_open_topic(request, chat, found)
    return thread


def _require_open_topic(request: Request, chat: Chat, topic: Topic | None) -> None:
    if topic is not None and topic.closed and not me(request, chat).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def me(request: Request, chat: Chat) -> Member:
    """Give what the calling bot is in a chat."""
    return chat.member(request.bot.id) or Member(user=request.bot, status="left")


def require_right(request: Request, chat: Chat, right: str, words: str) -> None:
    """Refuse an administrator's deed; plain members may have some rights in a group too."""
    member = me(request, chat)
    granted = chat.is_group and not member.is_admin and chat.permissions.get(right, False)
    if right in {"can_pin_messages", "can_change_info", "can_invite_users"} and granted:
        return
    if not member.may(right):
        raise bad_request(words)


def message_of(request: Request, chat: Chat, words: str, name: str = "message_id") -> Message:
    """Find a message of a chat; `words` say what is not found."""
    if not request.text(name):
        raise bad_request("message identifier is not specified")
    found = alive(chat, request.integer(name))
    if found is None:
        raise bad_request(words)
    return found


def person_of(request: Request, words: str = "PARTICIPANT_ID_INVALID") -> User:
    """Find the account a call names as user_id."""
    raw = request.text("user_id")
    if not raw:
        raise bad_request("invalid user_id specified")
    user_id = request.integer("user_id")
    found = request.world.users.get(user_id) or request.world.bots.get(user_id)
    if found is None:
        raise bad_request(words)
    return found


def pace(request: Request, chat: Chat, messages: int = 1) -> None:
    """Refuse with 429 when the world's limits are on and used up."""
    wait = request.world.limits.wait(request.bot.id, chat.id, messages)
    if wait:
        words = f"Too Many Requests: retry after {wait}"
        raise ApiError(429, words, {"retry_after": wait})

"""Changing and removing what was sent: texts, captions, media, keyboards, reactions, pins."""

from sandbox.methods.errors import ApiError, bad_request
from sandbox.methods.keyboards import markup_of
from sandbox.methods.media import changed_media
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of, me, message_of, require_right
from sandbox.methods.texts import caption, message_text
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.posting import alive, announce, changed, remove
from sandbox.world.shapes import Json

TWO_DAYS = 48 * 3600
BATCH = 100
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
UNDELETABLE = frozenset({"migrate_to_chat_id", "migrate_from_chat_id", "group_chat_created"})
# fmt: off - a table reads better in rows
REACTIONS = frozenset(
    {
        "👍",
        "👎",
        "❤",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤‍🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨‍💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷‍♂",
        "🤷",
        "🤷‍♀",
        "😡",
    }
)
# fmt: on


def own_message(request: Request) -> tuple[Chat, Message]:
    """Find the message a call wants to change; refuses one that is not the bot's."""
    if request.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = chat_of(request)
    message = message_of(request, chat, "message to edit not found")
    mine = message.sender is request.bot or (
        chat.type == "channel" and me(request, chat).may("can_edit_messages")
    )
    if not mine or message.service or message.origin is not None:
        raise bad_request("message can't be edited")
    return chat, message


def amend(request: Request, message: Message, body: Json, markup: Json | None) -> Json:
    """Give a message a new body and keyboard; refuses when nothing would change."""
    if body == message.body and markup == message.markup:
        raise bad_request(SAME)
    message.body, message.markup = body, markup
    changed(request.world, message, tell_bots=False)
    return message.shape()


@method("editMessageText")
def edit_text(request: Request) -> Json:
    """Change the text of a message."""
    chat, message = own_message(request)
    body = message_text(request)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    kept = {name: value for name, value in message.body.items() if name == "quote"}
    return amend(request, message, kept | body, markup_of(request, chat, inline_only=True))


@method("editMessageCaption")
def edit_caption(request: Request) -> Json:
    """Change the caption of a message."""
    chat, message = own_message(request)
    body = caption(request)
    if "text" in message.body or message.poll is not None:
        raise bad_request("there is no caption in the message to edit")
    kept = {
        name: value
        for name, value in message.body.items()
        if name not in {"caption", "caption_entities"}
    }
    return amend(request, message, kept | body, markup_of(request, chat, inline_only=True))


@method("editMessageMedia")
def edit_media(request: Request) -> Json:
    """Change the media of a message."""
    chat, message = own_message(request)
    body = changed_media(request)
    return amend(request, message, body, markup_of(request, chat, inline_only=True))


@method("editMessageReplyMarkup")
def edit_markup(request: Request) -> Json:
    """Change the keyboard under a message."""
    chat, message = own_message(request)
    return amend(request, message, message.body, markup_of(request, chat, inline_only=True))


def require_deletable(request: Request, chat: Chat, message: Message) -> None:
    """Refuse to delete what this bot may not: others' messages, old ones, turning points."""
    member = me(request, chat)
    if UNDELETABLE & message.body.keys():
        raise bad_request("message can't be deleted")
    old = request.world.date() - message.date > TWO_DAYS
    if chat.type in {"supergroup", "channel"} and member.may("can_delete_messages"):
        return
    may = message.sender is request.bot or chat.type == "private"
    may = may or (chat.type == "group" and member.may("can_delete_messages"))
    if not may:
        raise bad_request("message can't be deleted")
    if old:
        raise bad_request("message can't be deleted for everyone")


@method("deleteMessage")
def delete_message(request: Request) -> bool:
    """Delete a message."""
    chat = chat_of(request)
    message = message_of(request, chat, "message to delete not found")
    require_deletable(request, chat, message)
    remove(request.world, message)
    return True


@method("deleteMessages")
def delete_messages(request: Request) -> bool:
    """Delete up to a hundred messages; those that are not there are passed over."""
    chat = chat_of(request)
    ids = request.items("message_ids")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > BATCH:
        raise bad_request("too many messages to delete")
    found = [alive(chat, int(message_id)) for message_id in ids]
    for message in found:
        if message is not None:
            try:
                require_deletable(request, chat, message)
            except ApiError:
                continue
            remove(request.world, message)
    return True


@method("setMessageReaction")
def set_reaction(request: Request) -> bool:
    """Put the bot's reaction under a message, or take it away."""
    chat = chat_of(request)
    message = message_of(request, chat, "message to react not found")
    chosen = request.items("reaction", "can't parse reaction types JSON object")
    if len(chosen) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emojis = [str(reaction.get("emoji", "")).replace("\ufe0f", "") for reaction in chosen]
    if any(emoji not in REACTIONS for emoji in emojis) or message.service:
        raise bad_request("REACTION_INVALID")
    if emojis:
        message.reactions[request.bot.id] = emojis
    else:
        message.reactions.pop(request.bot.id, None)
    request.world.events.add("reaction", message, user_id=request.bot.id)
    return True


@method("pinChatMessage")
def pin(request: Request) -> bool:
    """Pin a message, with the service message a chat shows."""
    chat = chat_of(request)
    require_pinning(request, chat)
    message = message_of(request, chat, "message to pin not found")
    if message.service:
        raise bad_request("message can't be pinned")
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    shown = message.shape(with_reply=False)
    announce(request.world, chat, {"pinned_message": shown}, by=request.bot, thread=message.thread)
    request.world.events.add("chat", chat_id=chat.id)
    return True


@method("unpinChatMessage")
def unpin(request: Request) -> bool:
    """Unpin a message, or the newest pinned one."""
    chat = chat_of(request)
    require_pinning(request, chat)
    message_id = request.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    request.world.events.add("chat", chat_id=chat.id)
    return True


@method("unpinAllChatMessages")
def unpin_all(request: Request) -> bool:
    """Unpin everything."""
    chat = chat_of(request)
    require_pinning(request, chat)
    chat.pinned.clear()
    request.world.events.add("chat", chat_id=chat.id)
    return True


def require_pinning(request: Request, chat: Chat) -> None:
    """Refuse a bot that may not pin here."""
    if chat.person is None:
        right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
        words = "not enough rights to manage pinned messages in the chat"
        require_right(request, chat, right, words)

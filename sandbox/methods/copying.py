"""Copies and forwards."""

from sandbox.methods.errors import ApiError, bad_request
from sandbox.methods.keyboards import markup_of
from sandbox.methods.messages import answered
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of, message_of, pace, target, thread_of
from sandbox.methods.texts import caption
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.posting import alive, post
from sandbox.world.shapes import Json, present

PROTECTED = "message has protected content and can't be forwarded"
NOT_COPIED = frozenset({"quote", "external_reply", "media_group_id"})
BATCH = 100


def origin_of(message: Message) -> Json:
    """Give where a forwarded message comes from, as far as its writer lets it be known."""
    if message.origin is not None:
        return message.origin
    if message.sender_chat is not None:
        chat = message.sender_chat
        if chat.type == "channel":
            return present(
                type="channel",
                date=message.date,
                chat=chat.shape(),
                message_id=message.id,
                author_signature=message.signature,
            )
        return {"type": "chat", "date": message.date, "sender_chat": chat.shape()}
    sender = message.sender
    if sender is None or sender.hides_forwards:
        name = "Deleted Account" if sender is None else sender.full_name
        return {"type": "hidden_user", "date": message.date, "sender_user_name": name}
    return {"type": "user", "date": message.date, "sender_user": sender.shape()}


def forward(request: Request, chat: Chat, message: Message, album: str | None = None) -> Message:
    """Forward one message; refuses a protected one."""
    if message.protected:
        raise bad_request(PROTECTED)
    if message.service:
        raise bad_request("the message can't be forwarded")
    thread = thread_of(request, chat)
    pace(request, chat)
    forwarded = post(
        request.world,
        chat,
        dict(message.body),
        sender=None if chat.type == "channel" else request.bot,
        sender_chat=chat if chat.type == "channel" else None,
        thread=thread,
        origin=origin_of(message),
        album=album,
        protected=request.flag("protect_content"),
        silent=True,
    )
    forwarded.poll = message.poll
    return forwarded


def copy(request: Request, chat: Chat, message: Message, album: str | None = None) -> Message:
    """Copy one message without saying where it comes from; refuses what cannot be copied."""
    if message.protected:
        raise bad_request(PROTECTED)
    if message.service or (message.poll is not None and message.poll.quiz):
        raise bad_request("the message can't be copied")
    body = {name: value for name, value in message.body.items() if name not in NOT_COPIED}
    if "caption" in request.params and "text" not in body:
        body = {name: value for name, value in body.items() if not name.startswith("caption")}
        body |= caption(request)
    if request.flag("remove_caption") and "text" not in body:
        body = {name: value for name, value in body.items() if not name.startswith("caption")}
    reply_to, quote = answered(request, chat)
    markup, thread = markup_of(request, chat), thread_of(request, chat)
    pace(request, chat)
    channel = chat.type == "channel"
    copied = post(
        request.world,
        chat,
        body | quote,
        sender=None if channel else request.bot,
        sender_chat=chat if channel else None,
        reply_to=reply_to,
        thread=thread,
        markup=markup,
        album=album,
        protected=request.flag("protect_content"),
        silent=True,
    )
    copied.poll = message.poll
    return copied


@method("forwardMessage")
def forward_message(request: Request) -> Json:
    """Forward a message."""
    chat = target(request, "text")
    source = chat_of(request, "from_chat_id")
    message = message_of(request, source, "message to forward not found")
    return forward(request, chat, message).shape()


@method("copyMessage")
def copy_message(request: Request) -> Json:
    """Copy a message."""
    chat = target(request, "text")
    source = chat_of(request, "from_chat_id")
    message = message_of(request, source, "message to copy not found")
    return {"message_id": copy(request, chat, message).id}


def _several(request: Request, deed: str) -> list[Message]:
    source = chat_of(request, "from_chat_id")
    ids = request.items("message_ids", "can't parse message identifiers JSON object")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > BATCH:
        raise bad_request(f"too many messages to {deed}")
    numbers = [int(message_id) for message_id in ids]
    if numbers != sorted(set(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    found = [alive(source, number) for number in numbers]
    return [message for message in found if message is not None]


def _albums(request: Request, messages: list[Message]) -> dict[str, str]:
    albums = {message.album for message in messages if message.album is not None}
    return {album: str(13_000_000_000_000_000 + request.world.number()) for album in albums}


@method("forwardMessages", "copyMessages")
def several(request: Request) -> list[Json]:
    """Forward or copy up to a hundred messages; what is missing or refused is passed over."""
    chat = target(request, "text")
    copying = request.method.lower() == "copymessages"
    messages = _several(request, "copy" if copying else "forward")
    if not messages:
        raise bad_request(f"there are no messages to {'copy' if copying else 'forward'}")
    albums = _albums(request, messages)
    done: list[Json] = []
    for message in messages:
        deed = copy if copying else forward
        try:
            sent = deed(request, chat, message, albums.get(message.album or ""))
        except ApiError as error:
            if error.code != 400:  # noqa: PLR2004 - only refusals of this one message
                raise
            continue
        done.append({"message_id": sent.id})
    return done

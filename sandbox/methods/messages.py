"""Sending: texts, places, cards, and what every kind of message has in common."""

from sandbox.methods.errors import bad_request
from sandbox.methods.keyboards import markup_of
from sandbox.methods.request import Request, method
from sandbox.methods.targets import pace, target, thread_of
from sandbox.methods.texts import message_text
from sandbox.world.chats import Chat
from sandbox.world.messages import Message, Poll
from sandbox.world.posting import alive, post
from sandbox.world.shapes import Json, present

CHAT_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "record_audio",
        "upload_audio",
    ]
)


def answered(request: Request, chat: Chat) -> tuple[Message | None, Json]:
    """Find the message a call replies to, and the fields that quote it."""
    given = request.record("reply_parameters", "can't parse reply parameters JSON object")
    message_id = given.get("message_id") or request.integer("reply_to_message_id")
    if not message_id:
        return None, {}
    found = alive(chat, int(message_id))
    lenient = given.get("allow_sending_without_reply") or request.flag(
        "allow_sending_without_reply"
    )
    if found is None and not lenient:
        raise bad_request("message to be replied not found")
    if found is None or not given.get("quote"):
        return found, {}
    quote = str(given["quote"])
    if quote not in (found.text or ""):
        raise bad_request("QUOTE_TEXT_INVALID")
    position = len((found.text or "").partition(quote)[0].encode("utf-16-le")) // 2
    return found, {"quote": {"text": quote, "position": position, "is_manual": True}}


def deliver(
    request: Request, chat: Chat, body: Json, *, poll: Poll | None = None, album: str | None = None
) -> Message:
    """Send what a call asks for, with keyboard, reply, topic and protection."""
    markup = markup_of(request, chat) if album is None else None
    reply_to, quote = answered(request, chat)
    thread = thread_of(request, chat)
    if album is None:
        pace(request, chat)
    channel = chat.type == "channel"
    message = post(
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
        silent=channel,
    )
    message.poll = poll
    return message


@method("sendMessage")
def send_message(request: Request) -> Json:
    """Send a text."""
    chat = target(request, "text")
    return deliver(request, chat, message_text(request)).shape()


@method("sendLocation")
def send_location(request: Request) -> Json:
    """Send a place on the map."""
    chat = target(request, "location")
    return deliver(request, chat, {"location": _place(request)}).shape()


@method("sendVenue")
def send_venue(request: Request) -> Json:
    """Send a place with its name and address."""
    chat = target(request, "venue")
    place = _place(request)
    venue = {
        "location": place,
        "title": request.text("title"),
        "address": request.text("address"),
    }
    return deliver(request, chat, {"location": place, "venue": venue}).shape()


def _place(request: Request) -> Json:
    return present(
        latitude=request.number("latitude"),
        longitude=request.number("longitude"),
        live_period=request.integer("live_period") or None,
    )


@method("sendContact")
def send_contact(request: Request) -> Json:
    """Send a card with a phone number."""
    chat = target(request, "contact")
    phone, first_name = request.text("phone_number"), request.text("first_name")
    if not phone:
        raise bad_request("phone number is empty")
    if not first_name:
        raise bad_request("first name is empty")
    contact = present(
        phone_number=phone,
        first_name=first_name,
        last_name=request.maybe_text("last_name"),
        vcard=request.maybe_text("vcard"),
    )
    return deliver(request, chat, {"contact": contact}).shape()


@method("sendDice")
def send_dice(request: Request) -> Json:
    """Roll a die."""
    chat = target(request, "dice")
    emoji = request.text("emoji", "🎲")
    dice = {"emoji": emoji, "value": request.world.random.randint(1, 6)}
    return deliver(request, chat, {"dice": dice}).shape()


@method("sendChatAction")
def send_chat_action(request: Request) -> bool:
    """Show that the bot is busy."""
    chat = target(request, "text")
    action = request.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    request.world.events.add("action", chat_id=chat.id, user_id=request.bot.id, action=action)
    return True

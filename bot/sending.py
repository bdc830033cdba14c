"""One message to Telegram, and what its answer means."""

import enum
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.calling import call, seconds_asked
from bot.carried import carry, is_protected, take_away
from bot.transport import MaybeSent
from handlers.kit.screens import Screen
from handlers.kit.texts import plain_words
from models.messages.tables import NEW, Message, Method

_TOPIC_LIMIT = 128  # characters, Telegram's
_TOAST_LIMIT = 200  # characters, Telegram's
_NO_PREVIEW = telegram.LinkPreviewOptions(is_disabled=True)
_NO_PREVIEW_WRITTEN = _NO_PREVIEW.to_json()


class Result(enum.Enum):
    """What became of one call."""

    SENT = enum.auto()
    MAYBE = enum.auto()  # the request left, no answer came
    LATER = enum.auto()  # not done; try again
    PAUSE = enum.auto()  # not done; Telegram says for how long to wait
    UNREACHABLE = enum.auto()  # the person or chat cannot be written to
    TOO_LATE = enum.auto()  # a toast whose press is too old to be answered
    MOVED = enum.auto()  # the group has become a supergroup
    REFUSED = enum.auto()  # not done, and a repetition would change nothing
    LOCKED_OUT = enum.auto()  # the token is not accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What became of one call, and what the answer holds."""

    result: Result
    message_id: int | None = None
    further_ids: tuple[int, ...] = ()
    seconds: float = 0.0
    new_chat_id: int | None = None
    words: str | None = None
    face: str | None = None  # what the chat shows now, if that is certain


async def send(bot: telegram.Bot, message: Message, screen: Screen) -> Reply:
    """Make the one call that a message stands for. Never raises what Telegram can cause."""
    try:
        return await _call(bot, message, screen)
    except TelegramError as problem:
        if message.call is Method.SEND and message.thread_id and _has_no_topic(problem):
            return await _outside(bot, message, screen)
        if isinstance(problem, BadRequest) and "can't parse entities" in problem.message.lower():
            # Better plain words than none; the template is at fault, and the log says so.
            plain = replace(screen, text=plain_words(screen.text), parse_mode=None)
            return await send(bot, message, plain)
        return read_error(problem, message.call)


async def _call(bot: telegram.Bot, message: Message, screen: Screen) -> Reply:
    if message.call in _MAKERS:
        return await _MAKERS[message.call](bot, message, screen)
    match message.call:
        case Method.EDIT:
            await _edit(bot, message, screen)
        case Method.REACT:
            await bot.set_message_reaction(message.chat_id, message.message_id or 0, screen.text)
        case Method.TOAST:
            words = plain_words(screen.text)
            await bot.answer_callback_query(
                message.callback_id or "", words[:_TOAST_LIMIT], show_alert="\n" in words
            )
        case Method.TOPIC_CLOSE:
            await bot.close_forum_topic(message.chat_id, message.message_id or 0)
        case Method.TOPIC_REOPEN:
            await bot.reopen_forum_topic(message.chat_id, message.message_id or 0)
        case _:
            raise AssertionError(f"nobody makes {message.call}")
    return Reply(result=Result.SENT, message_id=message.message_id)


async def _say(
    bot: telegram.Bot, message: Message, screen: Screen, *, is_in_topic: bool = True
) -> Reply:
    fields = {
        "chat_id": message.chat_id,
        "text": screen.text,
        "parse_mode": screen.parse_mode,
        "reply_markup": screen.written,
        "message_thread_id": message.thread_id if is_in_topic else None,
        "disable_notification": message.silent or None,
        "link_preview_options": _NO_PREVIEW_WRITTEN,
        "protect_content": is_protected(screen),
    }
    answer = await call(bot, "sendMessage", fields)
    return Reply(result=Result.SENT, message_id=answer["message_id"])


def _has_no_topic(problem: TelegramError) -> bool:
    """Tell whether a topic was deleted or closed against the bot: the chat itself is there."""
    words = problem.message.lower().replace("_", " ")
    return any(one in words for one in ("thread not found", "topic closed", "topic deleted"))


async def _outside(bot: telegram.Bot, message: Message, screen: Screen) -> Reply:
    """Say it in the chat itself: better there than nowhere."""
    try:
        return await _say(bot, message, screen, is_in_topic=False)
    except TelegramError as problem:
        return read_error(problem, message.call)


async def _carry(bot: telegram.Bot, message: Message, screen: Screen) -> Reply:
    if message.call is Method.DELETE:
        await take_away(bot, message)
        return Reply(result=Result.SENT, message_id=message.message_id)
    first, *further = await carry(bot, message, screen)
    return Reply(result=Result.SENT, message_id=first, further_ids=tuple(further))


async def _file(bot: telegram.Bot, message: Message, screen: Screen) -> Reply:
    send_file = bot.send_photo if message.call is Method.PHOTO else bot.send_document
    sent = await send_file(
        message.chat_id,
        screen.file or b"",
        filename=screen.filename,
        caption=screen.text,
        parse_mode=screen.parse_mode,
        reply_markup=screen.markup,
    )
    return Reply(result=Result.SENT, message_id=sent.message_id)


async def _topic(bot: telegram.Bot, message: Message, screen: Screen) -> Reply:
    """Open a topic; its number is what later messages in it need."""
    topic = await bot.create_forum_topic(message.chat_id, _topic_name(screen))
    return Reply(result=Result.SENT, message_id=topic.message_thread_id)


def _topic_name(screen: Screen) -> str:
    return plain_words(screen.text)[:_TOPIC_LIMIT]


async def _venue(bot: telegram.Bot, message: Message, screen: Screen) -> Reply:
    """Send a place as the map shows it; its title is the first line of the words."""
    if screen.spot is None:
        return Reply(result=Result.REFUSED, words="a place without coordinates")
    title, _, address = plain_words(screen.text).partition("\n")
    sent = await bot.send_venue(
        message.chat_id,
        screen.spot[0],
        screen.spot[1],
        title,
        address or title,
        reply_markup=screen.markup,
        disable_notification=message.silent or None,
    )
    return Reply(result=Result.SENT, message_id=sent.message_id)


#: What makes a message of its own, or takes one away: its answer says what came of it.
_MAKERS: Mapping[Method, Callable[..., Awaitable[Reply]]] = {
    Method.SEND: _say,
    Method.DOCUMENT: _file,
    Method.PHOTO: _file,
    Method.MEDIA: _carry,
    Method.COPY: _carry,
    Method.DELETE: _carry,
    Method.VENUE: _venue,
    Method.TOPIC: _topic,
}


async def _edit(bot: telegram.Bot, message: Message, screen: Screen) -> None:
    """Change the words of a message, or those under its file: whichever of them it has.

    Of a topic the words are its name; a picture that was made anew goes with its words.
    """
    if message.method is Method.PHOTO and screen.file is not None:
        await _picture(bot, message, screen)
        return
    if message.method is Method.TOPIC:
        await bot.edit_forum_topic(
            message.chat_id, message.message_id or 0, name=_topic_name(screen)
        )
        return
    has_file = message.method in _WITH_CAPTION or (screen.carried and screen.carried.files)
    first, second = (_caption, _words) if has_file else (_words, _caption)
    try:
        await first(bot, message, screen)
    except BadRequest as problem:
        if "in the message to edit" not in problem.message.lower():
            raise
        await second(bot, message, screen)


async def _picture(bot: telegram.Bot, message: Message, screen: Screen) -> None:
    new = telegram.InputMediaPhoto(screen.file or b"", screen.text, screen.parse_mode)
    await bot.edit_message_media(
        new, message.chat_id, message.message_id, reply_markup=_inline(screen)
    )


async def _words(bot: telegram.Bot, message: Message, screen: Screen) -> None:
    await bot.edit_message_text(
        screen.text,
        message.chat_id,
        message.message_id,
        parse_mode=screen.parse_mode,
        reply_markup=_inline(screen),
        link_preview_options=_NO_PREVIEW,
    )


async def _caption(bot: telegram.Bot, message: Message, screen: Screen) -> None:
    await bot.edit_message_caption(
        message.chat_id,
        message.message_id,
        caption=screen.text,
        parse_mode=screen.parse_mode,
        reply_markup=_inline(screen),
    )


def _inline(screen: Screen) -> telegram.InlineKeyboardMarkup | None:
    return screen.markup if isinstance(screen.markup, telegram.InlineKeyboardMarkup) else None


_CANNOT_BE_WRITTEN_TO = (
    "chat not found",
    "bot was blocked",
    "user is deactivated",
    "can't initiate conversation",
    "bot was kicked",
    "not a member",
    "group chat was deleted",
    "have no write access",
    "not enough rights to send",
    "peer_id_invalid",
)

_RETRY_AFTER = re.compile(r"retry after (\d{1,6})")


def read_error(problem: TelegramError, method: Method) -> Reply:
    """Return what an error means for a message, told by its words more than by its class."""
    words = problem.message.lower()
    match problem:
        case RetryAfter():
            return Reply(result=Result.PAUSE, seconds=seconds_asked(problem), words=words)
        case ChatMigrated():
            return Reply(result=Result.MOVED, new_chat_id=problem.new_chat_id, words=words)
        case InvalidToken():
            return Reply(result=Result.LOCKED_OUT, seconds=10.0, words=words)
        case BadRequest() | Forbidden():
            return Reply(result=_read_refusal(problem, words), words=words)
        case NetworkError():
            return _read_network(problem, method, words)
        case _:
            return Reply(result=Result.REFUSED, words=words)


def _read_refusal(problem: BadRequest | Forbidden, words: str) -> Result:
    if "not modified" in words.replace("_", " ") or "message to delete not found" in words:
        return Result.SENT
    if "query is too old" in words:
        return Result.TOO_LATE
    gone = isinstance(problem, Forbidden) or any(one in words for one in _CANNOT_BE_WRITTEN_TO)
    return Result.UNREACHABLE if gone else Result.REFUSED


_WITH_CAPTION = frozenset({Method.DOCUMENT, Method.PHOTO, Method.MEDIA})


def _read_network(problem: NetworkError, method: Method, words: str) -> Reply:
    if isinstance(problem, MaybeSent) and method in NEW:
        return Reply(result=Result.MAYBE, words=words)
    if "too many requests" in words:  # a 429 that says for how long in words, or not at all
        said = _RETRY_AFTER.search(words)
        return Reply(result=Result.PAUSE, seconds=float(said[1]) if said else 5.0, words=words)
    if "entity too large" in words:
        return Reply(result=Result.REFUSED, words=words)
    return Reply(result=Result.LATER, words=words)

"""Calls that repeat what Telegram keeps: files by their number, copies of messages."""

from dataclasses import replace
from typing import Any

import telegram

from bot.calling import call
from handlers.kit.screens import Screen
from models.database import Database
from models.messages.carried import File
from models.messages.tables import Message, Method
from models.pictures import actions as pictures

_METHODS = {"video_note": "VideoNote"}  # the rest are spelt as they are: sendPhoto, photo


async def with_pictures(db: Database, screen: Screen) -> Screen:
    """Return a screen with the content of those of its files that lie here, not with Telegram.

    ValueError for one that is there no more: it was deleted, and so it does not leave.
    """
    files = screen.carried.files if screen.carried else ()
    keys = {one.file_id: key for one in files if (key := pictures.key_of(one.file_id))}
    if not keys:
        return screen
    found: dict[str, bytes] = {}
    async with db.reading() as tx:
        for file_id, (group_id, picture_id) in keys.items():
            made = await pictures.read(tx, group_id=group_id, picture_id=picture_id)
            if made is None:
                raise ValueError("a picture that was deleted")
            found[file_id] = made.content
    return replace(screen, pictures=found)


def is_protected(screen: Screen) -> bool | None:
    """Tell whether a message is not to be forwarded or saved; None: as usual."""
    return (screen.carried is not None and screen.carried.protected) or None


async def carry(bot: telegram.Bot, message: Message, screen: Screen) -> list[int]:
    """Send the files, or copy the messages, that a screen takes along; return their numbers.

    ValueError if it takes nothing along: nobody is sent an empty message.
    """
    if screen.carried is None:
        raise ValueError("a message without anything to carry")
    if message.call is Method.COPY:
        return await _copy(bot, message, screen)
    if len(screen.carried.files) == 1:
        return await _single(bot, message, screen)
    return await _album(bot, message, screen)


def _common(message: Message, screen: Screen) -> dict[str, object]:
    return {
        "chat_id": message.chat_id,
        "message_thread_id": message.thread_id,
        "disable_notification": message.silent or None,
        "protect_content": is_protected(screen),
    }


async def _copy(bot: telegram.Bot, message: Message, screen: Screen) -> list[int]:
    what = screen.carried
    if what is None or not what.message_ids:
        raise ValueError("no message to copy")
    fields = _common(message, screen) | {"from_chat_id": what.from_chat_id}
    if len(what.message_ids) == 1:
        fields |= {"message_id": what.message_ids[0], "reply_markup": screen.written}
        return _numbers([await call(bot, "copyMessage", fields)])
    fields["message_ids"] = sorted(set(what.message_ids))  # Telegram wants them to rise
    return _numbers(await call(bot, "copyMessages", fields))


async def _single(bot: telegram.Bot, message: Message, screen: Screen) -> list[int]:
    [file] = screen.carried.files if screen.carried else ()
    name = _METHODS.get(file.media, file.media.capitalize())
    fields = _common(message, screen) | {
        file.media.value: _content(file, screen),
        "reply_markup": screen.written,
    }
    if file.media.takes_words:
        fields |= {"caption": screen.text or None, "parse_mode": screen.parse_mode}
    return _numbers([await call(bot, f"send{name}", fields)])


async def _album(bot: telegram.Bot, message: Message, screen: Screen) -> list[int]:
    files = screen.carried.files if screen.carried else ()
    if not files:
        raise ValueError("no files to send")
    words = {"caption": screen.text} | (
        {"parse_mode": screen.parse_mode} if screen.parse_mode else {}
    )
    media = [_item(file, screen, {} if place else words) for place, file in enumerate(files)]
    fields = _common(message, screen) | {"media": media}
    return _numbers(await call(bot, "sendMediaGroup", fields))


def _item(
    file: File, screen: Screen, words: dict[str, str]
) -> dict[str, str] | telegram.InputMediaPhoto:
    content = screen.pictures.get(file.file_id)
    if content is not None:
        return telegram.InputMediaPhoto(
            content, caption=words.get("caption"), parse_mode=words.get("parse_mode")
        )
    return {"type": file.media.value, "media": file.file_id, **words}


def _content(file: File, screen: Screen) -> str | telegram.InputFile:
    """Return a file's number with Telegram, or its content if it lies here."""
    content = screen.pictures.get(file.file_id)
    return file.file_id if content is None else telegram.InputFile(content, "photo.jpg")


def _numbers(answers: list[dict[str, Any]]) -> list[int]:
    return [answer["message_id"] for answer in answers]


async def take_away(bot: telegram.Bot, message: Message) -> None:
    """Delete an earlier message, with the rest of its album; what is gone already is passed over.

    Telegram lets a bot do so for 48 hours.
    """
    numbers = [message.message_id or 0, *(message.further_ids or ())]
    if len(numbers) == 1:
        await call(bot, "deleteMessage", {"chat_id": message.chat_id, "message_id": numbers[0]})
    else:
        fields = {"chat_id": message.chat_id, "message_ids": sorted(set(numbers))}
        await call(bot, "deleteMessages", fields)

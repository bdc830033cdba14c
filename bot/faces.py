"""Live messages: what their chat shows already is not sent again."""

import hashlib
from dataclasses import replace

import telegram

from bot.sending import Reply, Result, send
from handlers.kit.screens import Screen
from models.messages.tables import Message, Method
from models.people import keys


def face_of(screen: Screen) -> str:
    """Return a keyed hash of what people see: what is written lies nowhere in plain."""
    markup = screen.markup.to_json() if screen.markup is not None else ""
    carried = screen.carried.model_dump_json() if screen.carried is not None else ""
    picture = f"\x1f{hashlib.sha256(screen.file).hexdigest()}" if screen.file is not None else ""
    return keys.current().find(f"face\x1f{screen.text}\x1f{markup}\x1f{carried}{picture}")


async def show(bot: telegram.Bot, message: Message, screen: Screen) -> Reply:
    """Bring a live message to what it is to show; where it shows that already, nothing leaves."""
    face = face_of(screen)
    if message.call is Method.EDIT and face == message.face:
        return Reply(result=Result.SENT, message_id=message.message_id, face=face)
    reply = await send(bot, message, screen)
    match reply.result:
        case Result.SENT:
            return replace(reply, face=face)
        case Result.PAUSE:  # not done: it shows what it showed
            return replace(reply, face=message.face)
        case _:
            return reply

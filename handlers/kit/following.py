"""A pressed message that follows what it shows, until somebody goes on to something else in it."""

import telegram

from handlers.kit.visit import Visit
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.notices import Notice


async def follow(visit: Visit, notice: Notice, *, group_id: int, about: str) -> None:
    """Show something in place of the pressed message, and anew whenever it is touched.

    A chat has one such message about something: an earlier one stays as it was. In a group, where
    somebody else may have pressed on, it is shown once.
    """
    query = visit.update.callback_query
    if query is None or not isinstance(query.message, telegram.Message) or not visit.is_private:
        await visit.change(notice)
        return
    zone = await visit.zone()
    to = Recipient(chat_id=visit.chat_id, locale=visit.locale, zone=zone, group_id=group_id)
    await messages.follow(
        visit.tx,
        bot_id=visit.bot.id,
        to=to,
        notice=notice,
        about=about,
        now=visit.now,
        message_id=query.message.message_id,
    )


async def unfollow(visit: Visit, *, group_id: int, about: str) -> None:
    """Let the pressed message stay as it is: something else is about to be shown in it."""
    query = visit.update.callback_query
    if query is None or query.message is None:
        return
    await messages.unfollow(
        visit.tx,
        group_id=group_id,
        about=about,
        chat_id=visit.chat_id,
        message_id=query.message.message_id,
    )

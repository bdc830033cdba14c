"""Who is let in at all: people who write themselves, now, under their own account."""

import telegram

from models.people.rules import NOBODY


def person(update: telegram.Update) -> telegram.User | None:
    """Return the person an update is to be handled for, or None if nobody is to be answered.

    Forwards, posts of channels, other bots, mails of a linked channel and whoever writes as a
    chat never act: only a human who writes or presses in their own name does. An edit mends
    what somebody wrote privately, and is nothing else: no command, no word, no check-in.
    """
    user = update.effective_user
    if user is None or user.is_bot or user.id in NOBODY:
        return None
    if update.message is not None:
        return None if _in_another_name(update.message) else user
    mended = update.edited_message
    if mended is not None:
        mine = mended.chat.type == mended.chat.PRIVATE and not _in_another_name(mended)
        return user if mine else None
    acts = update.callback_query or update.my_chat_member or update.chat_member
    return user if acts is not None else None


def _in_another_name(message: telegram.Message) -> bool:
    return (
        message.sender_chat is not None
        or message.via_bot is not None
        or bool(message.is_automatic_forward)
    )


def is_forwarded(update: telegram.Update) -> bool:
    """Tell whether somebody else's words were passed on: they may inform, but never act."""
    return update.message is not None and update.message.forward_origin is not None


def is_anonymous(update: telegram.Update) -> bool:
    """Tell whether a group's administrator writes in the name of the group."""
    message, chat = update.message, update.effective_chat
    return (
        message is not None
        and chat is not None
        and message.sender_chat is not None
        and message.sender_chat.id == chat.id
    )


def hidden(update: telegram.Update) -> telegram.User | None:
    """Return who an update comes from where it is no person, or one nobody can know.

    An anonymous administrator is told what to do instead; and what Telegram reports of a chat
    (the bot added or removed, a new number, a new title) is true whoever caused it.
    """
    told = update.my_chat_member is not None or is_anonymous(update) or _is_report(update)
    return update.effective_user if told else None


def _is_report(update: telegram.Update) -> bool:
    message = update.message
    return message is not None and bool(
        message.migrate_to_chat_id or message.migrate_from_chat_id or message.new_chat_title
    )

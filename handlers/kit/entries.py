"""The ways into the house: what a person may say, as python-telegram-bot handlers with a rank."""

import functools
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

import telegram
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers.kit import buttons, texts
from handlers.kit.buttons import Button
from handlers.kit.visit import Visit

Handle = Callable[[Visit], Awaitable[None]]
PTBHandler = BaseHandler[telegram.Update, Any, None]

NEW_MESSAGE = filters.UpdateType.MESSAGE  # never an edit, a channel's post, a business message
PRIVATE = NEW_MESSAGE & filters.ChatType.PRIVATE
GROUP = NEW_MESSAGE & filters.ChatType.GROUPS
_KINDS = {"private": "private", "channel": "channel"}
_MARKS = ".。!,?~、:;'\""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing a person can say, and what happens then.

    `may` names who may do it, for the permission matrix; the room checks again. "telegram" is
    what Telegram reports, whoever caused it; "hidden" what nobody can be known behind. An
    entry that is `shared` may be handled in one transaction with other people's: it refuses
    before it writes, and reads only through `tx.load`. What came through a `secret` one is
    erased with the handling: nobody may read later what was pressed there.
    """

    name: str
    handler: PTBHandler
    handle: Handle
    may: str
    shared: bool = False
    secret: bool = False


async def _nothing(_update: telegram.Update, _context: object) -> None:
    """Stand in for python-telegram-bot's own callback: `bot/handling.py` calls `handle`."""


def command(name: str, handle: Handle, *, may: str = "anyone", anywhere: bool = False) -> Entry:
    """Take /name; only in a private chat unless it may be said `anywhere`."""
    where = NEW_MESSAGE if anywhere else PRIVATE
    handler: PTBHandler = CommandHandler(name, _nothing, filters=where)
    return Entry(name=f"/{name}", handler=handler, handle=handle, may=may)


def plain(text: str) -> str:
    """Return what was written without accidents: full-width forms, spaces, case, marks around."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.split()).strip(_MARKS)


class _Said(filters.MessageFilter):
    def __init__(self, said: Callable[[str], bool]) -> None:
        super().__init__()
        self._said = said

    def filter(self, message: telegram.Message) -> bool:
        """Tell whether the message is exactly these words, apart from accidents of typing."""
        return bool(message.text) and self._said(message.text or "")


def word(key: str, handle: Handle, *also: str, may: str = "anyone") -> Entry:
    """Take the label with this key, in any language, typed or pressed, and its other names."""

    @functools.cache  # looked up when somebody first speaks: it would slow every start
    def known() -> frozenset[str]:
        return frozenset(plain(one) for one in {*texts.every(key), *also})

    said = _Said(lambda text: plain(text) in known())
    handler: PTBHandler = MessageHandler(PRIVATE & said, _nothing)
    return Entry(name=key, handler=handler, handle=handle, may=may)


def sentence(
    name: str,
    said: Callable[[str], bool],
    handle: Handle,
    *,
    may: str,
    shared: bool = False,
    private: bool = False,
) -> Entry:
    """Take what a rule recognises, in private and in groups, or only in `private`."""
    where = PRIVATE if private else NEW_MESSAGE
    handler: PTBHandler = MessageHandler(where & _Said(said), _nothing)
    return Entry(name=name, handler=handler, handle=handle, may=may, shared=shared)


def pressed(
    button: type[Button],
    handle: Handle,
    *,
    may: str,
    shared: bool = False,
    secret: bool = False,
) -> Entry:
    """Take the press of a button of this kind."""
    start = f"{buttons.VERSION}.{button.code}"
    handler: PTBHandler = CallbackQueryHandler(
        _nothing,
        pattern=lambda data: (
            isinstance(data, str) and (data == start or data.startswith(f"{start}."))
        ),
    )
    return Entry(
        name=f"button:{button.code}",
        handler=handler,
        handle=handle,
        may=may,
        shared=shared,
        secret=secret,
    )


def hidden(name: str, said: Callable[[str], bool], handle: Handle) -> Entry:
    """Take what an anonymous administrator says in a group: a command, or what a rule knows."""
    handler: PTBHandler = MessageHandler(GROUP & (filters.COMMAND | _Said(said)), _nothing)
    return Entry(name=name, handler=handler, handle=handle, may="hidden")


def any_press(handle: Handle) -> Entry:
    """Take every other press: of a button from an older version, or a forged one."""
    handler: PTBHandler = CallbackQueryHandler(_nothing)
    return Entry(name="button:*", handler=handler, handle=handle, may="anyone")


def report(name: str, what: filters.BaseFilter, handle: Handle) -> Entry:
    """Take a service message: what Telegram says about a chat, whoever caused it."""
    handler: PTBHandler = MessageHandler(NEW_MESSAGE & what, _nothing)
    return Entry(name=name, handler=handler, handle=handle, may="telegram")


def message(name: str, what: filters.BaseFilter, handle: Handle, *, may: str = "anyone") -> Entry:
    """Take messages that a filter lets through: a contact, a document, any text."""
    handler: PTBHandler = MessageHandler(what, _nothing)
    return Entry(name=name, handler=handler, handle=handle, may=may)


Where = Literal["private", "groups", "channel"]


def membership(name: str, handle: Handle, *, own: bool, where: Where = "groups") -> Entry:
    """Take changes of membership: the bot's `own`, or anybody else's, in one kind of chat."""
    which = ChatMemberHandler.MY_CHAT_MEMBER if own else ChatMemberHandler.CHAT_MEMBER
    handler: PTBHandler = _Membership(which, where)
    return Entry(name=name, handler=handler, handle=handle, may="telegram")


class _Membership(ChatMemberHandler[Any, None]):
    def __init__(self, which: int, where: Where) -> None:
        super().__init__(_nothing, which)
        self._where = where

    def check_update(self, update: object) -> bool:
        """Tell whether this is such a change, in such a chat."""
        if not isinstance(update, telegram.Update) or not super().check_update(update):
            return False
        chat = update.effective_chat
        return chat is not None and _KINDS.get(chat.type, "groups") == self._where

"""An update that is read: python-telegram-bot's object of it, who is there, and what fits it."""

from collections.abc import Sequence
from dataclasses import dataclass

import telegram

from bot.parsing import parsed
from handlers.kit.entries import Entry
from handlers.kit.gate import hidden, person
from models import tracing
from models.updates.actions import Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An update, parsed and matched: who is to be answered by which entry."""

    waiting: Waiting
    update: telegram.Update
    user: telegram.User | None
    entry: Entry | None
    is_hidden: bool = False  # by nobody who can be answered privately

    @property
    def name(self) -> str:
        """Return what the log calls it."""
        return tracing.of_update(self.waiting.update_id)

    @property
    def may_share(self) -> bool:
        """Tell whether it may be handled in one transaction with others."""
        return self.entry is None or self.entry.shared

    @property
    def the_entry(self) -> Entry:
        """Return the entry that fits; TypeError if none does."""
        if self.entry is None:
            raise TypeError("nothing is to be done")
        return self.entry


def read(one: Waiting, bot: telegram.Bot, register: Sequence[Entry]) -> Turn:
    """Parse an update and find its entry; raises whatever there is in it that cannot be parsed."""
    update = parsed(one.raw, bot)
    user, nobody = person(update), hidden(update)
    entry = _match(update, register, known=user is not None) if user or nobody else None
    return Turn(
        waiting=one, update=update, user=user or nobody, entry=entry, is_hidden=user is None
    )


def _match(update: telegram.Update, register: Sequence[Entry], *, known: bool) -> Entry | None:
    for entry in register:
        fits = entry.may != "hidden" if known else entry.may in ("hidden", "telegram")
        if fits and entry.handler.check_update(update) not in (None, False):
            return entry
    return None

"""Stands before the line: who writes more than can be heard in a minute does not fill it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers.kit import texts
from handlers.kit.visit import ZONE
from models.database import Transaction
from models.limits import settings
from models.limits.notices import TooFast
from models.limits.rules import Meter, is_said
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.people.tables import Account
from models.updates.rules import turn_key

Raw = Mapping[str, Any]


class Floods:
    """Counts each person's messages and presses; what is too many is kept, and never handled."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._meter = Meter(settings.current().messages_per_minute)

    def beyond(self, raws: Sequence[Raw], now: datetime) -> dict[int, Raw]:
        """Return by number the updates that come on top of what their people may send."""
        self._meter.forget(now)
        return {
            raw["update_id"]: raw
            for raw in raws
            if is_said(raw) and not self._meter.admits(turn_key(raw), now)
        }

    async def tell(self, tx: Transaction, beyond: Mapping[int, Raw], now: datetime) -> None:
        """Tell each of these people once a minute, privately, that the rest was not handled."""
        for account_id, language in {_who(raw) for raw in beyond.values()}:
            if account_id:
                account = await tx.get(Account, account_id)
                locale = (account and account.locale) or texts.fitting(language)
                await messages.post_once(
                    tx,
                    bot_id=self._bot_id,
                    to=Recipient(chat_id=account_id, locale=locale, zone=ZONE),
                    notice=TooFast(most=self._meter.per_minute),
                    about=f"too-fast:{now:%Y%m%d%H%M}",
                    now=now,
                )


def _who(raw: Raw) -> tuple[int, str | None]:
    """Return the account behind a private message or a press, 0 for what was said in a group."""
    said = raw.get("callback_query") or raw.get("message") or {}
    person, chat = said.get("from") or {}, said.get("chat") or {}
    number = person.get("id")
    if type(number) is not int or person.get("is_bot") or chat.get("type", "private") != "private":
        return 0, None
    language = person.get("language_code")
    return number, language if isinstance(language, str) else None

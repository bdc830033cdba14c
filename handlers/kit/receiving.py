"""The opening of the door: who comes, when they did what, and what they carry."""

import contextlib
from datetime import datetime

import telegram

from handlers.kit import buttons
from handlers.kit.errands import Brought
from handlers.kit.visit import Visit
from models.database import Transaction
from models.people import actions as people
from models.people.rules import NOBODY
from models.people.tables import Account


async def receive(
    tx: Transaction,
    bot: telegram.Bot,
    update: telegram.Update,
    user: telegram.User,
    *,
    came_at: datetime,
    now: datetime,
    brought: Brought | None = None,
) -> Visit:
    """Open the door: find or note the account, and see when the person did it.

    A message carries Telegram's moment; a press carries none, so it counts as done when it came.
    Whoever is hidden or no person is let in for this once and not noted down.
    """
    if user.is_bot or user.id in NOBODY:
        account = Account(id=user.id, first_seen_at=now)
    else:
        account = await people.meet(tx, account_id=user.id, now=now)
    sent_at = update.message.date if update.message is not None else came_at
    button = None
    query = update.callback_query
    if query is not None and query.data is not None:
        with contextlib.suppress(buttons.StaleButton):
            button = buttons.read(query.data)
    return Visit(
        tx=tx,
        bot=bot,
        update=update,
        user=user,
        account=account,
        now=now,
        sent_at=sent_at,
        button=button,
        payload=_payload(update),
        brought=brought,
    )


def _payload(update: telegram.Update) -> str:
    text = (update.message.text or "") if update.message is not None else ""
    return text.partition(" ")[2].strip() if text.startswith("/") else ""

"""Looks into the outbox and ways to put something there, for tests of delivery."""

import itertools
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers.kit.visit import Apology
from models import clock
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import Message
from tests.town import Town

_numbers = itertools.count(1)


async def post(town: Town, chat_id: int, **facts: Any) -> str:  # noqa: ANN401  (a posting's facts)
    """Put a message into the outbox; return what it is about."""
    about = f"test:{next(_numbers)}"
    posting: dict[str, Any] = {
        "bot_id": town.bot_id,
        "to": Recipient(chat_id=chat_id, locale="zh-CN", zone="Asia/Shanghai"),
        "notice": Apology(),
        "about": about,
        "now": clock.now(),
        **facts,
    }
    async with town.app.db.transaction() as tx:
        messages.post(tx, **posting)
    return about


async def row(town: Town, about: str) -> Message:
    """Return a message as it is in the database now."""
    async with town.app.db.reading() as tx:
        found: Message = (await tx.scalars(select(Message).where(Message.about == about))).one()
        return found


async def a_little_later(town: Town, seconds: float = 1.0) -> None:
    """Let so many seconds go by for the outbox, and deliver."""
    clock.move(timedelta(seconds=seconds))
    await town.app.delivery.once()


def calls(town: Town, method: str, chat_id: int) -> int:
    """Return how often the bot has called a method for a chat."""
    return sum(
        one.method == method and int(one.params.get("chat_id", 0)) == chat_id
        for one in town.world.calls
    )

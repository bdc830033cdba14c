"""Messages of the outbox, invented for tests."""

import itertools
from datetime import UTC, datetime
from typing import Any

from models.messages.tables import Lane, Message, MessageState, Method

WHEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def letter(chat_id: int = 1001, lane: Lane = Lane.ANSWER, **facts: Any) -> Message:  # noqa: ANN401
    """Return a message to a chat that is in no database."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "group_id": 0,
        "id": number,
        "bot_id": 1,
        "about": f"test:{number}",
        "chat_id": chat_id,
        "lane": lane,
        "method": Method.SEND,
        "kind": "door.apology",
        "body": {},
        "locale": "zh-CN",
        "zone": "Asia/Shanghai",
        "silent": False,
        "live": False,
        "wanted": 0,
        "shown": 0,
        "state": MessageState.WAITING,
        "attempts": 0,
        "created_at": WHEN,
        "not_before": WHEN,
    }
    return Message(**{**values, **facts})

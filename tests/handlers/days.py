"""Moves of the clock in a town, and what stands in somebody's chat."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models import clock
from tests.town import Town

ZONE = ZoneInfo("Asia/Shanghai")


async def until(town: Town, hour: int, minute: int = 0) -> None:
    """Let time go by until the next such hour on the town's wall."""
    local = clock.now().astimezone(ZONE)
    at = datetime.combine(local.date(), time(hour, minute), tzinfo=ZONE)
    if at <= local:
        at += timedelta(days=1)
    await town.pass_time(at - local)


async def rest(town: Town) -> None:
    """Let cards that are shown anew catch up."""
    await town.pass_time(timedelta(seconds=4))


def words_to(town: Town, name: str, part: str) -> list[str]:
    """Return everything said to somebody that holds some words."""
    return [one["text"] for one in town.said_to(name) if part in one.get("text", "")]


def labels(message: dict[str, Any]) -> list[str]:
    """Return the labels of the buttons under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [one["text"] for row in rows for one in row]


async def press_last(town: Town, name: str, label: str) -> None:
    """Press a button by the beginning of its label, under the newest message that has it."""
    for message in reversed(town.said_to(name)):
        for one in labels(message):
            if one.startswith(label):
                await town.press(name, town.people[name], message["message_id"], one)
                return
    raise AssertionError(f"nothing said to {name} offers {label}")


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401  (any table)
    """Return all rows of a table, read in a transaction of its own."""
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))

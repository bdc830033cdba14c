"""What tests of the staff's chat do over and over: press the last message's buttons, read rows."""

from typing import Any

from sqlalchemy import select

from tests.town import Town

CLERK = "周敏"


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    """Return a table as another transaction sees it."""
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))


async def press(town: Town, *labels: str, name: str = CLERK) -> dict[str, Any]:
    """Press one button after the other under the last message somebody got; return the last."""
    for label in labels:
        await town.press(name, town.people[name], town.said_to(name)[-1]["message_id"], label)
    return town.said_to(name)[-1]


def labels(message: dict[str, Any]) -> list[str]:
    """Return what stands on the buttons under a message."""
    markup = message.get("reply_markup") or {}
    return [one["text"] for row in markup.get("inline_keyboard", ()) for one in row]

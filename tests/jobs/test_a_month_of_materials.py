"""A month of study materials with a moved clock: nobody is told more than the budget allows."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models import clock
from models.materials import actions, composing
from models.materials.composing import Content
from models.materials.tables import Digest, Recipient
from models.messages.tables import Lane, Message
from models.people.rules import OPERATOR
from models.reminders.rules import BUDGET, is_quiet
from tests.handlers.days import press_last, until
from tests.town import Town

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = 30


async def send(town: Town, title: str, deadline_in: int | None) -> None:
    now = clock.now()
    async with town.app.db.transaction() as tx:
        one = await composing.compose(
            tx,
            group_id=town.group_id,
            content=Content(
                title=title,
                text=f"{title}的内容",
                deadline=now + timedelta(days=deadline_in) if deadline_in else None,
            ),
            by=OPERATOR,
            now=now,
        )
        await actions.confirm(tx, group_id=town.group_id, material_id=one.id, by=OPERATOR, now=now)


async def told(town: Town) -> list[Message]:
    async with town.app.db.reading() as tx:
        rows = await tx.scalars(select(Message).where(Message.lane != Lane.ANSWER))
        return list(rows)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


async def month_of(town: Town) -> None:
    """Thirty days: one material a working day, nine on one bad day, an activity in between."""
    await until(town, 9)
    for day in range(DAYS):
        for number in range(9 if day == 10 else 1):
            await send(town, f"第{day}天资料{number}", 6 if day % 3 else None)
        if day == 12:
            await town.announce(starts_in=timedelta(days=2))
        await town.pass_time(timedelta(minutes=1))
        if day < 20:
            await _read_the_newest(town)
        for _ in range(6):
            await town.pass_time(timedelta(hours=4))


async def _read_the_newest(town: Town) -> None:
    await press_last(town, "王桂兰", "✅ 我已学习")


async def _within_the_budget(month: Town) -> None:
    messages = await told(month)
    each: Counter[tuple[int, Any]] = Counter(
        (one.chat_id, day_of(one.created_at)) for one in messages if one.chat_id > 0
    )

    assert max(each.values()) <= BUDGET
    assert max(each.values()) == BUDGET, "the bad day did not press against the budget"
    assert [one.kind for one in messages if is_quiet(one.created_at, ZONE)] == []


async def _everybody_in_the_end(month: Town) -> None:
    async with month.app.db.reading() as tx:
        recipients = (await tx.scalars(select(Recipient))).all()

    assert len(recipients) == 2 * (DAYS + 8)
    assert [one for one in recipients if one.posted_at is None] == []


async def _one_digest_a_day(month: Town) -> None:
    async with month.app.db.reading() as tx:
        digests = (await tx.scalars(select(Digest))).all()
        recipients = (await tx.scalars(select(Recipient))).all()
    unread = [one for one in await told(month) if one.kind == "materials.unread"]

    days = Counter((one.chat_id, day_of(one.created_at)) for one in unread)
    assert set(days.values()) == {1}
    assert len(unread) == len(digests)
    assert max(one.reminded for one in recipients) == 2
    by_reading = Counter(one.chat_id for one in unread)
    assert by_reading[month.people["王桂兰"]] < by_reading[month.people["李建国"]]


async def test_in_a_month_nobody_hears_too_much_and_everybody_gets_everything(town: Town) -> None:
    await month_of(town)

    await _within_the_budget(town)
    await _everybody_in_the_end(town)
    await _one_digest_a_day(town)

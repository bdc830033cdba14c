"""The daily word to the operators."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models import clock
from models.operations import daily
from models.operations.notices import Alive
from tests.town import Town

CHINA = ZoneInfo("Asia/Shanghai")


async def tell(town: Town, at: datetime, *operators: int) -> int:
    async with town.app.db.transaction() as tx:
        return await daily.tell(tx, bot_id=town.bot_id, operators=operators, locale="zh-CN", now=at)


def tomorrow(hour: int) -> datetime:
    return (clock.now().astimezone(CHINA) + timedelta(days=1)).replace(hour=hour, minute=0)


async def test_it_comes_once_a_day_from_nine(town: Town) -> None:
    operator = town.people["周敏"]

    assert await tell(town, tomorrow(8), operator) == 0
    assert await tell(town, tomorrow(9), operator) == 1
    assert await tell(town, tomorrow(17), operator) == 0
    assert await tell(town, tomorrow(9) + timedelta(days=1), operator) == 1


async def test_each_operator_hears_it(town: Town) -> None:
    assert await tell(town, tomorrow(9), town.people["周敏"], town.people["王桂兰"]) == 2


async def test_without_operators_nobody_is_told(town: Town) -> None:
    assert await tell(town, tomorrow(10)) == 0


async def test_it_counts_the_last_day_and_what_waits(town: Town) -> None:
    await town.announce()
    await town.write("王桂兰", "签到")
    now = clock.now()

    async with town.app.db.reading() as tx:
        today = await daily.the_day(tx, bot_id=town.bot_id, now=now)
        later = await daily.the_day(tx, bot_id=town.bot_id, now=now + timedelta(days=2))

    assert today.updates >= 1
    assert today.messages >= 2
    assert (today.parked, today.failed) == (0, 0)
    assert later == Alive(
        updates=0, messages=0, unreachable=0, failed=0, parked=0, waiting_seconds=0
    )


async def test_it_is_delivered_in_words(town: Town) -> None:
    town.app.timetable.operators = (town.people["周敏"],)

    await town.pass_time(tomorrow(9) - clock.now())

    assert any("机器人在正常工作" in one["text"] for one in town.said_to("周敏"))

"""Staff show the rotating code from their phone: a picture in the chat that changes by itself."""

import hashlib
from datetime import timedelta
from typing import Any

from models import clock
from models.activities import actions as activities
from models.activities.code_checking import venue_key
from models.activities.codes import begins, code_of, payload, step_of
from models.activities.photos import GOES_ON
from models.activities.rules import Way
from models.activities.tables import Activity, Attempt, VenuePhoto
from models.people.rules import OPERATOR
from tests.handlers.chatting import CLERK, labels, press, rows
from tests.handlers.test_codes import by_code_alone
from tests.town import Town


async def ordered(town: Town) -> tuple[Activity, int]:
    """Have the clerk ask for the picture; return the activity and the message's number.

    A half minute begins then, lest it end between what the bot draws and what a test reckons.
    """
    one = await by_code_alone(town)
    await town.pass_time(begins(step_of(clock.now()) + 1) - clock.now())
    await town.write(CLERK, "活动管理")
    await press(town, "🟢 视察老旧小区改造", "🔢 现场码", "🔳 发签到二维码（自己会换）")
    return one, town.said_to(CLERK)[-1]["message_id"]


def picture(town: Town, number: int) -> dict[str, Any]:
    return next(one for one in town.said_to(CLERK) if one["message_id"] == number)


def content(town: Town, number: int) -> str:
    file = picture(town, number)["photo"][-1]
    return hashlib.sha256(town.world.files.by_id[file["file_id"]].content).hexdigest()


def code_now(one: Activity) -> str:
    return code_of(venue_key(one.group_id, one.id), step_of(clock.now()))


def shown(one: Activity) -> str:
    code = code_now(one)
    return f"{code[:3]} {code[3:]}"


async def test_the_picture_carries_the_code_of_the_moment_it_leaves(town: Town) -> None:
    one, number = await ordered(town)

    assert shown(one) in picture(town, number)["caption"]
    assert labels(picture(town, number)) == ["🔄 换新码"]


async def test_it_changes_with_the_code_and_is_the_same_message(town: Town) -> None:
    one, number = await ordered(town)
    before, heard = content(town, number), len(town.said_to(CLERK))

    await town.pass_time(timedelta(seconds=30))

    assert content(town, number) != before
    assert shown(one) in picture(town, number)["caption"]
    assert len(town.said_to(CLERK)) == heard


async def test_an_old_picture_is_refused_with_its_reason(town: Town) -> None:
    one, _number = await ordered(town)
    old = payload(one.group_id, one.id, code_now(one))
    await town.pass_time(timedelta(seconds=70))

    town.acts.open_link(town.people["王桂兰"], f"https://t.me/huiyin_bot?start={old}")
    await town.settle()

    assert "签到成功" not in town.last_to("王桂兰")
    assert [(each.result, each.way) for each in await rows(town, Attempt)] == [
        ("old_code", Way.CODE)
    ]


async def test_it_comes_to_its_end_and_says_so_and_a_press_lets_it_go_on(town: Town) -> None:
    one, number = await ordered(town)
    before = content(town, number)

    await town.pass_time(GOES_ON + timedelta(seconds=10))

    ended = picture(town, number)
    assert "不再自己换了" in ended["caption"]
    assert content(town, number) != before
    assert await rows(town, VenuePhoto) == []
    await town.press(CLERK, town.people[CLERK], number, "🔄 换新码")
    await town.pass_time(timedelta(seconds=3))  # a card is edited every three seconds at most
    assert shown(one) in picture(town, number)["caption"]
    assert len(await rows(town, VenuePhoto)) == 1


async def test_it_ends_with_the_check_in(town: Town) -> None:
    one, number = await ordered(town)
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=one.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )

    await town.pass_time(timedelta(seconds=30))

    assert "签到已经结束" in picture(town, number)["caption"]
    assert labels(picture(town, number)) == []
    assert await rows(town, VenuePhoto) == []


async def test_a_second_picture_ends_the_first(town: Town) -> None:
    one, first = await ordered(town)
    await town.write(CLERK, "活动管理")
    await press(town, "🟢 视察老旧小区改造", "🔢 现场码", "🔳 发签到二维码（自己会换）")
    second = town.said_to(CLERK)[-1]["message_id"]

    await town.pass_time(timedelta(seconds=30))

    assert "不再自己换了" in picture(town, first)["caption"]
    assert shown(one) in picture(town, second)["caption"]
    assert len(await rows(town, VenuePhoto)) == 1


async def test_before_the_opening_nobody_gets_a_code_and_hears_when_there_is_one(
    town: Town,
) -> None:
    await by_code_alone(town, starts_in=timedelta(hours=5))
    await town.write(CLERK, "活动管理")
    await press(town, "📣 视察老旧小区改造", "🔢 现场码")
    number = len(town.said_to(CLERK))

    await press(town, "🔳 发签到二维码（自己会换）")

    assert len(town.said_to(CLERK)) == number
    assert "还没到签到时间" in town.toasts(CLERK)[-1]

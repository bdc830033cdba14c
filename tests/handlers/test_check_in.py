"""A deputy writes or presses 签到 and hears what came of it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import clock
from models.activities.tables import Attempt, Attendance
from models.points.tables import LedgerLine
from tests.town import Town


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))


async def test_a_word_in_the_group_is_answered_by_a_reaction_and_privately(town: Town) -> None:
    await town.announce()

    sent = await town.write("王桂兰", "签到", in_group=True)

    [message] = [one for one in town.world.history(town.chat_id) if one["message_id"] == sent.id]
    assert [one["emoji"] for one in message["reactions"]] == ["👍"]
    words = town.last_to("王桂兰")
    assert "签到成功" in words
    assert "准时" in words
    assert "+6 分" in words
    assert "累计 6 分" in words


async def test_the_card_in_the_group_counts_who_is_there(town: Town) -> None:
    await town.announce()
    await town.write("王桂兰", "签到", in_group=True)

    await town.pass_time(timedelta(seconds=4))

    assert "已到 1 人，应到 2 人" in town.card()["text"]


@pytest.mark.parametrize("fault", ["flood", "server_error", "lost_answer"])
async def test_the_card_is_right_at_the_end_whatever_was_throttled(town: Town, fault: str) -> None:
    await town.announce()
    await town.pass_time(timedelta(seconds=4))
    asked = {"retry_after": 1} if fault == "flood" else {}
    town.world.faults.add(fault, method="editMessageText", times=2, **asked)

    for name in ("王桂兰", "李建国"):
        await town.write(name, "签到", in_group=True)
        await town.pass_time(timedelta(seconds=4))
    during = [one for one in town.world.calls if one.method == "editMessageText"]
    for _ in range(4):
        await asyncio.sleep(0.6)  # Telegram's rest is kept by the machine's own clock
        await town.pass_time(timedelta(seconds=31))

    assert during
    assert "已到 2 人，应到 2 人" in town.card()["text"]


async def test_second_check_in_earns_nothing_more(town: Town) -> None:
    await town.announce()
    await town.write("王桂兰", "签到", in_group=True)

    await town.write("王桂兰", "签 到!")

    assert "您已经登记过了" in town.last_to("王桂兰")
    assert len(await rows(town, Attendance)) == 1
    assert len(await rows(town, LedgerLine)) == 1
    assert [one.result for one in await rows(town, Attempt)] == ["present", "already"]


async def test_a_press_is_answered_over_the_chat_with_state_and_points(town: Town) -> None:
    await town.announce()

    await town.press("李建国", town.chat_id, town.card()["message_id"], "✋ 我来签到")

    [toast] = town.toasts("李建国")
    assert "签到成功" in toast
    assert "+6 分" in toast
    assert len(await rows(town, Attendance)) == 1


async def test_late_is_judged_by_when_it_was_sent(town: Town) -> None:
    await town.announce()
    await town.pass_time(timedelta(minutes=16))

    await town.write("王桂兰", "到", in_group=True)

    assert "迟到" in town.last_to("王桂兰")


async def test_before_the_window_the_answer_names_the_hour(town: Town) -> None:
    await town.announce(starts_in=timedelta(hours=3))

    await town.write("王桂兰", "签到")

    assert "还没到签到时间" in town.last_to("王桂兰")
    assert await rows(town, Attendance) == []


async def test_a_stranger_is_told_kindly_once_a_day_in_the_group(town: Town) -> None:
    await town.announce()
    town.newcomer("刘小妹")

    await town.write("刘小妹", "签到", in_group=True)
    await town.write("刘小妹", "签到", in_group=True)

    said = [one["text"] for one in town.said_in(town.chat_id)]
    assert sum("我还不认识您" in one for one in said) == 1
    assert [one.result for one in await rows(town, Attempt)] == ["stranger", "stranger"]


async def test_a_forward_checks_nobody_in(town: Town) -> None:
    await town.announce()

    town.acts.write(town.people["王桂兰"], town.chat_id, "签到", forward_from=town.people["李建国"])
    await town.settle()

    assert await rows(town, Attendance) == []
    assert "转发的消息不能签到" in town.last_to("王桂兰")


async def test_an_edit_checks_nobody_in(town: Town) -> None:
    await town.announce()
    sent = await town.write("王桂兰", "大家好", in_group=True)

    town.acts.edit(town.people["王桂兰"], town.chat_id, sent.id, "签到")
    await town.settle()

    assert await rows(town, Attendance) == []


async def test_an_anonymous_administrator_checks_nobody_in(town: Town) -> None:
    await town.announce()
    town.acts.promote(town.creator, town.chat_id, town.people["王桂兰"])

    town.acts.write_as_anonymous_admin(town.people["王桂兰"], town.chat_id, "签到")
    await town.settle()

    assert await rows(town, Attendance) == []


async def test_the_points_open_into_their_lines(town: Town) -> None:
    await town.announce()
    await town.write("王桂兰", "签到", in_group=True)

    await town.write("王桂兰", "我的积分")
    total = town.said_to("王桂兰")[-1]
    label = total["reply_markup"]["inline_keyboard"][0][0]["text"]
    await town.press("王桂兰", town.people["王桂兰"], total["message_id"], label)

    assert "6 分" in total["text"]
    why = town.said_to("王桂兰")[-1]["text"]
    assert "第一次，+6 分，累计 6 分" in why
    assert "视察老旧小区改造" in why
    assert str(clock.now().year) in why

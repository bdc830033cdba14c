"""Leaves taken back in a sentence, leaves for several days at once, and the staff's list."""

from datetime import timedelta

import pytest

from handlers.kit.leave_requests import asks_for_leave, takes_back_leave
from models import clock
from models.leaves.rules import LeaveState
from models.leaves.tables import Leave
from models.replies.rules import ReplyState
from models.replies.tables import Reply
from tests.handlers.days import ZONE, labels, press_last, rest, rows, until, words_to
from tests.town import Town

STAFF, AWAY = "周敏", "王桂兰"


def day(ahead: int) -> str:
    local = clock.now().astimezone(ZONE) + timedelta(days=ahead)
    return f"{local.month}月{local.day}号"


async def on_leave(town: Town, *days: int) -> None:
    """Announce an activity on each of these days, and let a deputy ask leave from each."""
    await until(town, 10)
    for number in days:
        await town.announce(f"第{number}天的活动", starts_in=timedelta(days=number))
        await town.write(AWAY, f"{day(number)}请假，出差")
        await press_last(town, AWAY, "✅ 对，提交请假")


async def states(town: Town) -> list[LeaveState]:
    return sorted(one.state for one in await rows(town, Leave))


@pytest.mark.parametrize(
    "said",
    [
        "取消请假",
        "取消我3号的请假",
        "3号的活动我不请假了，能去",
        "不用请假了",
        "销假",
        "撤回请假申请",
        "cancel my leave",
    ],
)
def test_a_sentence_that_takes_a_leave_back_is_not_one_that_asks_for_it(said: str) -> None:
    assert takes_back_leave(said)
    assert not asks_for_leave(said)


@pytest.mark.parametrize(
    "said", ["怎么取消请假", "可以取消请假吗？", "取消假期安排", "没请假", "取消活动"]
)
def test_a_question_or_another_matter_takes_nothing_back(said: str) -> None:
    assert not takes_back_leave(said)


async def test_a_leave_is_read_back_and_then_taken_back(town: Town) -> None:
    await on_leave(town, 2)
    await town.write(AWAY, "取消请假")
    asked = town.last_to(AWAY)
    before = await states(town)

    await press_last(town, AWAY, "✅ 对，不请假了，我去")
    await rest(town)

    [reply] = await rows(town, Reply)
    assert "《第2天的活动》不请假了，您来参加，对吗？" in asked
    assert before == [LeaveState.ASKED]
    assert await states(town) == [LeaveState.WITHDRAWN]
    assert reply.state is ReplyState.GOING
    assert "✅ 去" in town.last_to(AWAY)
    assert "不用答复了" in words_to(town, STAFF, "王桂兰 请假")[0]


async def test_whoever_did_not_mean_it_keeps_the_leave(town: Town) -> None:
    await on_leave(town, 2)
    await town.write(AWAY, "不请假了")

    await press_last(town, AWAY, "📄 不取消")

    assert await states(town) == [LeaveState.ASKED]
    assert "请假照旧" in town.last_to(AWAY)


async def test_of_several_leaves_the_day_or_a_press_says_which(town: Town) -> None:
    await on_leave(town, 2, 4)
    await town.write(AWAY, f"{day(4)}的假取消请假")
    named = town.last_to(AWAY)
    await town.write(AWAY, "取消请假")
    several = town.said_to(AWAY)[-1]

    await press_last(town, AWAY, "1. 第2天")
    read = town.last_to(AWAY)
    await press_last(town, AWAY, "✅ 对，不请假了，我去")

    assert "《第4天的活动》不请假了" in named
    assert labels(several) == ["1. 第2天的活动", "2. 第4天的活动", "📄 不取消，还是请假"]
    assert "《第2天的活动》不请假了" in read
    assert await states(town) == [LeaveState.ASKED, LeaveState.WITHDRAWN]


async def test_without_a_leave_there_is_nothing_to_take_back(town: Town) -> None:
    await town.write(AWAY, "取消请假")

    assert "不用取消" in town.last_to(AWAY)


async def test_nobody_takes_back_the_leave_of_somebody_else(town: Town) -> None:
    await on_leave(town, 2)
    await town.write(AWAY, "取消请假")
    asked = town.said_to(AWAY)[-1]
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    other = town.people["李建国"]

    town.acts.press_raw(other, other, town.said_to("李建国")[-1]["message_id"], data)
    await town.settle()

    assert await states(town) == [LeaveState.ASKED]


async def test_a_span_is_read_back_whole_and_confirmed_by_one_press(town: Town) -> None:
    await until(town, 10)
    for number in (2, 3, 4, 6):
        await town.announce(f"第{number}天的活动", starts_in=timedelta(days=number))
    await town.write(AWAY, f"{day(2)}到{day(4)}请假，出差")
    asked = town.said_to(AWAY)[-1]

    await press_last(town, AWAY, "✅ 对，都请假")

    assert "这几次活动都请假，原因：出差" in asked["text"]
    assert "第6天" not in asked["text"]
    assert labels(asked)[1] == "只请：第2天的活动"
    assert await states(town) == [LeaveState.ASKED] * 3
    assert "3 次请假都已经交给工作人员" in town.last_to(AWAY)
    assert len(words_to(town, STAFF, "王桂兰 请假")) == 3


async def test_one_of_a_span_can_be_meant_alone(town: Town) -> None:
    await until(town, 10)
    for number in (2, 3):
        await town.announce(f"第{number}天的活动", starts_in=timedelta(days=number))
    await town.write(AWAY, f"{day(2)}到{day(3)}请假，出差")

    await press_last(town, AWAY, "只请：第3天")
    await press_last(town, AWAY, "✅ 对，提交请假")

    [asked] = [one for one in await rows(town, Leave) if one.state is LeaveState.ASKED]
    assert asked.reason == "出差"


async def test_a_span_without_a_reason_is_asked_for_it_once(town: Town) -> None:
    await until(town, 10)
    for number in (2, 3):
        await town.announce(f"第{number}天的活动", starts_in=timedelta(days=number))
    await town.write(AWAY, f"{day(2)}到{day(3)}请假")

    await town.write(AWAY, "孙子住院")
    await press_last(town, AWAY, "✅ 确认")

    assert {(one.state, one.reason) for one in await rows(town, Leave)} == {
        (LeaveState.ASKED, "孙子住院")
    }


async def test_what_was_asked_for_already_is_left_out_of_a_span(town: Town) -> None:
    await on_leave(town, 2)
    await town.announce("第3天的活动", starts_in=timedelta(days=3))
    await town.announce("第4天的活动", starts_in=timedelta(days=4))

    await town.write(AWAY, f"{day(2)}到{day(4)}请假，出差")

    assert "第2天" not in town.last_to(AWAY)
    await press_last(town, AWAY, "✅ 对，都请假")
    assert await states(town) == [LeaveState.ASKED] * 3


async def test_staff_see_every_request_that_waits_and_answer_it_from_there(town: Town) -> None:
    await on_leave(town, 2, 4)
    await town.write(STAFF, "请假审批")
    listed = town.said_to(STAFF)[-1]

    await press_last(town, STAFF, "📄 王桂兰 第2天的活动")
    await press_last(town, STAFF, "✅ 同意")
    await press_last(town, STAFF, "📋 还有哪些等答复")

    assert "共 2 个在等答复" in listed["text"]
    assert "原因：出差" in listed["text"]
    assert await states(town) == [LeaveState.APPROVED, LeaveState.ASKED]
    assert labels(town.said_to(STAFF)[-1]) == ["📄 王桂兰 第4天的活动"]


async def test_the_list_is_found_under_more_and_says_when_nothing_waits(town: Town) -> None:
    await town.write(STAFF, "更多")
    await press_last(town, STAFF, "📅")

    await press_last(town, STAFF, "请假审批")

    assert "没有等您答复的请假" in town.last_to(STAFF)

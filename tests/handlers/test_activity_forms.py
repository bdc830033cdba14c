"""The staff enter an activity and correct the roll, question by question."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from telegram.request import BaseRequest, HTTPXRequest

from bot.app import opened
from models import clock
from models.activities.rules import ActivityKind, ActivityState, AttendanceState, Scope
from models.activities.tables import Activity, Attendance
from models.drafts.tables import Draft
from models.people.tables import Member, Role
from sandbox.server import build
from tests.handlers.days import until
from tests.town import Town, config_for

CLERK = "周敏"


async def rows(town: Town, table: Any) -> list[Any]:  # noqa: ANN401
    async with town.app.db.reading() as tx:
        return list(await tx.scalars(select(table)))


def last(town: Town, name: str = CLERK) -> dict[str, Any]:
    return town.said_to(name)[-1]


def buttons(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [one["text"] for row in rows for one in row]


async def tap(town: Town, label: str, name: str = CLERK, message: Any = None) -> None:  # noqa: ANN401
    card = message or last(town, name)
    await town.press(name, town.people[name], card["message_id"], label)


async def fill(town: Town, *answers: str) -> None:
    for one in answers:
        await town.write(CLERK, one)


ANSWERS = (
    "新建活动",
    "视察老旧小区改造",
    "4",
    "街道",
    "明天下午3点",
    "一个半小时",
    "街道代表工作室",
    "全体代表",
)


async def test_an_activity_is_entered_question_by_question_and_confirmed(town: Town) -> None:
    await fill(town, *ANSWERS)
    review = last(town)["text"]

    await tap(town, "✅ 确认")

    [one] = await rows(town, Activity)
    assert "视察老旧小区改造" in review
    assert "视察调研" in review
    assert (one.title, one.kind, one.scope) == (
        "视察老旧小区改造",
        ActivityKind.INSPECTION,
        Scope.STREET,
    )
    assert one.ends_at - one.starts_at == timedelta(minutes=90)
    assert one.state is ActivityState.DRAFT
    assert "草稿" in last(town)["text"]
    assert await rows(town, Draft) == []


async def test_a_press_changes_the_message_in_place_and_words_get_a_new_one(town: Town) -> None:
    await fill(town, "新建活动", "学习会")
    before = last(town)

    await tap(town, "集中学习")

    after = last(town)
    assert after["message_id"] == before["message_id"]
    assert "是哪一级组织的" in after["text"]


async def test_one_answer_is_changed_from_the_review_and_the_others_stay(town: Town) -> None:
    await fill(town, *ANSWERS)

    await tap(town, "✏️ 修改地点")
    await town.write(CLERK, "社区会议室")
    await tap(town, "✅ 确认")

    [one] = await rows(town, Activity)
    assert one.place == "社区会议室"
    assert one.title == "视察老旧小区改造"


async def test_a_new_start_asks_for_the_end_again(town: Town) -> None:
    await fill(town, *ANSWERS)
    await tap(town, "✏️ 修改开始时间")

    await town.write(CLERK, "后天上午9点")

    assert "几点结束" in last(town)["text"]
    await tap(town, "2 小时")
    assert "请核对" in last(town)["text"]


async def test_a_span_answers_start_and_end_at_once(town: Town) -> None:
    await fill(town, *ANSWERS[:4], "明天下午2点到4点半")

    assert "在什么地方" in last(town)["text"]


async def test_an_hour_without_a_day_is_read_back(town: Town) -> None:
    await fill(town, *ANSWERS[:4], "23:30")
    asked = last(town)

    await tap(town, buttons(asked)[1])

    assert "您说的是哪一个时间" in asked["text"]
    assert "几点结束" in last(town)["text"]


async def test_what_is_not_understood_says_what_would_be(town: Town) -> None:
    await fill(town, *ANSWERS[:4], "看大家方便")

    said = last(town)["text"]
    assert "没看懂这个时间" in said
    assert "明天上午9点" in said
    assert "什么时候开始" in said


async def test_a_double_tap_confirms_once(town: Town) -> None:
    await fill(town, *ANSWERS)
    card = last(town)
    data = card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    clerk = town.people[CLERK]

    town.acts.press(clerk, clerk, card["message_id"], "✅ 确认")
    town.acts.press(clerk, clerk, card["message_id"], "✅ 确认")
    await town.settle()
    town.acts.press_raw(clerk, clerk, card["message_id"], data)
    await town.settle()

    assert len(await rows(town, Activity)) == 1
    assert sum("已经办完" in one for one in town.toasts(CLERK)) == 2
    assert "草稿" in last(town)["text"]


async def test_an_old_button_changes_nothing_and_shows_where_the_form_is(town: Town) -> None:
    await fill(town, "新建活动", "学习会")
    old = last(town)
    await fill(town, "集中学习", "区级")

    await tap(town, "人代会", message=old)

    [draft] = await rows(town, Draft)
    assert draft.data["answers"]["kind"] == "study"
    assert "已经过去了" in town.toasts(CLERK)[-1]
    [shown] = [one for one in town.said_to(CLERK) if one["message_id"] == old["message_id"]]
    assert "什么时候开始" in shown["text"]


async def test_somebody_else_s_form_is_not_touched(town: Town) -> None:
    await fill(town, "新建活动", "学习会")
    data = last(town)["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await town.write("王桂兰", "你好")
    stranger = town.people["王桂兰"]

    town.acts.press_raw(stranger, stranger, last(town, "王桂兰")["message_id"], data)
    await town.settle()

    [draft] = await rows(town, Draft)
    assert "kind" not in draft.data["answers"]
    assert "别人的" in town.toasts("王桂兰")[-1]


@pytest.mark.parametrize("word", ["/cancel", "取消", "Cancel", "算了"])
async def test_cancel_works_at_every_question(town: Town, word: str) -> None:
    for count in range(1, len(ANSWERS) + 1):
        await fill(town, *ANSWERS[:count])

        await town.write(CLERK, word)

        assert await rows(town, Draft) == []
        assert "已取消" in last(town)["text"]
    assert await rows(town, Activity) == []


async def test_cancel_with_nothing_open_says_so(town: Town) -> None:
    await town.write(CLERK, "/cancel")

    assert "不用取消" in last(town)["text"]


async def test_without_a_form_plain_words_get_the_usual_answer(town: Town) -> None:
    await town.write(CLERK, "上一步")

    assert "没有看懂" in last(town)["text"]


async def test_only_staff_can_open_it(town: Town) -> None:
    await town.write("王桂兰", "新建活动")

    assert await rows(town, Draft) == []
    assert "工作人员" in town.last_to("王桂兰")


async def test_a_refused_confirmation_leaves_the_draft(town: Town) -> None:
    await fill(town, *ANSWERS)
    async with town.app.db.transaction() as tx:
        place = await tx.get(Member, (town.group_id, town.members[CLERK]))
        assert place is not None
        place.left_at = clock.now()

    await tap(town, "✅ 确认")

    assert await rows(town, Activity) == []
    assert len(await rows(town, Draft)) == 1
    assert "工作人员" in town.toasts(CLERK)[-1]


async def test_a_form_untouched_for_a_week_is_gone(town: Town) -> None:
    await fill(town, *ANSWERS)
    card = last(town)
    await town.pass_time(timedelta(days=8))

    await tap(town, "✅ 确认", message=card)

    assert await rows(town, Activity) == []
    assert "过期" in town.toasts(CLERK)[-1]


async def correction(town: Town) -> Activity:
    """Bring the clerk to the question why an entry is corrected, by day: deputies sleep."""
    await until(town, 10)
    one = await town.announce()
    await town.write("王桂兰", "签到")
    await town.write(CLERK, "活动管理")
    await tap(town, buttons(last(town))[0])
    await tap(town, "📋 看名单")
    await tap(town, next(one for one in buttons(last(town)) if "王桂兰" in one))
    await tap(town, "📄 改为：请假")
    return one


async def test_an_entry_is_corrected_with_a_reason_the_deputy_reads(town: Town) -> None:
    await correction(town)
    assert "为什么要更正" in last(town)["text"]

    await town.write(CLERK, "替同事签的，本人已请假")
    await tap(town, "✅ 确认")

    [entry] = await rows(town, Attendance)
    assert entry.state is AttendanceState.EXCUSED
    assert entry.reason == "替同事签的，本人已请假"
    assert "替同事签的" in town.last_to("王桂兰")


async def test_a_double_tap_opens_one_form_and_asks_once(town: Town) -> None:
    await correction(town)
    said = len(town.said_to(CLERK))
    card = town.said_to(CLERK)[-2]

    await tap(town, "📄 改为：请假", message=card)

    assert len(town.said_to(CLERK)) == said
    assert len(await rows(town, Draft)) == 1


async def test_another_form_asks_which_to_keep(town: Town) -> None:
    await fill(town, "新建活动", "学习会")

    await correction(town)
    question = last(town)
    await tap(town, "📝 接着填原来的")

    assert "没填完" in question["text"]
    assert "是哪一类活动" in last(town)["text"]
    [draft] = await rows(town, Draft)
    assert draft.form == "activity"


async def test_the_other_form_may_be_taken_instead(town: Town) -> None:
    await fill(town, "新建活动", "学习会")
    await correction(town)

    question = last(town)
    await tap(town, "🆕 放下它，填新的")
    asked = last(town)

    assert asked["message_id"] == question["message_id"]
    assert "为什么要更正" in asked["text"]
    [draft] = await rows(town, Draft)
    assert draft.form == "reason"


async def test_opened_twice_it_goes_on_where_it_was(town: Town) -> None:
    await fill(town, "新建活动", "学习会")

    await town.write(CLERK, "新建活动")

    assert "是哪一类活动" in last(town)["text"]
    [draft] = await rows(town, Draft)
    assert draft.data["answers"] == {"title": "学习会"}


async def test_a_colleague_in_the_same_group_has_a_form_of_their_own(town: Town) -> None:
    await town.settle_member("吴敏芳", Role.STAFF)
    await town.settle()
    await fill(town, "新建活动", "学习会")

    await town.write("吴敏芳", "新建活动")
    await town.write("吴敏芳", "接待选民")

    drafts = {one.account_id: one.data["answers"] for one in await rows(town, Draft)}
    assert drafts == {
        town.people[CLERK]: {"title": "学习会"},
        town.people["吴敏芳"]: {"title": "接待选民"},
    }


async def test_after_a_restart_the_form_goes_on_where_it_was(town: Town, tmp_path: Path) -> None:
    await fill(town, *ANSWERS[:5])
    transport = httpx.ASGITransport(app=build(town.world))

    def request() -> BaseRequest:
        return HTTPXRequest(httpx_kwargs={"transport": transport})

    async with opened(config_for(tmp_path), request) as again:
        town.app = again
        await fill(town, *ANSWERS[5:])
        await tap(town, "✅ 确认")
        activities = await rows(town, Activity)

    assert [one.title for one in activities] == [ANSWERS[1]]

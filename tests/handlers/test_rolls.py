"""The roll that a member of staff looks at follows by itself, for as long as they look at it."""

from datetime import timedelta
from typing import Any

from models import clock
from models.activities import actions as activities
from models.people.rules import OPERATOR
from models.people.tables import Role
from tests.handlers.days import labels, press_last, rest, until
from tests.town import Town

STAFF = "周敏"
TOMORROW = timedelta(days=1, hours=4)


async def looking(town: Town, mark: str = "🟢") -> int:
    """Have the staff open the roll; return the number of the message it stands in."""
    await town.write(STAFF, "活动管理")
    await press_last(town, STAFF, f"{mark} 视察")
    await press_last(town, STAFF, "📋 看名单")
    return int(town.said_to(STAFF)[-1]["message_id"])


def the(town: Town, number: int) -> dict[str, Any]:
    return next(one for one in town.said_to(STAFF) if one["message_id"] == number)


async def test_a_check_in_shows_on_the_roll_without_a_press(town: Town) -> None:
    await town.announce()
    number = await looking(town)
    heard = len(town.said_to(STAFF))

    await town.write("王桂兰", "签到", in_group=True)
    await rest(town)

    shown = the(town, number)
    assert "✅ 准时 1" in shown["text"]
    assert "还没签到 1 人" in shown["text"]
    assert "✅ 王桂兰" in labels(shown)
    assert len(town.said_to(STAFF)) == heard


async def test_within_three_seconds_of_an_edit_there_is_no_other(town: Town) -> None:
    await town.announce()
    number = await looking(town)
    await rest(town)
    await rest(town)

    await town.write("王桂兰", "签到", in_group=True)
    await town.write("李建国", "签到", in_group=True)
    soon = the(town, number)["text"]
    await rest(town)

    assert "✅ 准时 1" in soon
    assert "✅ 准时 2" in the(town, number)["text"]


async def test_leave_that_is_asked_for_has_another_mark_than_leave_that_is_given(
    town: Town,
) -> None:
    await town.settle_member("赵大海", Role.DEPUTY)
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await town.write("王桂兰", "明天的视察我去不了，孙子生病")
    await press_last(town, "王桂兰", "✅ 对，提交请假")
    card = town.said_to(STAFF)[-1]["message_id"]
    number = await looking(town, "📣")

    asked = the(town, number)
    await town.press(STAFF, town.people[STAFF], card, "✅ 同意")
    await rest(town)
    given = the(town, number)

    assert "⏳ 王桂兰" in labels(asked)
    assert "📄 请假 0" in asked["text"]
    assert "还没签到 3 人：🙋 说去 0 ⏳ 请假待批 1 🤔 待定 0 ⬜ 没回复 2" in asked["text"]
    assert "📄 王桂兰" in labels(given)
    assert "📄 请假 1" in given["text"]
    assert "还没签到 2 人" in given["text"]


async def test_the_closing_is_the_last_state_it_shows(town: Town) -> None:
    one = await town.announce()
    await town.write("王桂兰", "签到", in_group=True)
    number = await looking(town)

    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=one.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await rest(town)

    shown = the(town, number)
    assert "❌ 缺席 1" in shown["text"]
    assert "还没签到" not in shown["text"]
    assert "❌ 李建国" in labels(shown)


async def test_who_has_gone_on_to_a_name_is_not_taken_back_to_the_roll(town: Town) -> None:
    await town.announce()
    number = await looking(town)
    await press_last(town, STAFF, "⬜ 王桂兰")

    await town.write("李建国", "签到", in_group=True)
    await rest(town)

    assert "✅ 改为：准时" in labels(the(town, number))
    await press_last(town, STAFF, "⬅️ 返回名单")
    await town.write("王桂兰", "签到", in_group=True)
    await rest(town)
    assert "✅ 准时 2" in the(town, number)["text"]


async def test_a_page_that_was_turned_stays_the_page(town: Town) -> None:
    for number in range(12):
        await town.settle_member(f"代表{number:02}", Role.DEPUTY)
    await town.announce()
    message = await looking(town)
    await press_last(town, STAFF, "下一页 ➡️")

    await town.write("王桂兰", "签到", in_group=True)
    await rest(town)

    assert "第 2 页，共 2 页" in the(town, message)["text"]
    assert "✅ 准时 1" in the(town, message)["text"]


async def test_opened_a_second_time_the_newer_one_follows(town: Town) -> None:
    await town.announce()
    first = await looking(town)
    second = await looking(town)

    await town.write("王桂兰", "签到", in_group=True)
    await rest(town)

    assert "✅ 准时 0" in the(town, first)["text"]
    assert "✅ 准时 1" in the(town, second)["text"]

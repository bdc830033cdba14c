"""The clock reminds people: once, in good time, and not at night."""

from datetime import timedelta

from bot.app import opened
from models import clock
from models.activities.tables import Activity
from models.reminders.rules import ReminderKind, ReminderState
from models.reminders.tables import Reminder
from tests.handlers.days import press_last, rest, rows, until, words_to
from tests.town import Town

SOON = "提醒您："


async def states(town: Town, kind: ReminderKind) -> list[ReminderState]:
    return [one.state for one in await rows(town, Reminder) if one.kind is kind]


async def test_a_day_and_two_hours_before_each_is_reminded_once(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=3))

    for _ in range(80):
        await town.pass_time(timedelta(hours=1))

    for name in ("王桂兰", "李建国"):
        said = words_to(town, name, SOON)
        assert ["快到了" in one for one in said] == [True, False]
        assert all("星期" in one and "街道代表工作室" in one for one in said)


async def test_who_has_declined_is_not_reminded(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=2))
    await press_last(town, "王桂兰", "📄 我要请假")
    await town.write("王桂兰", "家里有事")
    await press_last(town, "王桂兰", "✅ 确认")

    await town.pass_time(timedelta(days=1, minutes=1))

    assert words_to(town, "王桂兰", SOON) == []
    assert len(words_to(town, "李建国", SOON)) == 1


async def test_who_comes_after_all_is_reminded(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=2))
    await press_last(town, "王桂兰", "📄 我要请假")
    await town.write("王桂兰", "家里有事")
    await press_last(town, "王桂兰", "✅ 确认")
    await rest(town)
    await press_last(town, "王桂兰", "✅ 我去")

    await town.pass_time(timedelta(days=1, minutes=1))

    assert len(words_to(town, "王桂兰", SOON)) == 1


async def test_known_takes_its_button_away(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=2))
    await town.pass_time(timedelta(days=1, minutes=1))

    await press_last(town, "王桂兰", "👌 知道了")

    assert "您已看到" in words_to(town, "王桂兰", SOON)[0]
    seen = [one for one in await rows(town, Reminder) if one.seen_at is not None]
    assert [one.member_id for one in seen] == [town.members["王桂兰"]]


async def test_what_falls_into_the_quiet_hours_comes_in_the_morning(town: Town) -> None:
    await until(town, 10)
    await until(town, 9)
    await town.announce(starts_in=timedelta(hours=24))  # two hours before is seven o'clock

    await until(town, 7, 30)
    early = [one for one in words_to(town, "王桂兰", SOON) if "就要开始" in one]
    await until(town, 8, 1)

    assert early == []
    assert len([one for one in words_to(town, "王桂兰", SOON) if "就要开始" in one]) == 1


async def test_staff_hear_when_the_window_opens(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=timedelta(hours=4))

    await town.pass_time(timedelta(hours=3, minutes=31))
    await town.pass_time(timedelta(minutes=1))

    assert len(words_to(town, "周敏", "开始签到了")) == 1


async def test_thanks_go_to_who_was_there_and_wants_them(town: Town) -> None:
    await until(town, 10)
    await town.announce()
    await town.write("王桂兰", "/settings")
    await press_last(town, "王桂兰", "🔔 活动后")
    await town.write("王桂兰", "签到")
    await town.write("李建国", "签到")
    await town.pass_time(timedelta(hours=3))

    await press_last(town, "周敏", "🏁 结束签到")
    await press_last(town, "周敏", "🏁 对，结束签到")
    await town.pass_time(timedelta(minutes=1))

    [words] = words_to(town, "王桂兰", "谢谢您参加")
    assert "+6 分" in words
    assert "累计 6 分" in words
    assert words_to(town, "李建国", "谢谢您参加") == []


async def test_after_26_hours_away_nobody_hears_twice_and_staff_hear_what_was_missed(
    town: Town,
) -> None:
    await until(town, 14)
    begun = await town.announce("开始了的", starts_in=timedelta(hours=25))
    await town.announce("还没开始的", starts_in=timedelta(hours=27))

    await town.pass_time(timedelta(hours=26))
    await town.pass_time(timedelta(minutes=1))

    said = words_to(town, "王桂兰", SOON)
    assert len(said) == 1
    assert "还没开始的" in said[0]
    [missed] = words_to(town, "周敏", "没能及时发出")
    assert f"《{begun.title}》：2 人" in missed
    assert "还没开始的" not in missed


async def test_a_restart_and_a_second_process_tell_nobody_twice(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=2))
    config, request = town.app.config, town.request

    async with opened(config, request) as other:
        moved = timedelta(days=1, minutes=1)
        town.world.clock.shift(moved.total_seconds())
        clock.move(moved)
        await other.timetable.all_due()
        await town.app.timetable.all_due()
        await other.delivery.once()
        await town.settle()
    await town.pass_time(timedelta(minutes=1))

    for name in ("王桂兰", "李建国"):
        assert len(words_to(town, name, SOON)) == 1


async def test_a_process_that_starts_after_the_moment_still_tells(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=2))
    town.world.clock.shift(timedelta(hours=25).total_seconds())
    clock.move(timedelta(hours=25))

    async with opened(town.app.config, town.request) as other:
        await other.timetable.all_due()
        await other.delivery.once()

    assert len(words_to(town, "王桂兰", SOON)) == 1


async def test_above_the_budget_things_wait_for_one_digest(town: Town) -> None:
    await until(town, 10)
    for number in range(9):
        await town.announce(f"第{number}次活动", starts_in=timedelta(days=5, minutes=number))

    at_once = words_to(town, "王桂兰", "请您参加")
    await until(town, 8, 1)
    await town.pass_time(timedelta(minutes=1))

    assert len(at_once) == 6
    [digest] = words_to(town, "王桂兰", "几件事，一起告诉您")
    assert all(f"第{number}次活动" in digest for number in (6, 7, 8))
    await press_last(town, "王桂兰", "👉 第7次活动")
    assert "请您参加" in town.last_to("王桂兰")


async def test_a_moved_activity_is_told_once_and_reminded_at_its_new_time(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=2))
    await _move(town)

    await town.pass_time(timedelta(days=1, minutes=1))
    before = words_to(town, "王桂兰", SOON)
    await town.pass_time(timedelta(days=3))

    [words] = words_to(town, "王桂兰", "活动有变动")
    assert "原来是" in words
    assert before == []
    assert ["快到了" in one for one in words_to(town, "王桂兰", SOON)] == [True]
    assert len(words_to(town, "李建国", "活动有变动")) == 1


async def _move(town: Town) -> None:
    """Let the staff move the only activity by three days, in the chat."""
    await town.write("周敏", "活动管理")
    await press_last(town, "周敏", "📣 视察")
    await press_last(town, "周敏", "✏️ 改时间")
    await press_last(town, "周敏", "🕒 改时间")
    [one] = await rows(town, Activity)
    new = (one.starts_at + timedelta(days=3, hours=8)).strftime("%Y-%m-%d %H:%M")
    await town.write("周敏", new)
    await town.write("周敏", "两个小时")
    await press_last(town, "周敏", "✅ 确认")


async def test_a_new_place_is_told_and_stands_on_the_cards(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=2))
    await town.write("周敏", "活动管理")
    await press_last(town, "周敏", "📣 视察")
    await press_last(town, "周敏", "✏️ 改时间")
    await press_last(town, "周敏", "📍 改地点")
    await town.write("周敏", "区文化馆二楼")
    await press_last(town, "周敏", "✅ 确认")
    await rest(town)

    assert "原来在 街道代表工作室" in words_to(town, "王桂兰", "活动有变动")[0]
    assert "区文化馆二楼" in words_to(town, "王桂兰", "请您参加")[0]
    assert "区文化馆二楼" in town.card()["text"]


async def test_a_cancelled_activity_is_told_to_all_and_reminds_nobody(town: Town) -> None:
    await until(town, 14)
    await town.announce(starts_in=timedelta(days=2))
    await press_last(town, "王桂兰", "📄 我要请假")
    await town.write("王桂兰", "家里有事")
    await press_last(town, "王桂兰", "✅ 确认")

    await town.write("周敏", "活动管理")
    await press_last(town, "周敏", "📣 视察")
    await press_last(town, "周敏", "🚫 取消活动")
    await press_last(town, "周敏", "🚫 对，取消活动")
    await town.pass_time(timedelta(days=1, minutes=1))
    await town.pass_time(timedelta(days=1))

    for name in ("王桂兰", "李建国"):
        assert len(words_to(town, name, "不用去了。")) == 1
        assert words_to(town, name, SOON) == []
    assert set(await states(town, ReminderKind.DAY_BEFORE)) == {ReminderState.STOPPED}
    assert words_to(town, "周敏", "没能及时发出") == []


async def test_a_copy_is_a_draft_with_the_same_facts(town: Town) -> None:
    await until(town, 14)
    one = await town.announce(starts_in=timedelta(days=2))
    await town.write("周敏", "活动管理")
    await press_last(town, "周敏", "📣 视察")
    await press_last(town, "周敏", "✏️ 改时间")
    await press_last(town, "周敏", "📑 复制")
    await town.write("周敏", "明天下午3点到5点")
    await press_last(town, "周敏", "✅ 确认")

    new = next(each for each in await rows(town, Activity) if each.id != one.id)
    assert (new.title, new.kind, new.place) == (one.title, one.kind, one.place)
    assert new.state == "draft"
    assert new.ends_at - new.starts_at == timedelta(hours=2)

"""Deputies are invited privately and answer; the group sees counts, the staff names."""

from datetime import timedelta

from models import clock
from models.people.tables import Role
from models.replies.rules import ReplyState
from models.replies.tables import Reply
from tests.handlers.days import labels, press_last, rest, rows, until, words_to
from tests.town import Town

TOMORROW = timedelta(days=1, hours=4)


async def test_everybody_bound_is_invited_once(town: Town) -> None:
    await until(town, 10)

    await town.announce(starts_in=TOMORROW)
    await town.pass_time(timedelta(minutes=1))

    for name in ("王桂兰", "李建国"):
        [words] = words_to(town, name, "请您参加")
        assert "视察老旧小区改造" in words
        assert "星期" in words
        assert "街道代表工作室" in words
    assert words_to(town, "周敏", "请您参加") == []


async def test_an_answer_is_shown_on_the_same_card(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    before = len(town.said_to("王桂兰"))

    await press_last(town, "王桂兰", "✅ 我去")
    await rest(town)

    assert len(town.said_to("王桂兰")) == before
    assert "您的回复：✅ 去" in words_to(town, "王桂兰", "请您参加")[0]
    assert town.toasts("王桂兰")[-1] == "记下了：去"


async def test_the_group_sees_counts_only(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)

    await press_last(town, "王桂兰", "✅ 我去")
    await press_last(town, "李建国", "🤔 还定不下来")
    await rest(town)

    words = town.card()["text"]
    assert "去 1 · 请假 0 · 待定 1" in words
    assert "王桂兰" not in words


async def test_the_last_answer_before_the_start_counts(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await press_last(town, "王桂兰", "✅ 我去")

    await press_last(town, "王桂兰", "🤔 还定不下来")

    [reply] = await rows(town, Reply)
    assert reply.state is ReplyState.UNSURE


async def test_after_the_start_no_answer_is_taken(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=timedelta(hours=5))
    card = next(one for one in town.said_to("王桂兰") if "请您参加" in one["text"])
    button = next(one for one in labels(card) if "我去" in one)
    await town.pass_time(timedelta(hours=5, minutes=1))

    await town.press("王桂兰", town.people["王桂兰"], card["message_id"], button)

    assert await rows(town, Reply) == []
    assert "已经开始" in town.toasts("王桂兰")[-1]


async def test_staff_see_by_name_who_has_not_answered(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await press_last(town, "王桂兰", "✅ 我去")

    await town.write("周敏", "活动管理")
    await press_last(town, "周敏", "📣 视察")
    await press_last(town, "周敏", "🙋 谁回复了")

    words = town.last_to("周敏")
    assert "没回复 1" in words
    assert words.index("⬜ 李建国") < words.index("✅ 王桂兰")


async def test_the_roll_shows_by_name_what_was_said_until_they_are_there(town: Town) -> None:
    await town.settle_member("赵大海", Role.DEPUTY)
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await press_last(town, "王桂兰", "✅ 我去")
    await press_last(town, "李建国", "🤔 还定不下来")
    await town.pass_time(TOMORROW - timedelta(minutes=10))
    await town.write("王桂兰", "签到")

    await town.write("周敏", "活动管理")
    await press_last(town, "周敏", "🟢 视察")
    await press_last(town, "周敏", "📋 看名单")

    shown = town.said_to("周敏")[-1]
    assert "准时 1" in shown["text"]
    assert "还没签到 2 人：🙋 说去 0 ⏳ 请假待批 0 🤔 待定 1 ⬜ 没回复 1" in shown["text"]
    assert {"✅ 王桂兰", "🤔 李建国", "⬜ 赵大海"} <= set(labels(shown))


async def test_who_is_bound_after_the_announcement_is_invited_too(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)

    await town.settle_member("赵大海", Role.DEPUTY)
    await town.pass_time(timedelta(minutes=1))
    await town.pass_time(timedelta(minutes=1))

    assert len(words_to(town, "赵大海", "请您参加")) == 1


async def test_who_was_bound_a_while_ago_is_invited_by_the_look_at_everybody(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await town.settle_member("赵大海", Role.DEPUTY)
    clock.move(timedelta(hours=2))  # and nobody was there to look
    town.world.clock.shift(timedelta(hours=2).total_seconds())

    told = []
    for name in ("reminders", "late invitations", "late invitations"):
        await town.app.timetable.tick(name)
        await town.settle()
        told.append(len(words_to(town, "赵大海", "请您参加")))

    assert told == [0, 1, 1]

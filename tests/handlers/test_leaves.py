"""Deputies ask to be excused, by button or in a sentence; the staff answer once."""

from datetime import timedelta

import pytest

from models import clock
from models.activities import actions as activities
from models.activities.rules import ActivityKind, AttendanceState
from models.activities.tables import Activity, Attendance
from models.audit.tables import AuditEntry
from models.leaves import actions as asking
from models.leaves.rules import LeaveState
from models.leaves.tables import Leave
from models.people.rules import OPERATOR, acting
from models.people.tables import Member, Role
from models.points.tables import LedgerLine
from models.replies.rules import ReplyState
from models.replies.tables import Reply
from tests.handlers.days import press_last, rest, rows, until, words_to
from tests.handlers.test_ledger import with_deductions
from tests.town import Town

TOMORROW = timedelta(days=1, hours=4)


async def ask(town: Town, name: str = "王桂兰") -> None:
    """Let a deputy ask for leave in a sentence, and confirm it."""
    await town.write(name, "明天的视察我去不了，孙子生病")
    await press_last(town, name, "✅ 对，提交请假")


async def states(town: Town) -> list[LeaveState]:
    return [one.state for one in await rows(town, Leave)]


async def test_a_sentence_is_read_back_with_day_activity_and_reason(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)

    await town.write("王桂兰", "明天的视察我去不了，孙子生病")

    words = town.last_to("王桂兰")
    assert words.startswith("您是说，")
    assert "《视察老旧小区改造》请假，原因：孙子生病，对吗？" in words
    assert await states(town) == [LeaveState.SAID]
    assert words_to(town, "周敏", "请假") == []


async def test_a_confirmed_request_goes_to_every_member_of_staff(town: Town) -> None:
    await until(town, 10)
    await town.settle_member("钱进", Role.STAFF)
    await town.announce(starts_in=TOMORROW)

    await ask(town)

    for name in ("周敏", "钱进"):
        [words] = words_to(town, name, "王桂兰 请假")
        assert "孙子生病" in words
    [reply] = await rows(town, Reply)
    assert reply.state is ReplyState.LEAVE
    assert "请假已经交给工作人员" in town.last_to("王桂兰")


async def test_the_first_decision_counts_and_the_other_card_says_whose(town: Town) -> None:
    await until(town, 10)
    await town.settle_member("钱进", Role.STAFF)
    await town.announce(starts_in=TOMORROW)
    await ask(town)

    await press_last(town, "周敏", "✅ 同意")
    await rest(town)

    assert await states(town) == [LeaveState.APPROVED]
    assert "已同意（周敏）" in words_to(town, "钱进", "王桂兰 请假")[0]
    assert len(words_to(town, "王桂兰", "请假已同意")) == 1
    assert "leaves.decide" in [one.verb for one in await rows(town, AuditEntry)]


async def test_a_second_decision_is_told_who_was_first(town: Town) -> None:
    await until(town, 10)
    await town.settle_member("钱进", Role.STAFF)
    await town.announce(starts_in=TOMORROW)
    await ask(town)
    card = next(one for one in town.said_to("钱进") if "王桂兰 请假" in one["text"])
    town.acts.press(town.people["周敏"], town.people["周敏"], _card(town, "周敏"), "✅ 同意")

    await town.press("钱进", town.people["钱进"], card["message_id"], "✅ 同意")

    assert "周敏已经答复了：同意" in town.toasts("钱进")[-1]
    assert len(words_to(town, "王桂兰", "请假已同意")) == 1


def _card(town: Town, name: str) -> int:
    found = next(one for one in town.said_to(name) if "王桂兰 请假" in one["text"])
    return int(found["message_id"])


async def test_a_no_comes_with_its_reason(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await ask(town)

    await press_last(town, "周敏", "❌ 不同意")
    await town.write("周敏", "这次要表决，请尽量参加")
    await press_last(town, "周敏", "✅ 确认")
    await rest(town)

    assert "这次要表决，请尽量参加" in words_to(town, "王桂兰", "没有同意")[0]
    assert await states(town) == [LeaveState.DECLINED]
    assert await rows(town, Reply) == []


async def test_an_approved_leave_is_excused_at_the_closing(town: Town) -> None:
    await until(town, 10)
    one = await town.announce(starts_in=TOMORROW)
    await ask(town)
    await press_last(town, "周敏", "✅ 同意")
    await town.pass_time(TOMORROW + timedelta(hours=2))

    await close(town)

    by_member = {row.member_id: row.state for row in await rows(town, Attendance)}
    assert by_member[town.members["王桂兰"]] is AttendanceState.EXCUSED
    assert by_member[town.members["李建国"]] is AttendanceState.ABSENT
    assert one.title in words_to(town, "王桂兰", "请假已同意")[0]


async def close(town: Town) -> None:
    """Let the staff close the activity they were asked to close."""
    await press_last(town, "周敏", "🏁 结束签到")
    await press_last(town, "周敏", "🏁 对，结束签到")


async def test_a_yes_after_the_closing_turns_absent_into_excused(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await ask(town)
    await town.pass_time(TOMORROW + timedelta(hours=2))
    await close(town)

    await press_last(town, "周敏", "✅ 同意")

    entry = next(
        row for row in await rows(town, Attendance) if row.member_id == town.members["王桂兰"]
    )
    assert entry.state is AttendanceState.EXCUSED
    assert entry.revision == 2
    assert await rows(town, LedgerLine) == []
    assert "“缺席”改为“请假”" in words_to(town, "王桂兰", "请假已同意")[0]
    assert words_to(town, "王桂兰", "工作人员更正了您的签到") == []


async def test_the_button_asks_for_the_reason(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)

    await press_last(town, "王桂兰", "📄 我要请假")
    await town.write("王桂兰", "请假，因为要出差")
    await press_last(town, "王桂兰", "✅ 确认")
    await rest(town)

    [leave] = await rows(town, Leave)
    assert leave.state is LeaveState.ASKED
    assert leave.reason == "请假，因为要出差"
    assert "等工作人员答复" in words_to(town, "王桂兰", "请您参加")[0]


async def test_coming_after_all_withdraws_the_request(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await ask(town)
    await rest(town)

    await press_last(town, "王桂兰", "✅ 我去")
    await rest(town)

    assert await states(town) == [LeaveState.WITHDRAWN]
    assert "不用答复了" in words_to(town, "周敏", "王桂兰 请假")[0]


async def test_several_fitting_activities_are_offered(town: Town) -> None:
    await until(town, 9)
    await town.announce("集中学习", kind=ActivityKind.STUDY, starts_in=timedelta(hours=24))
    await town.announce("消防检查", starts_in=timedelta(hours=30))

    await town.write("王桂兰", "明天请假，出差")
    await press_last(town, "王桂兰", "2. 消防检查")

    assert "《消防检查》请假，原因：出差，对吗？" in town.last_to("王桂兰")


async def test_a_day_without_activities_offers_what_there_is(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)

    await town.write("王桂兰", "后天请假，出差")

    assert "那天没有查到活动" in town.last_to("王桂兰")


async def test_without_any_activity_the_words_are_kind(town: Town) -> None:
    await until(town, 10)

    await town.write("王桂兰", "明天请假，出差")

    assert "不用请假" in town.last_to("王桂兰")


async def test_a_no_to_the_reading_hands_in_nothing(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await town.write("王桂兰", "明天的视察我去不了，孙子生病")

    await press_last(town, "王桂兰", "❌ 不对")

    assert await rows(town, Leave) == []
    assert "没有提交" in town.last_to("王桂兰")


async def test_asking_twice_is_answered_with_what_there_is(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)
    await ask(town)

    await town.write("王桂兰", "明天的视察请假，孙子生病")

    assert "您已经请过假了" in town.last_to("王桂兰")
    assert len(words_to(town, "周敏", "王桂兰 请假")) == 1


async def test_who_has_checked_in_needs_no_leave(town: Town) -> None:
    await until(town, 10)
    await town.announce()
    await town.write("王桂兰", "签到")

    await town.write("王桂兰", "今天的视察请假，头疼")

    assert "您已经签到了" in town.last_to("王桂兰")
    assert await rows(town, Leave) == []


@pytest.mark.parametrize("words", ["明天请假，出差", "请假"])
async def test_a_stranger_is_not_understood(town: Town, words: str) -> None:
    await until(town, 10)
    town.newcomer("刘小妹")
    town.acts.start(town.people["刘小妹"], town.bot_id)

    await town.write("刘小妹", words)

    assert await rows(town, Leave) == []


async def test_the_word_in_the_group_asks_for_nothing(town: Town) -> None:
    await until(town, 10)
    await town.announce(starts_in=TOMORROW)

    await town.write("王桂兰", "明天的视察请假，出差", in_group=True)

    assert await rows(town, Leave) == []


async def closed_without(town: Town, name: str) -> Activity:
    """Hold an activity to which everybody came but one."""
    one = await town.announce()
    for each in ("王桂兰", "李建国"):
        if each != name:
            await town.write(each, "签到")
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await town.settle()
    return one


async def excused_afterwards(town: Town, name: str = "王桂兰") -> None:
    """Let somebody ask for leave from what is over, and the staff say yes."""
    await town.write(name, "今天的视察我没去，孙子生病，请假")
    await press_last(town, name, "✅ 对，提交请假")
    await press_last(town, "周敏", "✅ 同意")


async def test_leave_approved_after_the_closing_takes_the_deduction_back_by_a_new_line(
    town: Town,
) -> None:
    await until(town, 10)
    await with_deductions(town)
    await closed_without(town, "王桂兰")
    before = await rows(town, LedgerLine)

    await excused_afterwards(town)

    after = await rows(town, LedgerLine)
    [lost] = [one for one in before if one.rule_id == "X2"]
    [back] = [one for one in after if one.id not in {each.id for each in before}]
    assert (back.rule_id, back.sign, back.reverses) == ("X2", -1, lost.id)
    assert lost.id in {one.id for one in after}
    await town.write("王桂兰", "我的积分")
    assert "\n0 分（满分" in town.last_to("王桂兰")


async def test_leave_from_a_congress_approved_after_the_closing_costs_half_a_day(
    town: Town,
) -> None:
    await until(town, 10)
    await with_deductions(town)
    one = await town.announce("人代会", kind=ActivityKind.CONGRESS)
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await town.settle()

    await excused_afterwards(town)

    mine = [
        (one.rule_id, one.sign)
        for one in await rows(town, LedgerLine)
        if one.member_id == town.members["王桂兰"]
    ]
    assert sorted(mine) == [("X1", 1), ("X2", -1), ("X2", 1)]


async def test_leave_approved_after_the_closing_is_no_longer_missed_in_a_row(town: Town) -> None:
    await until(town, 10)
    for _ in range(2):
        await closed_without(town, "王桂兰")
        await town.pass_time(timedelta(minutes=10))
    last = await closed_without(town, "王桂兰")
    await town.pass_time(timedelta(minutes=10))
    await town.write("周敏", "出勤分析")
    before = str(town.said_to("周敏")[-1]["caption"])

    async with town.app.db.transaction() as tx:
        deputy = await tx.get(Member, (town.group_id, town.members["王桂兰"]))
        assert deputy is not None
        await asking.ask(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            activity_id=last.id,
            reason="孙子生病",
            by=acting(deputy),
            now=clock.now(),
        )
    await town.settle()
    await press_last(town, "周敏", "✅ 同意")

    await town.write("周敏", "出勤分析")
    assert "王桂兰：3 次" in before
    assert "没有人连续缺席三次" in town.said_to("周敏")[-1]["caption"]

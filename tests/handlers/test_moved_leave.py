"""An activity moves to another day: who is on leave hears it; the leave holds until taken back."""

from datetime import timedelta

from models import clock
from models.activities import actions, changing
from models.activities.rules import AttendanceState
from models.activities.tables import Activity, Attendance
from models.leaves.rules import LeaveState
from models.leaves.tables import Leave
from models.people.rules import OPERATOR
from models.replies.rules import ReplyState
from models.replies.tables import Reply
from tests.handlers.days import labels, press_last, rest, rows, until, words_to
from tests.town import Town

STAFF, AWAY = "周敏", "王桂兰"


async def excused(town: Town, *, approved: bool = True) -> Activity:
    """Let a deputy be on leave from an activity in two days."""
    await until(town, 10)
    one = await town.announce(starts_in=timedelta(days=2))
    await press_last(town, AWAY, "📄 我要请假")
    await town.write(AWAY, "出差")
    await press_last(town, AWAY, "✅ 确认")
    if approved:
        await press_last(town, STAFF, "✅ 同意")
    await rest(town)
    return one


async def move(town: Town, one: Activity, by: timedelta) -> None:
    async with town.app.db.transaction() as tx:
        await changing.move(
            tx,
            bot_id=town.bot_id,
            group_id=one.group_id,
            activity_id=one.id,
            starts_at=one.starts_at + by,
            ends_at=one.ends_at + by,
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()
    await rest(town)


async def close(town: Town, one: Activity) -> None:
    async with town.app.db.transaction() as tx:
        facts = {"group_id": one.group_id, "activity_id": one.id}
        await actions.close(tx, **facts, by=OPERATOR, now=clock.now())


async def leave(town: Town) -> LeaveState:
    [row] = await rows(town, Leave)
    return LeaveState(row.state)


async def test_who_is_on_leave_hears_of_another_day_and_that_the_leave_holds(town: Town) -> None:
    one = await excused(town)

    await move(town, one, timedelta(days=7))

    [told] = words_to(town, AWAY, "活动有变动")
    assert "原来是" in told
    assert "工作人员已同意" in told
    assert "这个假还算数，不用再请" in told
    assert labels(town.said_to(AWAY)[-1]) == ["✅ 我去", "📄 仍然请假"]
    assert await leave(town) is LeaveState.APPROVED


async def test_who_can_come_on_the_new_day_says_so_and_the_leave_is_off(town: Town) -> None:
    one = await excused(town)
    await move(town, one, timedelta(days=7))

    await press_last(town, AWAY, "✅ 我去")
    await rest(town)

    [reply] = await rows(town, Reply)
    assert reply.state is ReplyState.GOING
    assert await leave(town) is LeaveState.WITHDRAWN
    assert "不用答复了" in words_to(town, STAFF, "王桂兰 请假")[0]


async def test_who_is_still_away_says_so_and_is_excused_without_asking_anew(town: Town) -> None:
    one = await excused(town)
    await move(town, one, timedelta(days=7))

    await press_last(town, AWAY, "📄 仍然请假")
    await rest(town)
    await town.pass_time(timedelta(days=9, hours=1))
    await close(town, one)

    [entry] = [each for each in await rows(town, Attendance) if each.reason == "出差"]
    assert "记下了：请假" in town.toasts(AWAY)[-1]
    assert "您已请假" in words_to(town, AWAY, "请您参加")[-1]
    assert entry.state is AttendanceState.EXCUSED
    assert len(await rows(town, Leave)) == 1
    assert words_to(town, AWAY, "提醒您：") == []


async def test_who_says_nothing_stays_on_leave(town: Town) -> None:
    one = await excused(town)
    await move(town, one, timedelta(days=7))
    await town.pass_time(timedelta(days=9, hours=1))

    await close(town, one)

    states = {each.member_id: each.state for each in await rows(town, Attendance)}
    assert states[town.members[AWAY]] is AttendanceState.EXCUSED


async def test_a_request_that_waits_goes_on_waiting_and_its_card_shows_the_new_day(
    town: Town,
) -> None:
    one = await excused(town, approved=False)
    before = words_to(town, STAFF, "王桂兰 请假")[0]

    await move(town, one, timedelta(days=7))

    [told] = words_to(town, AWAY, "活动有变动")
    assert "正在等工作人员答复" in told
    assert await leave(town) is LeaveState.ASKED
    [card] = words_to(town, STAFF, "王桂兰 请假")
    assert card != before
    await press_last(town, STAFF, "✅ 同意")
    assert await leave(town) is LeaveState.APPROVED


async def test_another_hour_of_the_same_day_disturbs_nobody_on_leave(town: Town) -> None:
    one = await excused(town)

    await move(town, one, timedelta(hours=2))

    assert words_to(town, AWAY, "活动有变动") == []
    assert len(words_to(town, "李建国", "活动有变动")) == 1


async def test_a_leave_that_is_off_cannot_be_held_on_to(town: Town) -> None:
    one = await excused(town)
    await move(town, one, timedelta(days=7))
    old = town.said_to(AWAY)[-1]
    data = old["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
    await press_last(town, AWAY, "✅ 我去")

    account = town.people[AWAY]
    town.acts.press_raw(account, account, old["message_id"], data)
    await town.settle()

    [reply] = await rows(town, Reply)
    assert reply.state is ReplyState.GOING

"""What falls due for issues: lights, once each, to whoever can act; a day of forty reports."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from models import clock, working_time
from models.errors import Refusal
from models.groups.tables import Group
from models.issues import (
    actions,
    answering,
    assisting,
    deciding,
    merging,
    reporting_back,
    setting_up,
    triage,
)
from models.issues.clocks import Chased, Light
from models.issues.counting import cases_of
from models.issues.figures import by_unit, figures
from models.issues.reports import Report
from models.issues.states import (
    Decline,
    IssueState,
    Outcome,
    Route,
    Satisfaction,
    Solved,
    Urgency,
    Way,
)
from models.issues.tables import Issue
from models.messages.tables import Message
from models.people.rules import OPERATOR, Actor, ActorKind, acting
from models.people.tables import Member, Role
from models.units import actions as units
from models.units.queries import open_assisting
from models.units.tables import Unit
from models.working_days import is_working_day
from tests.handlers.days import ZONE, rows, until, words_to
from tests.town import Town

CLERK, CHIEF = "周敏", "孙主任"


async def workday(town: Town, hour: int, minute: int = 0) -> None:
    """Let time go by until the next such hour of a working day."""
    await until(town, hour, minute)
    while not is_working_day(clock.now().astimezone(ZONE).date()):
        await town.pass_time(timedelta(days=1))


async def staff(town: Town, name: str = CLERK) -> Actor:
    async with town.app.db.reading() as tx:
        member = await tx.get(Member, (town.group_id, town.members[name]))
    assert member is not None
    return acting(member)


async def chief(town: Town) -> None:
    """Name a director."""
    await town.settle_member(CHIEF, Role.STAFF)
    async with town.app.db.transaction() as tx:
        await setting_up.name_director(
            tx,
            group_id=town.group_id,
            member_id=town.members[CHIEF],
            by=OPERATOR,
            now=clock.now(),
        )


async def register(town: Town, words: str, account_id: int, **facts: Any) -> Issue:  # noqa: ANN401
    async with town.app.db.transaction() as tx:
        one, _code = await actions.register(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            report=Report(words=words, account_id=account_id, **facts),
            by=Actor(kind=ActorKind.ACCOUNT, account_id=account_id),
            now=clock.now(),
        )
    return one


async def do(town: Town, verb: Any, one: Issue, by: Actor | None = None, **facts: Any) -> Any:  # noqa: ANN401
    """Do one act on an issue, as it would be done now."""
    actor = by or await staff(town)
    async with town.app.db.transaction() as tx:
        return await verb(
            tx, group_id=one.group_id, issue_id=one.id, by=actor, now=clock.now(), **facts
        )


async def test_yellow_goes_to_the_staff_and_red_to_the_director_once_each(town: Town) -> None:
    await workday(town, 10)
    await chief(town)
    one = await register(town, "路灯坏了", 9001)

    for _ in range(12):
        await town.pass_time(timedelta(hours=2))

    assert len(words_to(town, CLERK, "快到期了")) == 1
    assert len(words_to(town, CHIEF, "已经超期")) == 1
    assert len(words_to(town, CLERK, "已经超期")) == 0
    [row] = await rows(town, Issue)
    assert row.late_at == one.due_at


async def test_after_a_day_of_silence_only_the_highest_level_is_told(town: Town) -> None:
    await workday(town, 10)
    await chief(town)
    await register(town, "路灯坏了", 9001)

    await town.pass_time(timedelta(days=7))
    await town.app.timetable.all_due()
    await town.settle()

    assert len(words_to(town, CHIEF, "已经超期")) == 1
    assert words_to(town, CLERK, "快到期了") == []


async def test_while_the_voter_is_asked_nobody_is_late(town: Town) -> None:
    await workday(town, 10)
    await chief(town)
    one = await register(town, "路灯坏了", 9001)
    await do(town, triage.ask, one, bot_id=town.bot_id, question="几单元？")

    await town.pass_time(timedelta(days=10))

    [row] = await rows(town, Issue)
    assert words_to(town, CHIEF, "已经超期") == []
    assert row.late_at is None


async def a_unit(town: Town, name: str, contact: str = "") -> Unit:
    """Add a unit; with a contact if one is named, who is on Telegram."""
    about: dict[str, Any] = {"group_id": town.group_id, "by": OPERATOR, "now": clock.now()}
    async with town.app.db.transaction() as tx:
        unit = await units.add(tx, name=name, is_community=False, **about)
    if contact:
        user = town.world.add_user(name=contact)
        town.people[contact] = user.id
        town.acts.start(user.id, town.bot_id)
        await town.settle()
        async with town.app.db.transaction() as tx:
            _row, token = await units.invite(tx, unit_id=unit.id, name=contact, **about)
            await units.accept(tx, token=token, account_id=user.id, now=clock.now())
    return unit


async def led(town: Town, words: str, account_id: int, unit: Unit) -> Issue:
    """Register something that a unit leads."""
    one = await register(town, words, account_id)
    await do(town, triage.take, one)
    await do(town, deciding.route, one, bot_id=town.bot_id, route=Route.UNIT, unit_id=unit.id)
    return one


async def test_only_the_unit_hears_the_nudge_of_its_order(town: Town) -> None:
    await workday(town, 9)
    await led(town, "路灯坏了", 9001, await a_unit(town, "城管办", "小林"))

    await town.pass_time(timedelta(hours=5))

    assert len(words_to(town, "小林", "提醒")) == 1
    assert words_to(town, CLERK, "时间过了一半") == []


async def test_where_nobody_of_a_unit_can_be_reminded_the_staff_are(town: Town) -> None:
    await workday(town, 9)
    await led(town, "路灯坏了", 9001, await a_unit(town, "城管办"))

    await town.pass_time(timedelta(hours=5))

    assert len(words_to(town, CLERK, "时间过了一半")) == 1


async def test_a_question_is_chased_once_and_then_the_staff_have_the_matter_again(
    town: Town,
) -> None:
    await workday(town, 10)
    one = await asked_of_a_voter(town)
    due = one.due_at

    await town.pass_time(timedelta(hours=1))
    early = words_to(town, VOTER, "还在等您一句话")
    await chased(town)
    reminded = (await rows(town, Issue))[0]
    await chased(town)
    await chased(town)

    [row] = await rows(town, Issue)
    assert early == []
    assert (reminded.state, reminded.chased) == (IssueState.ASKED, Chased.REMINDED)
    assert len(words_to(town, VOTER, "还在等您一句话")) == 1
    assert "是几单元？" in words_to(town, VOTER, "还在等您一句话")[0]
    assert len(words_to(town, CLERK, "一直没有回答")) == 1
    assert (row.state, row.chased, row.paused_at) == (IssueState.CHECKING, Chased.OVER, None)
    assert row.due_at is not None
    assert due is not None
    assert row.due_at > due, "the pause cost nothing"
    assert row.late_at is not None or row.alarm_at is not None, "the clock goes on"


async def test_after_the_silence_it_can_be_closed_and_the_voter_hears_so(town: Town) -> None:
    await workday(town, 10)
    one = await asked_of_a_voter(town)
    with pytest.raises(Refusal):
        await do(town, deciding.lapse, one, bot_id=town.bot_id, words="")
    await chased(town)
    await chased(town)

    await do(town, deciding.lapse, one, bot_id=town.bot_id, words="想起来再说")
    await town.pass_time(timedelta(days=1))

    [row] = await rows(town, Issue)
    told = words_to(town, VOTER, "一直没有收到回答，就先办结了")
    assert (row.state, row.declined) == (IssueState.DECLINED, Decline.NO_REPLY)
    assert len(told) == 1
    assert "想起来再说" in told[0]


async def test_an_answer_that_comes_late_is_kept_and_shown(town: Town) -> None:
    await workday(town, 10)
    one = await asked_of_a_voter(town)
    await chased(town)
    await chased(town)

    by = Actor(kind=ActorKind.ACCOUNT, account_id=one.account_id)
    await do(town, triage.reply, one, by, bot_id=town.bot_id, words="三单元")
    with pytest.raises(Refusal):
        await do(town, deciding.lapse, one, bot_id=town.bot_id, words="")

    await town.settle()
    assert "三单元" in words_to(town, CLERK, "选民回答了")[0]
    [row] = await rows(town, Issue)
    assert (row.state, row.chased) == (IssueState.CHECKING, Chased.NOT)


async def test_an_answer_in_time_ends_the_waiting(town: Town) -> None:
    await workday(town, 10)
    one = await asked_of_a_voter(town)
    await chased(town)
    by = Actor(kind=ActorKind.ACCOUNT, account_id=one.account_id)

    await do(town, triage.reply, one, by, bot_id=town.bot_id, words="三单元")
    await chased(town)
    await chased(town)

    [row] = await rows(town, Issue)
    assert (row.chase_at, row.chased) == (None, Chased.NOT)
    assert words_to(town, CLERK, "一直没有回答") == []


async def test_where_nobody_can_be_reminded_the_staff_still_hear_in_the_end(town: Town) -> None:
    await workday(town, 10)
    one = await register(town, "路灯坏了", 9001, is_anonymous=True)
    await do(town, triage.ask, one, bot_id=town.bot_id, question="是几单元？")

    await chased(town)
    await chased(town)

    [row] = await rows(town, Issue)
    assert row.state is IssueState.RECEIVED
    assert len(words_to(town, CLERK, "一直没有回答")) == 1


async def test_a_term_that_was_made_longer_holds_for_questions_that_wait(town: Town) -> None:
    await workday(town, 10)
    await asked_of_a_voter(town)
    async with town.app.db.transaction() as tx:
        await setting_up.set_terms(
            tx, group_id=town.group_id, by=OPERATOR, now=clock.now(), chase=10
        )

    await chased(town)

    assert words_to(town, VOTER, "还在等您一句话") == []


VOTER = "陈大妈"


async def asked_of_a_voter(town: Town) -> Issue:
    """Have a report whose voter is asked something."""
    user = town.world.add_user(name=VOTER)
    town.people[VOTER] = user.id
    town.acts.start(user.id, town.bot_id)
    await town.settle()
    one = await register(town, "路灯坏了", user.id)
    await do(town, triage.take, one)
    await do(town, triage.ask, one, bot_id=town.bot_id, question="是几单元？")
    return one


async def chased(town: Town) -> None:
    """Let the three working days go by after which an answer is chased, wherever weekends lie."""
    zone = ZoneInfo("Asia/Shanghai")
    end = working_time.after(clock.now(), 3 * working_time.DAY, zone) + timedelta(minutes=1)
    await town.pass_time(end - clock.now())


async def test_a_unit_that_assists_is_reminded_by_its_own_clock_and_the_matter_is_not_late_for_it(
    town: Town,
) -> None:
    await workday(town, 9)
    await chief(town)
    one = await led(town, "路灯坏了", 9001, await a_unit(town, "城管办", "小林"))
    await do(town, answering.accept, one, bot_id=town.bot_id)
    await town.pass_time(timedelta(hours=2))
    helper = await a_unit(town, "水岸社区", "小水")
    await do(town, assisting.ask, one, bot_id=town.bot_id, unit_id=helper.id, task="请清走杂物")

    for _ in range(12):
        await town.pass_time(timedelta(hours=2))
    await town.app.timetable.all_due()
    await town.settle()

    assert len(words_to(town, "小水", "提醒")) == 1
    assert len(words_to(town, "小水", "已经超期，请尽快填写协办情况")) == 1
    assert len(words_to(town, CLERK, "水岸社区的协办情况已经超期")) == 1
    alarms = [row for row in await rows(town, Message) if row.kind == "issues.due"]
    assert [row for row in alarms if row.body["light"] == Light.RED] == []
    assert (await rows(town, Issue))[0].late_at is None, "the matter's clock is the leading unit's"


async def test_very_urgent_rings_by_night_too(town: Town) -> None:
    await workday(town, 22)
    await chief(town)
    await register(town, "电线掉在地上", 9001, urgency=Urgency.VERY_URGENT)

    await town.pass_time(timedelta(hours=2, minutes=1))

    assert "请马上打电话处理" in words_to(town, CHIEF, "已经超期")[0]


async def test_what_was_put_off_wakes_on_its_day(town: Town) -> None:
    await workday(town, 10)
    one = await register(town, "修路", 9001)
    day = (clock.now() + timedelta(days=14)).astimezone(ZONE).date()
    await do(town, deciding.park, one, bot_id=town.bot_id, reason="春天动工", until=day)

    await town.pass_time(timedelta(days=13))
    before = (await rows(town, Issue))[0].state
    await town.pass_time(timedelta(days=5))

    assert before is IssueState.PARKED
    assert (await rows(town, Issue))[0].state is IssueState.CHECKING
    assert len(words_to(town, CLERK, "暂缓的日子到了")) == 1


async def test_a_day_of_forty_reports(town: Town) -> None:
    """Forty reports from nine to five; some answered, some asked back, some forgotten."""
    await workday(town, 9)
    await chief(town)
    reports = []
    for number in range(40):
        reports.append(await register(town, f"第{number}件：某处有问题", 9100 + number))
        await town.pass_time(timedelta(minutes=12))
    solved, asked, merged, forgotten = reports[:20], reports[20:25], reports[25:30], reports[30:]
    lead, helper = await a_unit(town, "城管办"), await a_unit(town, "水岸社区")
    for one in solved[:4]:
        await _by_two_units(town, one, lead, helper)
    for one in solved:
        await do(town, triage.take, one)
        if one not in solved[:4]:
            await do(town, deciding.route, one, bot_id=town.bot_id, route=Route.ON_THE_SPOT)
        await do(
            town,
            answering.answer,
            one,
            bot_id=town.bot_id,
            words="办好了",
            outcome=Outcome.SOLVED,
        )
        await do(
            town, reporting_back.report_back, one, bot_id=town.bot_id, way=Way.TELEGRAM, said=""
        )
    for one in asked:
        await do(town, triage.ask, one, bot_id=town.bot_id, question="在哪里？")
    await _merge(town, merged)
    for one in solved[:15]:
        voter = Actor(kind=ActorKind.ACCOUNT, account_id=one.account_id)
        await do(
            town,
            reporting_back.rate,
            one,
            by=voter,
            bot_id=town.bot_id,
            solved=Solved.YES,
            satisfaction=Satisfaction.GOOD,
        )
        await do(town, reporting_back.close, one)

    for _ in range(6):
        await town.pass_time(timedelta(hours=12))

    states = await _counted(town)
    assert states == {
        IssueState.CLOSED: 15,
        IssueState.REPORTED: 5,
        IssueState.ASKED: 5,
        IssueState.MERGED: 5,
        IssueState.RECEIVED: 10,
    }
    late = {row.id for row in await rows(town, Issue) if row.late_at is not None}
    assert late == {one.id for one in forgotten}
    assert [len(words_to(town, CHIEF, one.number)) >= 1 for one in forgotten] == [True] * 10
    told = [row for row in await rows(town, Message) if row.kind == "issues.due"]
    assert len([row for row in told if row.body["light"] == Light.RED]) == 10
    morning = words_to(town, CLERK, "今天的反映办理")[-1]
    assert "超期 10 件" in morning
    assert "等选民补充：5 件" in morning
    await _then_the_questions(town, asked)


async def _by_two_units(town: Town, one: Issue, lead: Unit, helper: Unit) -> None:
    """Have a unit lead and another contribute to a report."""
    await do(town, triage.take, one)
    await do(town, deciding.route, one, bot_id=town.bot_id, route=Route.UNIT, unit_id=lead.id)
    await do(town, assisting.ask, one, bot_id=town.bot_id, unit_id=helper.id, task="")
    async with town.app.db.transaction() as tx:
        [order] = await open_assisting(tx, one)
        await assisting.contribute(
            tx,
            bot_id=town.bot_id,
            group_id=one.group_id,
            order_id=order.id,
            words="我们的部分好了",
            by=await staff(town),
            now=clock.now(),
        )


async def _then_the_questions(town: Town, asked: list[Issue]) -> None:
    """Nobody answers the five questions: they are chased, two are closed; then the figures."""
    await chased(town)
    await chased(town)
    for one in asked[:2]:
        await do(town, deciding.lapse, one, bot_id=town.bot_id, words="")
    await chased(town)

    told = [row for row in await rows(town, Message) if row.kind == "issues.no_reply"]
    async with town.app.db.reading() as tx:
        group = await tx.get(Group, town.group_id)
        assert group is not None
        cases = await cases_of(tx, group, asked[0].year)
    whole = figures("", cases, now=clock.now())
    by_name = {one.name: (one.reported, one.assisted) for one in by_unit(cases, now=clock.now())}
    assert {row.body["number"] for row in told} == {one.number for one in asked}
    # 40 and the one that five were merged into: 15 and it are closed, 5 told, 10 forgotten,
    # 3 asked in vain and open again, 2 of those closed for want of an answer.
    assert (whole.reported, whole.merged, whole.declined) == (41, 5, 2)
    assert (whole.closed, whole.on_time, whole.open) == (16, 16, 18)
    assert (whole.rated, whole.solved, whole.satisfied) == (15, 15, 15)
    assert whole.overdue == 13, "nobody went on with the three that were asked in vain"
    assert whole.on_time_rate == 16 / 29
    assert by_name == {"": (37, 0), "城管办": (4, 0), "水岸社区": (0, 4)}


async def _merge(town: Town, merged: list[Issue]) -> None:
    target = await register(town, "同一件事", 9300)
    by = await staff(town)
    async with town.app.db.transaction() as tx:
        await merging.merge(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            issue_ids=[one.id for one in merged],
            into_id=target.id,
            by=by,
            now=clock.now(),
        )
    await do(town, triage.take, target)
    await do(town, deciding.route, target, bot_id=town.bot_id, route=Route.ON_THE_SPOT)
    facts: dict[str, Any] = {"bot_id": town.bot_id}
    await do(town, answering.answer, target, words="办好了", outcome=Outcome.SOLVED, **facts)
    await do(town, reporting_back.report_back, target, way=Way.TELEGRAM, said="", **facts)
    await do(town, reporting_back.close, target)


async def _counted(town: Town) -> dict[IssueState, int]:
    async with town.app.db.reading() as tx:
        found = await tx.execute(
            select(Issue.state, func.count()).where(Issue.account_id < 9300).group_by(Issue.state)
        )
    return {row[0]: int(row[1]) for row in found}

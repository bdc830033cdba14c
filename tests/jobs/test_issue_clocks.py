"""What falls due for issues: lights, once each, to whoever can act; a day of forty reports."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from models import clock
from models.issues import (
    actions,
    answering,
    deciding,
    merging,
    reporting_back,
    setting_up,
    triage,
)
from models.issues.clocks import Light
from models.issues.reports import Report
from models.issues.states import IssueState, Outcome, Route, Satisfaction, Solved, Urgency, Way
from models.issues.tables import Issue
from models.messages.tables import Message
from models.people.rules import OPERATOR, Actor, ActorKind, acting
from models.people.tables import Member, Role
from models.units import actions as units
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


async def test_only_the_unit_hears_the_nudge_of_its_order(town: Town) -> None:
    await workday(town, 9)
    user = town.world.add_user(name="小林")
    town.people["小林"] = user.id
    town.acts.start(user.id, town.bot_id)
    await town.settle()
    async with town.app.db.transaction() as tx:
        unit = await units.add(
            tx,
            group_id=town.group_id,
            name="城管办",
            is_community=False,
            by=OPERATOR,
            now=clock.now(),
        )
        _row, token = await units.invite(
            tx,
            group_id=town.group_id,
            unit_id=unit.id,
            name="小林",
            by=OPERATOR,
            now=clock.now(),
        )
        await units.accept(tx, token=token, account_id=user.id, now=clock.now())
    one = await register(town, "路灯坏了", 9001)
    await do(town, triage.take, one)
    await do(town, deciding.route, one, bot_id=town.bot_id, route=Route.UNIT, unit_id=unit.id)

    await town.pass_time(timedelta(hours=5))

    assert len(words_to(town, "小林", "提醒")) == 1
    assert words_to(town, CLERK, "时间过了一半") == []


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
    for one in solved:
        await do(town, triage.take, one)
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

"""Six notices a day: what somebody asked for comes all the same, what the bot wants can wait."""

from datetime import timedelta

from models import clock
from models.issues import answering, deciding, reporting_back, triage
from models.issues.states import Outcome, Route, Way
from models.issues.tables import Issue
from models.messages.tables import Message
from models.reminders.budget import has_room
from models.reminders.rules import BUDGET
from tests.handlers.days import ZONE, rows, until, words_to
from tests.jobs.test_issue_clocks import (
    VOTER,
    a_unit,
    asked_of_a_voter,
    do,
    led,
    register,
    workday,
)
from tests.town import Town


async def told(town: Town, one: Issue, times: int) -> None:
    """Have the staff say something to the voter so often."""
    for number in range(times):
        await do(town, triage.tell, one, bot_id=town.bot_id, words=f"第{number}句话")
    await town.settle()


async def room(town: Town, account_id: int) -> bool:
    async with town.app.db.reading() as tx:
        return await has_room(tx, account_id, ZONE, now=clock.now())


async def test_what_the_staff_say_to_a_voter_counts_and_is_never_held_back(town: Town) -> None:
    await workday(town, 10)
    one = await asked_of_a_voter(town)  # the question is the first notice
    before = await room(town, one.account_id or 0)

    await told(town, one, BUDGET + 2)

    assert before is True
    assert await room(town, one.account_id or 0) is False
    assert len(words_to(town, VOTER, "句话")) == BUDGET + 2


async def test_a_chase_waits_for_the_next_morning_of_somebody_who_was_told_enough(
    town: Town,
) -> None:
    await workday(town, 10)
    one = await asked_of_a_voter(town)
    [row] = await rows(town, Issue)
    assert row.chase_at is not None
    await town.pass_time(row.chase_at - clock.now() - timedelta(hours=1))
    await told(town, one, BUDGET)

    await town.pass_time(timedelta(hours=2))
    on_the_day = words_to(town, VOTER, "还在等您一句话")
    await until(town, 9)

    assert on_the_day == []
    assert len(words_to(town, VOTER, "还在等您一句话")) == 1


async def test_a_survey_waits_too_and_comes_once(town: Town) -> None:
    await workday(town, 10)
    one = await asked_of_a_voter(town)
    await do(town, triage.resume, one)
    await do(town, deciding.route, one, bot_id=town.bot_id, route=Route.ON_THE_SPOT)
    await do(
        town,
        answering.answer,
        one,
        bot_id=town.bot_id,
        words="好了",
        outcome=Outcome.SOLVED,
    )
    await do(town, reporting_back.report_back, one, bot_id=town.bot_id, way=Way.TELEGRAM, said="")
    await town.pass_time(timedelta(days=3) - timedelta(hours=1))
    await told(town, one, BUDGET)

    await town.pass_time(timedelta(hours=2))
    on_the_day = words_to(town, VOTER, "只问这一次")
    await until(town, 9)
    await until(town, 9)

    assert on_the_day == []
    assert len(words_to(town, VOTER, "只问这一次")) == 1


async def test_a_nudge_to_a_unit_waits_and_what_is_late_does_not(town: Town) -> None:
    await workday(town, 9)
    unit = await a_unit(town, "城管办", "小林")
    for number in range(BUDGET):
        await led(town, f"第{number}件：路灯坏了", 9100 + number, unit)

    await town.pass_time(timedelta(hours=5))
    on_the_day = words_to(town, "小林", "提醒")
    await workday(town, 13)

    assert on_the_day == []
    assert len(words_to(town, "小林", "已经超期")) == BUDGET


async def test_what_is_said_at_night_counts_for_the_morning_it_arrives(town: Town) -> None:
    await workday(town, 22)
    one = await register(town, "路灯坏了", 9001)
    await told(town, one, 1)

    [row] = [each for each in await rows(town, Message) if each.kind == "issues.word"]

    assert row.told_on == row.not_before.astimezone(ZONE).date()
    assert row.told_on == (clock.now() + timedelta(days=1)).astimezone(ZONE).date()

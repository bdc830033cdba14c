"""At night nobody is told what they have not asked for; what they asked for comes at once."""

from datetime import datetime, time, timedelta

from models import clock
from models.activities import actions as activities
from models.activities import analysing
from models.activities.correcting import correct
from models.activities.rules import AttendanceState
from models.activities.tables import Activity
from models.messages.tables import Message, MessageState
from models.people.rules import OPERATOR, acting
from models.people.tables import Member
from models.points import appeals
from models.points.entering import Deed, enter
from models.points.quarters import quarter_of
from models.points.tables import StatementRun
from models.reminders.budget import has_room
from models.reminders.rules import BUDGET, is_quiet
from tests.handlers.days import ZONE, rows, until, words_to
from tests.town import Town

DEPUTY = "王桂兰"


async def entered(town: Town, evidence: str = "加装电梯调研") -> None:
    async with town.app.db.transaction() as tx:
        await enter(
            tx,
            Deed(
                group_id=town.group_id,
                member_id=town.members[DEPUTY],
                rule_id="I2",
                number=0,
                evidence=evidence,
                on=clock.now().astimezone(ZONE).date(),
            ),
            bot_id=town.bot_id,
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()


async def corrected(town: Town, one: Activity) -> None:
    async with town.app.db.transaction() as tx:
        await correct(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            activity_id=one.id,
            member_id=town.members[DEPUTY],
            state=AttendanceState.EXCUSED,
            reason="家属说明",
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()


async def nudged(town: Town) -> datetime | None:
    async with town.app.db.transaction() as tx:
        when = await analysing.nudge(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            member_id=town.members[DEPUTY],
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()
    return when


async def test_points_entered_at_night_are_told_in_the_morning_and_count(town: Town) -> None:
    await until(town, 22)
    await entered(town)
    at_night = words_to(town, DEPUTY, "工作人员给您记了一笔积分")

    await until(town, 8, 1)

    assert at_night == []
    assert len(words_to(town, DEPUTY, "工作人员给您记了一笔积分")) == 1
    [told] = [one for one in await rows(town, Message) if one.kind == "ledger.entered"]
    assert told.told_on == clock.now().astimezone(ZONE).date()


async def test_a_correction_made_at_night_is_told_in_the_morning(town: Town) -> None:
    await until(town, 20, 30)
    one = await town.announce()
    await until(town, 21, 30)
    await corrected(town, one)
    at_night = words_to(town, DEPUTY, "家属说明")

    await until(town, 8, 1)

    assert at_night == []
    assert len(words_to(town, DEPUTY, "家属说明")) == 1


async def test_the_answer_to_an_appeal_is_told_at_any_hour(town: Town) -> None:
    await until(town, 22)
    quarter = quarter_of(clock.now().astimezone(ZONE).date()).before
    async with town.app.db.transaction() as tx:
        tx.add(
            StatementRun(
                group_id=town.group_id,
                year=quarter.year,
                quarter=quarter.number,
                sent_at=clock.now(),
                appeal_until=clock.now().astimezone(ZONE).date(),
            )
        )
    async with town.app.db.transaction() as tx:
        deputy = await tx.get(Member, (town.group_id, town.members[DEPUTY]))
        assert deputy is not None
        appeal = await appeals.file(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            member_id=deputy.id,
            quarter=quarter,
            reason="少记一次视察",
            by=acting(deputy),
            now=clock.now(),
        )
    await town.settle()
    to_staff = words_to(town, "周敏", "少记一次视察")

    async with town.app.db.transaction() as tx:
        await appeals.decide(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            appeal_id=appeal.id,
            upheld=False,
            answer="名单核对过",
            by=OPERATOR,
            now=clock.now(),
        )
    await town.settle()

    assert to_staff == [], "the staff may sleep"
    assert len(words_to(town, DEPUTY, "名单核对过")) == 1


async def test_staff_are_asked_in_the_morning_to_close_what_ended_at_night(town: Town) -> None:
    await until(town, 20)
    await town.announce()
    await until(town, 22, 30)
    at_night = words_to(town, "周敏", "结束签到")

    await until(town, 8, 1)

    asked = [one for one in await rows(town, Message) if one.kind == "activities.please_close"]
    assert at_night == []
    assert [one.state for one in asked] == [MessageState.SENT]
    assert not is_quiet(asked[0].not_before, ZONE)


async def test_who_closes_it_at_night_is_not_asked_in_the_morning(town: Town) -> None:
    await until(town, 20)
    one = await town.announce()
    await until(town, 22, 30)
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )

    await until(town, 8, 1)

    asked = [one for one in await rows(town, Message) if one.kind == "activities.please_close"]
    assert [one.state for one in asked] == [MessageState.CANCELLED]


async def test_the_question_what_would_help_waits_for_the_morning(town: Town) -> None:
    await until(town, 22)

    when = await nudged(town)
    at_night = words_to(town, DEPUTY, "需要帮忙吗")
    again = await nudged(town)
    await until(town, 8, 1)

    assert when is not None
    assert when.astimezone(ZONE).time() == time(8)
    assert at_night == []
    assert again is None
    assert len(words_to(town, DEPUTY, "需要帮忙吗")) == 1


async def test_it_waits_too_once_the_day_has_had_its_notices_others_do_not(town: Town) -> None:
    await until(town, 10)
    for number in range(BUDGET):
        await entered(town, f"第{number}份调研报告")
    async with town.app.db.reading() as tx:
        left = await has_room(tx, town.people[DEPUTY], ZONE, now=clock.now())

    when = await nudged(town)
    await entered(town, "又一份调研报告")

    assert left is False
    assert when is not None
    assert when - clock.now() > timedelta(hours=12)
    assert len(words_to(town, DEPUTY, "调研报告")) == BUDGET + 1

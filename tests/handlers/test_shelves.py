"""Courses, series that send themselves on working days, sessions whose material is caught up."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models import clock
from models.activities import actions as activities
from models.activities.rules import ActivityKind, AttendanceState, Way
from models.activities.tables import Attendance
from models.materials import composing, series
from models.materials.composing import Content
from models.materials.rules import MaterialState, Times, remind_moments
from models.materials.series import next_day
from models.materials.tables import Recipient
from models.people.rules import OPERATOR
from models.working_days import is_working_day
from tests.handlers.days import press_last, rows, until, words_to
from tests.handlers.materials_made import STAFF, sent_material, the_row
from tests.handlers.test_materials import _open
from tests.town import Town

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("after", "is_monthly", "day", "expected"),
    [
        (date(2026, 3, 3), False, 1, date(2026, 3, 9)),
        (date(2026, 3, 9), False, 1, date(2026, 3, 16)),
        (date(2026, 2, 10), False, 2, date(2026, 2, 24)),  # the new year's holiday is skipped
        (date(2026, 9, 25), True, 1, date(2026, 10, 8)),  # so is the national day's week
        (date(2026, 2, 2), True, 31, date(2026, 2, 28)),  # a make-up Saturday is a working day
        (date(2026, 12, 20), True, 10, date(2027, 1, 11)),
    ],
)
def test_a_series_moves_to_the_next_working_day(
    after: date, expected: date, day: int, *, is_monthly: bool
) -> None:
    found = next_day(after, is_monthly=is_monthly, day=day)

    assert found == expected
    assert is_working_day(found)


def test_nobody_is_reminded_after_the_deadline_or_twice_in_a_day() -> None:
    sent = datetime(2026, 3, 2, 1, tzinfo=UTC)

    for days in range(1, 12):
        deadline = sent + timedelta(days=days)
        moments = remind_moments(sent, deadline, ZONE)
        assert len(moments) <= 2
        assert all(sent < at < deadline for at in moments)
        assert all(b - a > timedelta(hours=20) for a, b in itertools.pairwise(moments))


def test_nothing_leaves_at_a_quiet_hour() -> None:
    for hour in range(24):
        now = datetime(2026, 3, 2, hour, 30, tzinfo=UTC)
        for wanted in (None, now + timedelta(hours=5)):
            at = Times(now=now, zone=ZONE).leaves_at(wanted)
            assert 8 <= at.astimezone(ZONE).hour < 21


async def draft(town: Town, title: str) -> int:
    async with town.app.db.transaction() as tx:
        one = await composing.compose(
            tx,
            group_id=town.group_id,
            content=Content(title=title, text=f"{title}的内容"),
            by=OPERATOR,
            now=clock.now(),
        )
    return one.id


async def test_a_series_sends_one_a_week_from_its_queue_until_it_is_empty(town: Town) -> None:
    await until(town, 10)
    async with town.app.db.transaction() as tx:
        row = await series.begin(
            tx,
            group_id=town.group_id,
            title="每周一法",
            is_monthly=False,
            day=3,
            by=OPERATOR,
            now=clock.now(),
        )
    for title in ("第一讲", "第二讲"):
        number = await draft(town, title)
        async with town.app.db.transaction() as tx:
            await series.enqueue(
                tx,
                group_id=town.group_id,
                material_id=number,
                series_id=row.id,
                by=OPERATOR,
                now=clock.now(),
            )

    seen = []
    for _ in range(6 * 7):
        await town.pass_time(timedelta(days=1))
        seen.append(
            (
                len(words_to(town, "王桂兰", "第一讲的内容")),
                len(words_to(town, "王桂兰", "第二讲的内容")),
            )
        )

    assert seen[-1] == (1, 1)
    assert (1, 0) in seen, "both came on one day"


async def test_who_was_excused_from_a_session_gets_its_material_when_it_is_over(
    town: Town,
) -> None:
    await until(town, 10)
    number = await draft(town, "专题讲座讲义")
    one = await town.announce("专题讲座", kind=ActivityKind.STUDY)
    await town.write(STAFF, "学习资料")
    await press_last(town, STAFF, "📚 全部资料")
    await press_last(town, STAFF, "📖 专题讲座讲义")
    await press_last(town, STAFF, "🎓 配给一次集中学习")
    await press_last(town, STAFF, "专题讲座")
    async with town.app.db.transaction() as tx:
        tx.add(
            Attendance(
                group_id=town.group_id,
                activity_id=one.id,
                member_id=town.members["李建国"],
                state=AttendanceState.EXCUSED,
                at=clock.now(),
                way=Way.LIST,
                revision=1,
            )
        )
    before = words_to(town, "李建国", "专题讲座讲义的内容")
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=one.ends_at
        )

    await town.pass_time(timedelta(minutes=1))
    await town.pass_time(timedelta(minutes=1))

    assert before == []
    assert len(words_to(town, "李建国", "专题讲座讲义的内容")) == 1
    assert words_to(town, "王桂兰", "专题讲座讲义的内容") == []
    assert len(await rows(town, Recipient)) == 1
    assert (await the_row(town, number)).state is MaterialState.SENT


async def test_a_course_keeps_its_order(town: Town) -> None:
    await until(town, 10)
    await sent_material(town)
    await _open(town)
    await press_last(town, STAFF, "📚 放进一组资料")
    await press_last(town, STAFF, "➕ 新建一组")
    await town.write(STAFF, "代表法讲座")
    await press_last(town, STAFF, "✅ 确认")
    filed = town.last_to(STAFF)

    await town.write("王桂兰", "学习资料")
    await press_last(town, "王桂兰", "📚 成组的资料")
    await press_last(town, "王桂兰", "📚 代表法讲座")

    assert "第 1 份" in filed
    assert "1. 新代表法要点" in town.last_to("王桂兰")


async def test_the_staff_begin_a_series_and_stop_it(town: Town) -> None:
    await until(town, 10)
    await town.write(STAFF, "学习资料")
    await press_last(town, STAFF, "🗓 连续资料")
    await press_last(town, STAFF, "➕ 新的连续资料")
    await town.write(STAFF, "每周一法")
    await press_last(town, STAFF, "每周")
    await press_last(town, STAFF, "周三")
    await press_last(town, STAFF, "✅ 确认")
    begun = town.last_to(STAFF)

    await press_last(town, STAFF, "⏸ 停发：每周一法")

    assert "每周一法：每周三" in begun
    assert "已停" in town.last_to(STAFF)

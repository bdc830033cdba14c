"""The year of the 2019 report, entered as a plan and played through, against figures by hand.

区 14 = 人代会 1 + 视察 6 + 接待 6 + 主任接待日 1; 市 2, for its own
deputies alone; 集中学习 5.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models import clock
from models.activities import actions as activities
from models.activities import correcting
from models.activities.analysing import analysed
from models.activities.queries import in_span
from models.activities.rules import ActivityKind, AttendanceState, Scope
from models.activities.tables import Activity
from models.groups.tables import Group
from models.people.rules import OPERATOR
from models.people.tables import Level, Member, Role
from models.points.queries import score_of
from models.points.replaying import replay
from models.points.rules import DEFAULT
from tests.cli.room import call
from tests.handlers.test_activity_forms import rows
from tests.reports.sheets_made import workbook
from tests.town import Town, a_town

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
ZONE = ZoneInfo("Asia/Shanghai")
ALWAYS, LATE, OFTEN, ONCE = "王桂兰", "李建国", "赵秀英", "陈大海"

LEVELS = {ALWAYS: Level.CITY, OFTEN: Level.CITY, LATE: Level.DISTRICT, ONCE: Level.STREET}

HEAD = ("标题", "类型", "范围", "开始", "结束", "地点", "参加范围")
PLAN = (
    ("区人民代表大会", "人代会", "区", "2019-01-15 09:00"),
    ("集中学习一", "集中学习", "街道", "2019-02-20 14:30"),
    ("视察一", "视察", "区", "2019-03-06 09:30"),
    ("接待选民一", "接待选民", "区", "2019-03-20 15:00"),
    ("集中学习二", "集中学习", "街道", "2019-04-17 14:30"),
    ("视察二", "调研", "区", "2019-04-24 09:30"),
    ("接待选民二", "接待选民", "区", "2019-05-15 15:00"),
    ("市代表活动一", "列席会议", "市", "2019-05-22 09:00"),
    ("视察三", "视察", "区", "2019-06-05 09:30"),
    ("集中学习三", "集中学习", "街道", "2019-06-19 14:30"),
    ("接待选民三", "接待选民", "区", "2019-07-17 15:00"),
    ("视察四", "执法检查", "区", "2019-08-07 09:30"),
    ("集中学习四", "集中学习", "街道", "2019-08-21 14:30"),
    ("主任接待日", "主任接待日", "区", "2019-09-04 09:00"),
    ("接待选民四", "接待选民", "区", "2019-09-18 15:00"),
    ("视察五", "视察", "区", "2019-10-16 09:30"),
    ("市代表活动二", "列席会议", "市", "2019-10-23 09:00"),
    ("接待选民五", "接待选民", "区", "2019-11-06 15:00"),
    ("视察六", "视察", "区", "2019-11-13 09:30"),
    ("集中学习五", "集中学习", "街道", "2019-11-20 14:30"),
    ("接待选民六", "接待选民", "区", "2019-12-04 15:00"),
)
MISSED_BY_LATE = {"接待选民三", "接待选民四", "接待选民五", "接待选民六"}
CAME_BY_OFTEN = {
    *("集中学习一", "集中学习二", "集中学习三", "集中学习四", "集中学习五"),
    *("视察一", "视察二", "接待选民一", "接待选民二", "接待选民三", "市代表活动一"),
}


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town of four deputies on 7 January 2019."""
    clock.move(datetime(2019, 1, 7, 1, 0, tzinfo=UTC) - clock.now())
    async with a_town(tmp_path) as built:
        built.world.clock.shift((clock.now() - built.world.clock.now()).total_seconds())
        for name in (OFTEN, ONCE):
            account = await built.settle_member(name, Role.DEPUTY)
            built.acts.add_to_group(built.creator, built.chat_id, account)
        async with built.app.db.transaction() as tx:
            group = await tx.get(Group, built.group_id)
            assert group is not None
            group.created_at = clock.now()
            for name, level in LEVELS.items():
                member = await tx.get(Member, (built.group_id, built.members[name]))
                assert member is not None
                member.level = level
        await built.settle()
        yield built


async def go(town: Town, moment: datetime) -> None:
    await town.pass_time(moment - clock.now())


async def hold(town: Town, one: Activity) -> None:
    """Hold one activity: who comes in time, who late, who has leave, who stays away."""
    await go(town, one.starts_at - timedelta(minutes=5))
    first = one.kind is ActivityKind.CONGRESS
    in_time = [ALWAYS, *[OFTEN] * (one.title in CAME_BY_OFTEN), *[ONCE] * first]
    for name in in_time:
        await town.write(name, "签到", in_group=True)
    await go(town, one.starts_at + timedelta(minutes=20))
    if one.title not in MISSED_BY_LATE:
        await town.write(LATE, "到")
    await go(town, one.ends_at + timedelta(minutes=5))
    facts = {"group_id": town.group_id, "activity_id": one.id}
    async with town.app.db.transaction() as tx:
        await activities.close(tx, **facts, by=OPERATOR, now=clock.now())
        if first:
            await correcting.correct(
                tx,
                group_id=town.group_id,
                activity_id=one.id,
                bot_id=town.bot_id,
                member_id=town.members[OFTEN],
                state=AttendanceState.EXCUSED,
                reason="因公出差，已请假",
                by=OPERATOR,
                now=clock.now(),
            )
    await town.settle()


async def played(town: Town, folder: Path) -> list[Activity]:
    """Enter the plan by the command line, announce it, and hold every activity in its time."""
    plan = folder / "2019.xlsx"
    lines = [
        (
            *row,
            f"{row[3][:11]}{int(row[3][11:13]) + 2}:00",
            "街道工作室",
            "市代表" if row[2] == "市" else "全体代表",
        )
        for row in PLAN
    ]
    plan.write_bytes(workbook(HEAD, *lines))
    result = await call(
        town,
        folder,
        *("activities", "import", str(plan), "--group", "XJP", "--yes", "--announce"),
    )
    assert result.exit_code == 0, result.output
    entered = sorted(await rows(town, Activity), key=lambda one: one.starts_at)
    for one in entered:
        await hold(town, one)
    await go(town, datetime(2020, 1, 2, 9, 30, tzinfo=ZONE))
    return entered


def quarters(town: Town, name: str) -> list[int]:
    """Return what each statement somebody got says of its quarter."""
    captions = [str(one.get("caption", "")) for one in town.said_to(name)]
    found = [re.search(r"本季度 (-?\d+) 分", one) for one in captions]
    return [int(one[1]) for one in found if one is not None]


async def test_the_year_of_the_report_comes_to_what_was_computed_by_hand(
    town: Town, tmp_path: Path
) -> None:
    await played(town, tmp_path)

    async with town.app.db.reading() as tx:
        group = await tx.get(Group, town.group_id)
        assert group is not None
        held = await in_span(
            tx,
            group_id=group.id,
            since=datetime(2019, 1, 1, tzinfo=ZONE),
            until=datetime(2020, 1, 1, tzinfo=ZONE),
        )
        found = await analysed(tx, group, year=2019)
        scores = {
            name: await score_of(
                tx,
                group_id=group.id,
                member_id=town.members[name],
                year=2019,
                today=date(2020, 1, 2),
            )
            for name in (ALWAYS, LATE, OFTEN, ONCE)
        }
        strict = DEFAULT.model_copy(
            update={"rules": tuple(r.model_copy(update={"on": True}) for r in DEFAULT.rules)}
        )
        replayed = {
            one.member.name: (int(one.now), int(one.then), dict(one.causes))
            for one in await replay(tx, group, year=2019, rules=strict, now=clock.now())
        }

    # the plan, as the report counts it
    district = Counter(one.kind for one in held if one.scope is Scope.DISTRICT)
    assert district == {
        ActivityKind.CONGRESS: 1,
        ActivityKind.INSPECTION: 6,
        ActivityKind.RECEPTION: 6,
        ActivityKind.DIRECTORS_DAY: 1,
    }
    assert district.total() == 14
    assert sum(one.scope is Scope.CITY for one in held) == 2
    assert sum(one.kind is ActivityKind.STUDY for one in held) == 5

    # the 2 of the municipality call its own 2 deputies; another one who checks in is told so
    called = [one.title for one in held if one.levels == [Level.CITY.value]]
    assert called == ["市代表活动一", "市代表活动二"]
    assert sum("这次请的是其他代表" in one.get("text", "") for one in town.said_to(LATE)) == 2

    # attendance: 21 activities for the 2 municipal deputies, 19 for the 2 others
    states = {
        name: tuple(
            getattr(found.by_deputy[town.members[name]], state)
            for state in ("present", "late", "excused", "absent")
        )
        for name in scores
    }
    assert states == {
        ALWAYS: (21, 0, 0, 0),
        LATE: (0, 15, 0, 4),
        OFTEN: (11, 0, 1, 9),
        ONCE: (1, 0, 0, 18),
    }
    assert (found.whole.invited, found.whole.here, found.whole.percent) == (80, 48, 60)
    assert {found.names[key]: count for key, count in found.missed.items()} == {ONCE: 18}

    # points: M1 15 · M2 3+1+1 (of the municipality: 2) · S1 3+4×1 · I1 6+5×1, at most 10
    # · R1 4+5×2
    by_rule = {
        name: {one.rule.id: int(one.counted) for one in score.per_rule if one.counted}
        for name, score in scores.items()
    }
    assert by_rule == {
        ALWAYS: {"M1": 15, "M2": 5, "S1": 7, "I1": 10, "R1": 14},
        LATE: {"M1": 15, "M2": 3, "S1": 7, "I1": 10, "R1": 6},
        OFTEN: {"M2": 3, "S1": 7, "I1": 7, "R1": 8},
        ONCE: {"M1": 15},
    }
    assert {name: int(score.total) for name, score in scores.items()} == {
        ALWAYS: 51,
        LATE: 41,
        OFTEN: 25,
        ONCE: 15,
    }

    # the same year with deductions: −1 for the leave, −2 for each absence, at most −10
    expected: dict[str, tuple[int, int, dict[str, Decimal]]] = {
        ALWAYS: (51, 51, {}),
        LATE: (41, 33, {"X2": Decimal(-8)}),
        OFTEN: (25, 15, {"X1": Decimal(-1), "X2": Decimal(-9)}),
        ONCE: (15, 5, {"X2": Decimal(-10)}),
    }
    assert replayed == expected

    # four statements a deputy, whose quarters add up to the year
    sums = {name: quarters(town, name) for name in scores}
    assert sums[ALWAYS] == [28, 9, 7, 7]
    assert {name: sum(each) for name, each in sums.items()} == {
        name: int(score.total) for name, score in scores.items()
    }

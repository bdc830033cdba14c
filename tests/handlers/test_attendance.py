"""Staff look at attendance and ask who stays away what would help."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from models import clock
from models.activities import actions as activities
from models.activities.analysing import missed_in_a_row
from models.activities.queries import Latest
from models.activities.rules import AttendanceState
from models.activities.tables import Activity
from models.audit.tables import AuditEntry
from models.people.rules import OPERATOR
from models.people.tables import Member
from tests.cli.room import call
from tests.handlers.days import ZONE, until
from tests.handlers.test_activity_forms import CLERK, buttons, last, rows, tap
from tests.town import Town

CAME, STAYED_AWAY = "王桂兰", "李建国"


async def held(town: Town, title: str, *came: str) -> Activity:
    """Hold an activity: who came checks in, then it is closed."""
    one = await town.announce(title)
    for name in came:
        await town.write(name, "签到")
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await town.settle()
    await town.pass_time(timedelta(minutes=10))
    return one


async def three_held(town: Town) -> None:
    for number in range(1, 4):
        await held(town, f"视察 {number}", CAME)


async def test_the_analysis_is_a_picture_with_names_for_the_staff_alone(town: Town) -> None:
    await three_held(town)

    await town.write(CLERK, "出勤分析")
    await town.write(CAME, "出勤分析")

    card = last(town)
    assert card["photo"]
    assert "应到 6 人次，到场 3 人次，出勤率 50%" in card["caption"]
    assert "李建国：3 次" in card["caption"]
    assert buttons(card)[0] == "🤝 问问李建国：需要帮忙吗"
    assert "工作人员" in town.last_to(CAME)


async def test_the_year_comes_as_a_workbook_whose_names_are_no_formulas(town: Town) -> None:
    await held(town, "=HYPERLINK(1)", CAME)
    async with town.app.db.transaction() as tx:
        member = await tx.get(Member, (town.group_id, town.members[CAME]))
        assert member is not None
        member.name = "=1+1"
    await town.write(CLERK, "出勤分析")

    await tap(town, "📥 出勤表（Excel）")

    document = next(one for one in town.said_to(CLERK) if "document" in one)
    content = town.world.file(document["document"]["file_id"])
    sheet = openpyxl.load_workbook(io.BytesIO(content or b"")).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


async def test_two_missed_in_a_row_are_no_reason_to_ask(town: Town) -> None:
    await held(town, "视察 1", CAME, STAYED_AWAY)
    await held(town, "视察 2", CAME)
    await held(town, "视察 3", CAME)

    await town.write(CLERK, "出勤分析")

    assert "没有人连续缺席三次" in last(town)["caption"]


async def test_a_row_of_missed_ones_does_not_end_with_the_year(town: Town) -> None:
    await until_day(town, 12, 30)
    await held(town, "旧年视察 1", CAME)
    await held(town, "旧年视察 2", CAME)
    await until_day(town, 1, 4)
    await held(town, "新年视察", CAME)

    await town.write(CLERK, "出勤分析")

    card = last(town)
    assert "应到 2 人次，到场 1 人次" in card["caption"]
    assert "李建国：3 次" in card["caption"]


async def until_day(town: Town, month: int, day: int) -> None:
    """Let time go by until ten o'clock on the next such day."""
    local = clock.now().astimezone(ZONE)
    at = local.replace(month=month, day=day, hour=10, minute=0, second=0, microsecond=0)
    if at <= local:
        at = at.replace(year=at.year + 1)
    await town.pass_time(at - local)


def test_leave_neither_counts_nor_ends_a_row() -> None:
    def entries(*states: AttendanceState) -> list[Latest]:
        return [Latest(member_id=1, name="李建国", state=one) for one in states]

    absent, excused, late = (
        AttendanceState.ABSENT,
        AttendanceState.EXCUSED,
        AttendanceState.LATE,
    )

    assert missed_in_a_row(entries(absent, excused, absent, late, absent)) == {1: 2}
    assert missed_in_a_row(entries(late, absent, absent, absent)) == {}


async def test_the_lines_by_deputy_and_by_kind_are_messages_beside_the_picture(town: Town) -> None:
    await three_held(town)
    await town.write(CLERK, "出勤分析")

    await tap(town, "👥 按代表看")
    by_name = last(town)
    await tap(town, "🔽 出勤少的排前面")
    by_rate = last(town)
    await tap(town, "🗂 按活动类型看")
    by_kind = last(town)

    assert "王桂兰　100%\n应到 3，到 3" in by_name["text"]
    assert "李建国　0%\n应到 3，到 0，缺席 3，最近连续缺席 3 次" in by_name["text"]
    assert by_rate["text"].index("李建国") < by_rate["text"].index("王桂兰")
    assert "视察调研　50%\n应到 6，到 3，缺席 3" in by_kind["text"]
    assert by_kind["message_id"] == by_name["message_id"]


async def test_the_question_goes_out_once_a_month_and_the_answer_to_the_staff(town: Town) -> None:
    await until(town, 10)
    await three_held(town)
    await town.write(CLERK, "出勤分析")
    card = last(town)

    await tap(town, "🤝 问问李建国：需要帮忙吗", message=card)
    await tap(town, "🤝 问问李建国：需要帮忙吗", message=card)
    await tap(town, "🚌 路远，不方便到场", STAYED_AWAY)

    asked = [one for one in town.said_to(STAYED_AWAY) if "谢谢您告诉我们" in one["text"]]
    assert len(asked) == 1
    assert "没有再问" in town.toasts(CLERK)[-1]
    assert "路远，不方便到场" in town.last_to(CLERK)
    assert [one.verb for one in await rows(town, AuditEntry)].count("activities.nudge") == 1


async def test_a_year_without_activities_says_so(town: Town) -> None:
    await town.write(CLERK, "出勤分析")

    assert "没有可以分析的" in town.last_to(CLERK)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_the_table_leaves_by_the_command_line(town: Town, tmp_path: Path) -> None:
    await three_held(town)

    result = await call(town, tmp_path, "export", "analysis", "--group", "XJP")

    assert result.exit_code == 0, result.output
    assert "代表,李建国,3,0,0,0,3,0,3" in result.stdout
    assert "类型,视察,6,3,0,0,3,50," in result.stdout

"""Staff read the rules of points, try others out in the chat, and adopt them."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from openpyxl import Workbook

from handlers.screens.rulebook import days_offered
from models import clock
from models.activities import actions as activities
from models.audit.tables import AuditEntry
from models.people.rules import OPERATOR
from models.people.tables import Role, RosterFile
from models.points.tables import AdoptedRules, LedgerLine
from tests.handlers.days import ZONE, press_last, until
from tests.handlers.test_activity_forms import CLERK, buttons, last, rows
from tests.town import Town

DEPUTY = "王桂兰"


async def an_inspection(town: Town) -> None:
    """One came, one did not."""
    one = await town.announce()
    await town.write(DEPUTY, "签到")
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    await town.settle()


async def the_rules(town: Town) -> str:
    await town.write(CLERK, "积分管理")
    await press_last(town, CLERK, "📏 积分规则")
    return town.last_to(CLERK)


def sheet_of(town: Town) -> Workbook:
    document = [one for one in town.said_to(CLERK) if "document" in one][-1]["document"]
    return openpyxl.load_workbook(io.BytesIO(town.world.file(document["file_id"]) or b""))


async def table(town: Town) -> Workbook:
    await the_rules(town)
    await press_last(town, CLERK, "📥 拿规则表格")
    return sheet_of(town)


def edit(book: Workbook, rule_id: str, column: str, value: str | float) -> None:
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == rule_id:
            row[heads.index(column)].value = value


async def send(town: Town, book: Workbook) -> str:
    content = io.BytesIO()
    book.save(content)
    staff = town.people[CLERK]
    town.acts.send_document(staff, staff, content.getvalue(), "规则.xlsx")
    await town.settle()
    return str(last(town)["text"])


async def standing(town: Town) -> set[tuple[str, str]]:
    names = {number: name for name, number in town.members.items()}
    lines = await rows(town, LedgerLine)
    gone = {one.reverses for one in lines}
    return {
        (names[one.member_id], one.rule_id)
        for one in lines
        if one.reverses is None and one.id not in gone
    }


async def test_the_rules_are_read_in_plain_words(town: Town) -> None:
    words = await the_rules(town)

    assert "视察、调研、执法检查：第一次 6 分，以后每次 1 分，最多 10 分" in words
    assert "扣分项：没有打开" in words
    assert "无故缺席活动" not in words


async def test_an_edited_table_is_tried_out_then_adopted_and_the_points_follow(
    town: Town,
) -> None:
    await an_inspection(town)
    book = await table(town)
    edit(book, "I1", "第一次", 8)
    edit(book, "X2", "启用", "是")

    shown = await send(town, book)
    before = await standing(town)
    await press_last(town, CLERK, "✅ 从")
    sure = town.last_to(CLERK)
    await press_last(town, CLERK, "✅ 对，采用")

    assert "打开 无故缺席活动：每次扣 2 分" in shown
    assert "· 王桂兰：6 → <b>8 分" in shown or "王桂兰：6 → 8 分" in shown
    assert "李建国：0 → -2 分（无故缺席活动 -2）" in shown
    assert "1 位会多，1 位会少，0 位不变" in shown
    assert "1 位代表的分会变多，1 位会变少" in sure
    assert before == {(DEPUTY, "I1")}
    assert await standing(town) == {(DEPUTY, "I1"), ("李建国", "X2")}
    assert [one.verb for one in await rows(town, AuditEntry)].count("points.adopt") == 2
    assert await rows(town, RosterFile) == []
    await town.write("李建国", "我的积分")
    assert "-2 分" in town.last_to("李建国")


async def test_nobody_hears_of_it_unless_staff_wish_it_and_then_once(town: Town) -> None:
    await until(town, 10)
    await the_rules(town)
    await press_last(town, CLERK, "➖ 打开扣分项")
    await press_last(town, CLERK, "✅ 从")
    await press_last(town, CLERK, "✅ 对，采用")
    silent = len(town.said_to(DEPUTY))

    await press_last(town, CLERK, "📣 私下告诉代表一次")
    await press_last(town, CLERK, "📣 私下告诉代表一次")

    told = town.said_to(DEPUTY)[silent:]
    assert len(told) == 1
    assert "履职积分的规则有变化" in told[0]["text"]
    assert "打开 无故缺席活动" in told[0]["text"]
    assert "已告诉 2 位代表" in town.toasts(CLERK)[-2]


async def test_a_wrong_row_is_named_and_nothing_waits_to_be_adopted(town: Town) -> None:
    book = await table(town)
    edit(book, "I1", "第一次", "八分")
    edit(book, "R1", "类别", "奖励")

    words = await send(town, book)

    assert "有 2 处要改，所以什么也没有换" in words
    assert "第一次" in words
    assert not any(one.startswith("✅") for one in buttons(last(town)))
    assert [one.version for one in await rows(town, AdoptedRules)] == [1]


async def test_a_table_without_a_column_is_still_one_of_rules(town: Town) -> None:
    book = await table(town)
    heads = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].delete_cols(heads.index("全年上限") + 1)

    words = await send(town, book)

    assert "全年上限" in words
    assert "什么也没有换" in words


async def test_the_deductions_are_switched_on_and_off_by_the_same_way(town: Town) -> None:
    await an_inspection(town)
    await the_rules(town)
    await press_last(town, CLERK, "➖ 打开扣分项")
    assert "李建国：0 → -2 分" in town.last_to(CLERK)
    await press_last(town, CLERK, "✅ 从")
    await press_last(town, CLERK, "✅ 对，采用")
    on = await standing(town)

    words = await the_rules(town)
    await press_last(town, CLERK, "➕ 关闭扣分项")
    assert "李建国：-2 → 0 分" in town.last_to(CLERK)
    await press_last(town, CLERK, "✅ 从")
    await press_last(town, CLERK, "✅ 对，采用")

    assert "扣分 无故缺席活动：每次扣 2 分，最多扣 10 分" in words
    assert on == {(DEPUTY, "I1"), ("李建国", "X2")}
    assert await standing(town) == {(DEPUTY, "I1")}
    assert [one.version for one in await rows(town, AdoptedRules)] == [1, 2, 3]


async def test_there_is_a_way_out_that_changes_nothing(town: Town) -> None:
    await the_rules(town)
    await press_last(town, CLERK, "➖ 打开扣分项")
    tried = last(town)
    await press_last(town, CLERK, "❌ 不改了")

    assert "规则照旧" in town.last_to(CLERK)
    adopt = next(
        one[0]["callback_data"]
        for one in tried["reply_markup"]["inline_keyboard"]
        if one[0]["text"].startswith("✅ 从")
    )
    staff = town.people[CLERK]
    town.acts.press_raw(staff, staff, tried["message_id"], adopt)
    await town.settle()
    assert [one.version for one in await rows(town, AdoptedRules)] == [1]


async def test_another_day_is_asked_for_and_shown_before_it_is_adopted(town: Town) -> None:
    await until(town, 10)
    await an_inspection(town)
    await town.pass_time(timedelta(days=1))
    await the_rules(town)
    await press_last(town, CLERK, "➖ 打开扣分项")
    today = town.last_to(CLERK)
    yesterday = clock.now().astimezone(ZONE).date() - timedelta(days=1)

    await press_last(town, CLERK, "📅 另选一天")
    await town.write(CLERK, yesterday.isoformat())
    await press_last(town, CLERK, "✅ 确认")

    assert "谁" in today or "都不变" in today
    assert f"从 {yesterday.year}年{yesterday.month}月{yesterday.day}日起用新规则" in town.last_to(
        CLERK
    )
    assert "李建国：0 → -2 分" in town.last_to(CLERK)


async def test_rules_for_a_day_ahead_wait_for_it_and_say_so(town: Town) -> None:
    await until(town, 10)
    await an_inspection(town)
    await the_rules(town)
    await press_last(town, CLERK, "➖ 打开扣分项")
    ahead = clock.now().astimezone(ZONE).year + 1
    await press_last(town, CLERK, f"📅 看从 {ahead}年1月1日起会怎样")
    await press_last(town, CLERK, "✅ 从")
    await press_last(town, CLERK, "✅ 对，采用")
    told = town.last_to(CLERK)

    words = await the_rules(town)

    assert "到那一天自动换上" in told
    assert "现在用的是第 1 版" in words
    assert f"从 {ahead}年1月1日起改用第 2 版" in words
    assert await standing(town) == {(DEPUTY, "I1")}


async def test_every_deputy_s_difference_comes_as_a_workbook(town: Town) -> None:
    await an_inspection(town)
    await the_rules(town)
    await press_last(town, CLERK, "➖ 打开扣分项")

    await press_last(town, CLERK, "📥 每位代表的差别")

    sheet = sheet_of(town).worksheets[0]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert values == [
        ["李建国", 0, -2, -2, "X2 无故缺席活动 -2"],
        [DEPUTY, 6, 6, 0, None],
    ]


async def test_many_deputies_are_shown_in_pages(town: Town) -> None:
    for number in range(12):
        await town.settle_member(f"代表{number:02d}", Role.DEPUTY)
    await an_inspection(town)
    await the_rules(town)
    await press_last(town, CLERK, "➖ 打开扣分项")
    first = town.last_to(CLERK)

    await press_last(town, CLERK, "下一页")

    assert "13 位会少，1 位不变。第 1 页，共 2 页" in first
    assert town.last_to(CLERK).count("→ -2 分") == 3


async def test_limits_a_table_does_not_name_stay_those_of_the_group(town: Town) -> None:
    book = await table(town)
    edit(book, "总分上限", "全年上限", 90)
    await send(town, book)
    await press_last(town, CLERK, "✅ 从")
    await press_last(town, CLERK, "✅ 对，采用")
    book = await table(town)
    sheet = book.worksheets[0]
    for row in reversed(range(2, sheet.max_row + 1)):
        if sheet.cell(row, 1).value == "总分上限":
            sheet.delete_rows(row)
    edit(book, "I1", "第一次", 8)

    words = await send(town, book)

    assert "改成 视察、调研、执法检查：第一次 8 分" in words
    assert "普通项目全年最多" not in words


async def test_a_deputy_s_table_is_no_table_of_rules(town: Town) -> None:
    book = await table(town)
    content = io.BytesIO()
    book.save(content)
    deputy = town.people[DEPUTY]

    town.acts.send_document(deputy, deputy, content.getvalue(), "规则.xlsx")
    await town.settle()

    assert "试算" not in town.last_to(DEPUTY)
    assert await rows(town, RosterFile) == []


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 5, 9), [(1, 1), (5, 9), (6, 1), (1, 1)]),
        (date(2026, 12, 9), [(1, 1), (12, 9), (1, 1)]),
        (date(2026, 1, 1), [(1, 1), (2, 1), (1, 1)]),
    ],
)
def test_the_days_offered_are_those_rules_usually_begin_on(
    today: date, days: list[tuple[int, int]]
) -> None:
    assert [(one.month, one.day) for one in days_offered(today)] == days

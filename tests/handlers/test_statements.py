"""A quarter ends: statements go out, deputies ask why and appeal, staff decide."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pytest

from handlers.screens.statements import GiveOf, paper, sheet
from models import clock
from models.audit.tables import AuditEntry
from models.groups.tables import Group
from models.messages.notices import notice_class
from models.messages.tables import Message
from models.people.tables import Member
from models.points.statement_notices import Statement, StatementSheet
from models.points.tables import Appeal, AppealState, LedgerLine, StatementRun
from tests.handlers.days import press_last
from tests.handlers.test_activity_forms import CLERK, buttons, last, rows, tap
from tests.town import Town, a_town

DEPUTY = "王桂兰"
ZONE = ZoneInfo("Asia/Shanghai")


async def set_clock(town: Town, moment: datetime) -> None:
    """Go to a moment, in steps as the town's time goes."""
    await town.pass_time(moment - clock.now())


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town in February 2026, a month before the quarter ends."""
    clock.move(datetime(2026, 2, 26, 2, 0, tzinfo=UTC) - clock.now())
    async with a_town(tmp_path) as built:
        async with built.app.db.transaction() as tx:
            group = await tx.get(Group, built.group_id)
            assert group is not None
            group.created_at = clock.now()
        built.world.clock.shift((clock.now() - built.world.clock.now()).total_seconds())
        yield built


async def a_quarter(town: Town) -> None:
    """One inspection in the quarter, then the morning of its first working day after."""
    await town.announce()
    await town.write(DEPUTY, "签到")
    await set_clock(town, datetime(2026, 4, 1, 8, 59, tzinfo=ZONE))
    await set_clock(town, datetime(2026, 4, 1, 9, 1, tzinfo=ZONE))


async def papers(town: Town) -> list[Message]:
    return [one for one in await rows(town, Message) if one.kind == "statements.statement"]


async def test_statements_go_out_once_on_the_first_working_day(town: Town) -> None:
    await town.announce()
    await town.write(DEPUTY, "签到")
    await set_clock(town, datetime(2026, 4, 1, 8, 30, tzinfo=ZONE))
    assert await papers(town) == []

    await set_clock(town, datetime(2026, 4, 1, 9, 1, tzinfo=ZONE))
    await town.pass_time(timedelta(minutes=11))
    await town.pass_time(timedelta(days=2))

    assert len(await papers(town)) == 2
    [run] = await rows(town, StatementRun)
    assert (run.year, run.quarter, run.appeal_until) == (2026, 1, date(2026, 4, 16))


async def test_the_deputy_gets_a_paper_with_card_and_staff_the_table(town: Town) -> None:
    await a_quarter(town)

    card = last(town, DEPUTY)
    assert card["document"]["file_name"] == "王桂兰-2026Q1.docx"
    assert "本季度 6 分，全年累计 6 分" in card["caption"]
    assert "4月16日" in card["caption"]
    assert buttons(card) == ["🔍 为什么是这个分", "✍️ 我有异议"]
    sheets = [one for one in town.said_to(CLERK) if "document" in one]
    assert [one["document"]["file_name"] for one in sheets] == ["statement-2026Q1.xlsx"]


async def test_a_statement_is_given_once_more_by_button_and_by_word(town: Town) -> None:
    await a_quarter(town)
    sent = len(await papers(town))

    await town.write(DEPUTY, "季度通知单")
    await town.write(DEPUTY, "我的积分")
    await press_last(town, DEPUTY, "📄 上季度的通知单")

    given = [one for one in town.said_to(DEPUTY) if "document" in one][1:]
    assert len(await papers(town)) == sent + 2
    assert [one["document"]["file_name"] for one in given] == ["王桂兰-2026Q1.docx"] * 2
    assert all("本季度 6 分" in one["caption"] for one in given)
    assert all("4月16日" in one["caption"] for one in given)


async def test_staff_get_the_quarters_table_by_button_without_a_formula(town: Town) -> None:
    await a_quarter(town)
    async with town.app.db.transaction() as tx:
        member = await tx.get(Member, (town.group_id, town.members[DEPUTY]))
        assert member is not None
        member.name = "=1+1"

    await town.write(CLERK, "积分管理")
    await press_last(town, CLERK, "📥 上季度汇总表")

    sent = [one for one in town.said_to(CLERK) if "document" in one][-1]
    content = town.world.file(sent["document"]["file_id"])
    table = openpyxl.load_workbook(io.BytesIO(content or b"")).active
    assert table is not None
    cells = [cell for row in table.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


async def test_nobody_is_given_somebody_elses_statement(town: Town) -> None:
    await a_quarter(town)
    await town.write(DEPUTY, "我的积分")
    sent = town.said_to(DEPUTY)[-1]
    give = next(
        one["callback_data"]
        for row in sent["reply_markup"]["inline_keyboard"]
        for one in row
        if one["text"].startswith("📄")
    )
    before = len(await papers(town))

    account = town.people["李建国"]
    town.acts.press_raw(account, account, town.said_to("李建国")[-1]["message_id"], give)
    await town.settle()

    assert len(await papers(town)) == before


async def test_the_paper_says_what_the_card_says(town: Town) -> None:
    await a_quarter(town)
    [mine] = [one for one in await papers(town) if one.body["name"] == DEPUTY]
    notice = notice_class(mine.kind).model_validate(mine.body)
    assert isinstance(notice, Statement)

    _name, content = paper(notice)

    written = docx.Document(io.BytesIO(content))
    words = "\n".join(one.text for one in written.paragraphs)
    assert "得分 6 分，截至本季度末全年累计 6 分" in words
    cells = [cell.text for row in written.tables[0].rows for cell in row.cells]
    assert cells[5:] == ["视察、调研、执法检查", "1", "6", "1", "6"]


async def test_why_opens_the_points_beside_the_paper(town: Town) -> None:
    await a_quarter(town)

    await tap(town, "🔍 为什么是这个分", DEPUTY)

    assert "视察、调研、执法检查：1 次" in town.last_to(DEPUTY)


async def appealed(town: Town) -> None:
    await a_quarter(town)
    await tap(town, "✍️ 我有异议", DEPUTY)
    await town.write(DEPUTY, "3月10日写了调研报告，没有记上")
    await tap(town, "✅ 确认", DEPUTY)


async def test_an_appeal_is_agreed_with_and_brings_a_new_line(town: Town) -> None:
    await appealed(town)
    assert "没有记上" in last(town)["text"]

    await tap(town, "✅ 同意")
    await tap(town, "撰写调研报告（4 分）")
    await town.write(CLERK, "报告已核对")
    await tap(town, "✅ 确认")

    [appeal] = await rows(town, Appeal)
    assert appeal.state is AppealState.UPHELD
    assert "同意" in town.last_to(DEPUTY)
    assert "补记：撰写调研报告，+4 分" in town.last_to(DEPUTY)
    assert "全年累计 10 分" in town.last_to(DEPUTY)
    added = [one for one in await rows(town, LedgerLine) if one.source_kind == "appeal"]
    assert [one.at.astimezone(ZONE).date() for one in added] == [date(2026, 3, 31)]
    verbs = [one.verb for one in await rows(town, AuditEntry)]
    assert verbs[-2:] == ["points.appeal", "points.decide"]


async def test_an_appeal_is_declined_with_a_reason(town: Town) -> None:
    await appealed(town)

    await tap(town, "❌ 不同意")
    await town.write(CLERK, "报告是四月交的，记在第二季度")
    await tap(town, "✅ 确认")

    assert "不同意" in town.last_to(DEPUTY)
    assert "记在第二季度" in town.last_to(DEPUTY)
    assert len(await rows(town, LedgerLine)) == 1


async def test_a_second_decision_changes_nothing(town: Town) -> None:
    await appealed(town)
    card = last(town)
    await tap(town, "❌ 不同意")
    await town.write(CLERK, "已核对")
    await tap(town, "✅ 确认")

    await tap(town, "✅ 同意", message=card)

    [appeal] = await rows(town, Appeal)
    assert appeal.state is AppealState.DECLINED
    assert "已经有人答复过" in town.toasts(CLERK)[-1]


async def test_after_ten_working_days_an_appeal_is_too_late(town: Town) -> None:
    await a_quarter(town)
    card = last(town, DEPUTY)
    await set_clock(town, datetime(2026, 4, 17, 0, 1, tzinfo=ZONE))

    await tap(town, "✍️ 我有异议", DEPUTY, card)

    assert "已经过了" in town.toasts(DEPUTY)[-1]
    assert await rows(town, Appeal) == []


async def test_on_the_last_day_an_appeal_still_counts_but_only_one(town: Town) -> None:
    await a_quarter(town)
    card = last(town, DEPUTY)
    await set_clock(town, datetime(2026, 4, 16, 20, 0, tzinfo=ZONE))
    await tap(town, "✍️ 我有异议", DEPUTY, card)
    await town.write(DEPUTY, "少记一次")
    await tap(town, "✅ 确认", DEPUTY)

    await tap(town, "✍️ 我有异议", DEPUTY, card)

    assert len(await rows(town, Appeal)) == 1
    assert "已经提过异议" in town.toasts(DEPUTY)[-1]


async def test_nobody_appeals_for_somebody_else(town: Town) -> None:
    await a_quarter(town)
    data = last(town, DEPUTY)["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
    other = town.people["李建国"]

    town.acts.press_raw(other, other, last(town, "李建国")["message_id"], data)
    await town.settle()

    assert await rows(town, Appeal) == []
    assert "工作人员" in town.toasts("李建国")[-1]


async def test_a_table_of_no_deputies_is_a_table() -> None:
    name, content = sheet(
        StatementSheet(
            group_id=1,
            group_name="组",
            year=2026,
            quarter=4,
            sent=0,
            unreached=(),
            appeal_until=date(2027, 1, 18),
            statements=(),
        )
    )

    assert name == "statement-2026Q4.xlsx"
    assert content.startswith(b"PK")


async def test_statements_of_earlier_quarters_are_reached_from_the_points(town: Town) -> None:
    await a_quarter(town)
    await set_clock(town, datetime(2026, 10, 9, 10, 0, tzinfo=ZONE))
    await town.write(DEPUTY, "我的积分")

    await press_last(town, DEPUTY, "🗂 以前季度的通知单")
    offered = buttons(last(town, DEPUTY))
    await press_last(town, DEPUTY, "📄 2026 年第 1 季度")

    assert offered[:3] == [f"📄 2026 年第 {number} 季度" for number in (3, 2, 1)]
    assert last(town, DEPUTY)["document"]["file_name"] == "王桂兰-2026Q1.docx"
    assert "本季度 6 分，全年累计 6 分" in last(town, DEPUTY)["caption"]


async def test_who_has_no_quarter_behind_them_is_told_so(town: Town) -> None:
    await town.write(DEPUTY, "我的积分")

    await press_last(town, DEPUTY, "🗂 以前季度的通知单")

    assert "还没有过完的季度" in town.last_to(DEPUTY)
    await press_last(town, DEPUTY, "⬅️ 返回总分")
    assert "履职积分" in town.last_to(DEPUTY)


async def test_staff_take_the_table_of_any_quarter_page_by_page(town: Town) -> None:
    await a_quarter(town)
    await set_clock(town, datetime(2028, 7, 3, 10, 0, tzinfo=ZONE))
    await town.write(CLERK, "积分管理")
    await press_last(town, CLERK, "🗂 以前季度的汇总表")
    first = buttons(last(town))
    await press_last(town, CLERK, "更早的")

    await press_last(town, CLERK, "📄 2026 年第 1 季度")

    assert first[0] == "📄 2028 年第 2 季度"
    document = [one for one in town.said_to(CLERK) if "document" in one][-1]
    assert document["document"]["file_name"] == "statement-XJP-2026Q1.xlsx"


async def test_a_quarter_that_is_not_over_has_no_statement(town: Town) -> None:
    await a_quarter(town)
    ahead = GiveOf(
        group_id=town.group_id, member_id=town.members[DEPUTY], year=2026, quarter=2
    ).payload()
    deputy = town.people[DEPUTY]
    said = len(town.said_to(DEPUTY))

    town.acts.press_raw(deputy, deputy, last(town, DEPUTY)["message_id"], ahead)
    await town.settle()

    assert len(town.said_to(DEPUTY)) == said

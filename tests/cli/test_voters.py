"""huiyin platform, open311, retention, hold, export issues and figures."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from models import clock
from models.issues import actions as issues
from models.issues.contacts import unseal
from models.issues.reports import Report
from models.issues.states import Category, IssueState, Route
from models.issues.tables import Issue
from models.people.rules import Actor, ActorKind
from models.systems.actions import recognise
from reports.sheets.writing import write_table
from tests.cli.room import call
from tests.town import Town

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
PHONE, NAME = "19900000011", "何秀兰"


async def reported(town: Town, *, closed_days_ago: int | None = None) -> str:
    """Have a report that is routed to the platform, or was closed so many days ago."""
    async with town.app.db.transaction() as tx:
        one, _code = await issues.register(
            tx,
            bot_id=town.bot_id,
            group_id=town.group_id,
            report=Report(
                words=f"路灯坏了，打{PHONE}",
                category=Category.ROADS,
                name=NAME,
                phone=f"+86{PHONE}",
            ),
            by=Actor(kind=ActorKind.ACCOUNT, account_id=900),
            now=clock.now(),
        )
        one.state, one.route = IssueState.ROUTED, Route.PLATFORM
        if closed_days_ago is not None:
            one.state = IssueState.CLOSED
            one.closed_at = clock.now() - timedelta(days=closed_days_ago)
        return one.number


async def the_issue(town: Town) -> Issue:
    async with town.app.db.reading() as tx:
        one: Issue = (await tx.scalars(select(Issue))).one()
        return one


async def test_reports_go_out_as_a_sheet_once_and_come_back_row_by_row(
    town: Town, tmp_path: Path
) -> None:
    number = await reported(town)
    out, back = tmp_path / "out.xlsx", tmp_path / "back.xlsx"
    rows = [(number, "MH-1", "已办结", "修好了"), ("XJP-2020-0001", "MH-2", "", "")]
    content = write_table(("编号", "工单号", "状态", "办理结果"), rows, "xlsx")
    await town.settle()
    back.write_bytes(content)

    first = await call(town, tmp_path, "platform", "export", str(out), "--group", "XJP")
    again = await call(town, tmp_path, "platform", "export", str(out), "--group", "XJP")
    taken = await call(town, tmp_path, "platform", "import", str(back), "--group", "XJP")

    assert (first.exit_code, again.exit_code, taken.exit_code) == (0, 0, 0), taken.output
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["编号", "诉求标题"]
    assert sheet["A2"].value == number
    assert "没有新的" in again.output
    assert "第 3 行没有导入" in taken.output
    assert (await the_issue(town)).external_number == "MH-1"


async def test_a_file_that_cannot_be_written_hands_nothing_over(town: Town, tmp_path: Path) -> None:
    await reported(town)
    nowhere = str(tmp_path / "none" / "out.xlsx")

    failed = await call(town, tmp_path, "platform", "export", nowhere, "--group", "XJP")
    right = str(tmp_path / "out.xlsx")
    later = await call(town, tmp_path, "platform", "export", right, "--group", "XJP")

    assert failed.exit_code == 1
    assert "1 件" in later.output


async def test_a_key_is_shown_once_and_holds_until_it_is_revoked(
    town: Town, tmp_path: Path
) -> None:
    added = await call(town, tmp_path, "open311", "key", "add", "区平台", "--group", "XJP")
    key = next(one for one in added.output.split() if len(one) > 40)
    async with town.app.db.reading() as tx:
        known = await recognise(tx, key=key)
    listed = await call(town, tmp_path, "open311", "key", "list", "--group", "XJP")
    gone = await call(town, tmp_path, "open311", "key", "revoke", "区平台", "--group", "XJP")

    assert known is not None
    assert "区平台" in listed.output
    assert key not in listed.output
    assert gone.exit_code == 0
    async with town.app.db.reading() as tx:
        assert await recognise(tx, key=key) is None


async def test_a_dry_run_says_what_is_due_and_deletes_nothing(town: Town, tmp_path: Path) -> None:
    number = await reported(town, closed_days_ago=200)

    dry = await call(town, tmp_path, "retention", "--dry-run")
    kept = unseal(await the_issue(town)).name
    held = await call(town, tmp_path, "hold", number, "--group", "XJP", "--reason", "在诉讼")
    await call(town, tmp_path, "retention")
    still = unseal(await the_issue(town)).name
    await call(town, tmp_path, "hold", number, "--group", "XJP", "--lift")
    await call(town, tmp_path, "retention")

    assert "联系方式 1 件" in dry.output
    assert held.exit_code == 0, held.output
    assert (kept, still) == (NAME, NAME)
    assert unseal(await the_issue(town)).name is None


async def test_exports_hold_no_contact(town: Town, tmp_path: Path) -> None:
    await reported(town)

    rows = await call(town, tmp_path, "export", "issues", "--group", "XJP")
    counts = await call(town, tmp_path, "export", "figures", "--group", "XJP", "--format", "json")

    assert "199****0011" in rows.output
    for canary in (PHONE, NAME):
        assert canary not in rows.output + counts.output
    assert '"反映": 1' in counts.output

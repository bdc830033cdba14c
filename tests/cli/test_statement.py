"""huiyin statement: the papers of a quarter as files."""

from pathlib import Path

import docx
import openpyxl
import pytest

from models import clock
from models.points.quarters import quarter_of
from tests.cli.room import call
from tests.town import Town

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


async def test_a_paper_a_deputy_and_one_table(town: Town, tmp_path: Path) -> None:
    await town.announce()
    await town.write("王桂兰", "签到")
    quarter = quarter_of(clock.now().date())

    result = await call(
        town,
        tmp_path,
        "statement",
        "--group",
        "xjp",
        "--quarter",
        str(quarter),
        "--output",
        str(tmp_path / "papers"),
    )

    assert result.exit_code == 0, result.output
    assert sorted(one.name for one in (tmp_path / "papers").iterdir()) == sorted(
        [f"statement-{quarter}.xlsx", f"李建国-{quarter}.docx", f"王桂兰-{quarter}.docx"]
    )
    paper = docx.Document(str(tmp_path / "papers" / f"王桂兰-{quarter}.docx"))
    assert any("履职得分 6 分" in one.text for one in paper.paragraphs)
    sheet = openpyxl.load_workbook(tmp_path / "papers" / f"statement-{quarter}.xlsx").worksheets[0]
    assert [[row[0].value, row[3].value, row[4].value] for row in sheet.iter_rows(min_row=2)] == [
        ["李建国", 0, 0],
        ["王桂兰", 6, 6],
    ]


async def test_what_is_no_quarter_is_refused(town: Town, tmp_path: Path) -> None:
    result = await call(
        town,
        tmp_path,
        "statement",
        "--group",
        "XJP",
        "--quarter",
        "spring",
        "--output",
        str(tmp_path / "papers"),
    )

    assert result.exit_code == 1
    assert "2026Q1" in result.output
    assert not (tmp_path / "papers").exists()

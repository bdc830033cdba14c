"""An operator takes the congress's list over, and is told row by row what cannot be used."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

Run = Callable[..., Result]
HEAD = (
    "建议编号",
    "案由",
    "领衔代表",
    "附议代表",
    "承办单位",
    "交办日期",
    "答复日期",
    "答复类别",
    "满意度",
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command line on a database of its own, with one group and three deputies."""
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "config.toml"
    config.write_text('[telegram]\ntoken = "1000001:TEST"\n', encoding="utf-8")
    runner = CliRunner()

    def command(*words: str) -> Result:
        return runner.invoke(app, ["--config", str(config), *words])

    assert command("db", "upgrade").exit_code == 0
    added = command("groups", "add", "徐家棚街", "--code", "XJP", "--chat", "-1001000000001")
    assert added.exit_code == 0, added.output
    roster = "姓名,角色,选区\n王桂兰,代表,1\n李建国,代表,1\n陈秀英,代表,2\n"
    Path("roster.csv").write_text(roster, encoding="utf-8")
    assert command("roster", "import", "roster.csv", "--group", "XJP", "--yes").exit_code == 0
    return command


def listed(*rows: tuple[object, ...]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["徐家棚街代表建议目录"])
    sheet.append(list(HEAD))
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    Path("list.xlsx").write_bytes(buffer.getvalue())


GOOD = (
    "第1号",
    "增设路灯",
    "王桂兰",
    "李建国、陈秀英",
    "区城管局",
    "2025-03-02",
    "2025-05-20",
    "A",
    "满意",
)


def test_a_list_is_taken_over_once(run: Run) -> None:
    listed(GOOD, ("第2号", "加装电梯", "李建国", None, "区住建局", "2025-03-02", None, None, None))

    first = run("suggestions", "import", "list.xlsx", "--group", "XJP", "--yes")
    second = run("suggestions", "import", "list.xlsx", "--group", "XJP", "--yes")

    assert first.exit_code == 0, first.output
    assert "新录入 2 件建议" in first.output
    assert "新录入 0 件建议，2 件以前已经有了" in second.output


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("第3号", "题目", "周某某", None, None, None, None, None, None), "名册里没有这位代表"),
        ((None, "题目", "王桂兰", None, None, None, None, None, None), "没有填"),
        (
            ("第3号", "题目", "王桂兰", None, "局", "2025-05-01", "2025-04-01", "A", None),
            "先后不对",
        ),
        (("第3号", "题目", "王桂兰", None, "局", None, "2025-04-01", "A", None), "先后不对"),
        (("第3号", "题目", "王桂兰", None, "局", "2099-01-01", None, None, None), "还没有到"),
        (("第3号", "题目", "王桂兰", None, "局", None, None, "X", None), "不认识"),
        (("第1号", "又一件", "王桂兰", None, None, "2025-03-02", None, None, None), "同一个编号"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_nothing_is_taken_over(
    run: Run, row: tuple[object, ...], words: str
) -> None:
    listed(GOOD, row)

    done = run("suggestions", "import", "list.xlsx", "--group", "XJP", "--yes")
    after = run("suggestions", "import", "list.xlsx", "--group", "XJP", "--yes", "--skip-bad")

    assert done.exit_code != 0
    assert words in done.output
    assert "新录入 1 件建议，0 件以前已经有了，1 行没有录入" in after.output


def test_a_sheet_without_the_columns_says_which_is_missing(run: Run) -> None:
    Path("list.csv").write_text("编号,标题\n第1号,路灯\n", encoding="utf-8")

    done = run("suggestions", "import", "list.csv", "--group", "XJP", "--yes")

    assert done.exit_code != 0
    assert "领衔代表" in done.output

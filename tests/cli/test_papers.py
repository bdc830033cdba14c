"""An operator brings a plan in and takes tables out, without a chat."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

Run = Callable[..., Result]

PLAN = """2026年活动计划,,,,,
标题,类型,范围,开始,结束,地点
学习代表法,集中学习,区,{day} 09:00,{day} 11:00,街道代表工作室
视察加装电梯,视察,市,{day} 14:00,,水岸社区
"""
TODAY = "2026-11-24"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command line on a database of its own, with one group and two deputies."""
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "config.toml"
    config.write_text('[telegram]\ntoken = "1000001:TEST"\n', encoding="utf-8")
    runner = CliRunner()

    def command(*words: str) -> Result:
        return runner.invoke(app, ["--config", str(config), *words])

    assert command("db", "upgrade").exit_code == 0
    added = command("groups", "add", "徐家棚街", "--code", "XJP", "--chat", "-1001000000001")
    assert added.exit_code == 0, added.output
    Path("roster.csv").write_text("姓名,角色\n王桂兰,代表\n李建国,代表\n", encoding="utf-8")
    assert command("roster", "import", "roster.csv", "--group", "XJP", "--yes").exit_code == 0
    return command


def year() -> str:
    from models import clock  # noqa: PLC0415  (the year the test happens to run in)

    return str(clock.now().year)


def plan(text: str = PLAN) -> str:
    Path("plan.csv").write_text(text.format(day=f"{year()}-11-24"), encoding="utf-8")
    return "plan.csv"


def table(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout.removeprefix("﻿"))))


def test_a_plan_comes_in_and_goes_out_again(run: Run) -> None:
    done = run("activities", "import", plan(), "--group", "XJP", "--yes")

    assert done.exit_code == 0, done.output
    rows = table(run("export", "activities", "--group", "XJP", "--year", year()))
    assert [row["标题"] for row in rows] == ["学习代表法", "视察加装电梯"]
    assert [row["状态"] for row in rows] == ["草稿", "草稿"]
    assert [row["应到"] for row in rows] == ["2", "2"]


def test_announced_activities_wait_in_the_outbox(run: Run) -> None:
    done = run("activities", "import", plan(), "--group", "XJP", "--yes", "--announce")

    assert done.exit_code == 0, done.output
    rows = table(run("export", "activities", "--group", "XJP", "--year", year()))
    assert {row["状态"] for row in rows} == {"已发布"}


def test_a_bad_row_changes_nothing_and_is_named(run: Run) -> None:
    bad = plan(PLAN + "没有时间的活动,视察,区,2月30日,,某处\n")

    done = run("activities", "import", bad, "--group", "XJP", "--yes")

    assert done.exit_code == 1
    assert "5" in done.stderr
    assert table(run("export", "activities", "--group", "XJP", "--year", year())) == []


def test_the_good_rows_come_in_when_told_to_skip_the_bad(run: Run) -> None:
    bad = plan(PLAN + "没有时间的活动,视察,区,2月30日,,某处\n")

    done = run("activities", "import", bad, "--group", "XJP", "--yes", "--skip-bad")

    assert done.exit_code == 0, done.output
    assert len(table(run("export", "activities", "--group", "XJP", "--year", year()))) == 2


def test_a_file_that_is_not_there_is_said_in_plain_words(run: Run) -> None:
    done = run("activities", "import", "nowhere.csv", "--group", "XJP", "--yes")

    assert done.exit_code == 1
    assert "nowhere.csv" in done.stderr


def test_an_empty_attendance_list_has_its_headers(run: Run) -> None:
    done = run("export", "attendance", "--group", "XJP", "--format", "csv")

    assert done.exit_code == 0
    assert done.stdout.removeprefix("﻿").startswith("活动,类型")


def test_the_ledger_leaves_as_json(run: Run) -> None:
    done = run("export", "ledger", "--group", "XJP", "--format", "json")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == []


def test_an_unknown_group_is_refused(run: Run) -> None:
    done = run("export", "ledger", "--group", "NOPE")

    assert done.exit_code == 1
    assert "XJP" in done.stderr


def test_a_workbook_is_written_to_a_file(run: Run) -> None:
    done = run("export", "activities", "--group", "XJP", "--format", "xlsx", "--output", "out.xlsx")

    assert done.exit_code == 0
    assert Path("out.xlsx").read_bytes().startswith(b"PK")

"""huiyin receptions: settings, a plan that is only shown, one that is written, the sheet."""

import csv
import io
import json

import pytest

from tests.cli.calling import Console
from tests.cli.test_stations import sheet

DEPUTIES = "".join(f"代表{mark},代表,,第一选区\n" for mark in "甲乙丙丁戊己庚辛")
YEAR = 2031  # far ahead, so that all six rounds are


def furnished(console: Console) -> Console:
    """Put two stations and eight deputies into the group."""
    console.ready()
    roster = console.sheet("名单\n姓名,角色,手机,选区\n" + DEPUTIES)
    assert console("roster", "import", roster, "--group", "XJP", "--yes").exit_code == 0
    assert console("stations", "import", sheet(console), "--group", "XJP", "--yes").exit_code == 0
    return console


def plan(console: Console, *more: str) -> list[dict[str, object]]:
    result = console(
        "receptions", "plan", "--group", "XJP", "--year", str(YEAR), "--format", "json", *more
    )
    assert result.exit_code == 0, result.stderr
    rows: list[dict[str, object]] = json.loads(result.stdout)
    return rows


def test_a_dry_run_shows_the_plan_and_writes_nothing(console: Console) -> None:
    rows = plan(furnished(console), "--dry-run")

    assert len({row["日期"] for row in rows}) == 6
    assert {row["接待站"] for row in rows} == {"水岸社区接待站", "国际城社区接待站"}
    assert all(row["代表"] and row["后备"] for row in rows)
    assert console.rows("select count(*) from rounds") == [(0,)]


def test_what_is_written_is_what_was_shown(console: Console) -> None:
    shown = plan(furnished(console), "--dry-run")

    written = plan(console)

    keys = ("日期", "接待站", "代表", "后备", "方式")
    assert [[row[key] for key in keys] for row in written] == [
        [row[key] for key in keys] for row in shown
    ]
    assert console.rows("select count(*) from rounds") == [(6,)]


def test_settings_move_the_rounds(console: Console) -> None:
    furnished(console)

    done = console(
        "receptions", "settings", "--group", "XJP", "--rule", "15日", "--start-month", "1"
    )

    assert done.exit_code == 0
    months = [str(row["日期"])[5:7] for row in plan(console, "--dry-run")]
    assert sorted(set(months)) == ["01", "03", "05", "07", "09", "11"]


@pytest.mark.parametrize(
    "words",
    [("--rule", "有空的时候"), ("--hour", "25:00"), ("--start-month", "13"), ("--minutes", "3")],
)
def test_a_setting_that_makes_no_sense_is_refused(console: Console, words: tuple[str, ...]) -> None:
    furnished(console)

    refused = console("receptions", "settings", "--group", "XJP", *words)

    assert refused.exit_code == 1
    assert "不能用" in refused.stderr
    assert console.rows("select count(*) from reception_settings") == [(0,)]


def test_without_stations_it_says_what_is_missing(console: Console) -> None:
    console.ready()

    refused = console("receptions", "plan", "--group", "XJP", "--year", str(YEAR))

    assert refused.exit_code == 1
    assert "还没有启用的接待站" in refused.stderr


def test_the_export_has_a_row_for_every_session(console: Console) -> None:
    rows = plan(furnished(console))

    result = console("export", "receptions", "--group", "XJP", "--year", str(YEAR))

    table = list(csv.DictReader(io.StringIO(result.stdout.lstrip("\ufeff"))))
    assert len(table) == len(rows)
    assert {row["状态"] for row in table} == {"草稿"}


def test_a_sheet_that_comes_back_is_taken_whole_or_not_at_all(console: Console) -> None:
    furnished(console)
    rows = plan(console)
    first = rows[0]
    lines = f"日期,接待站,代表,后备,主题\n{first['日期']},{first['接待站']},代表辛,,电梯\n"
    good, bad = console.folder / "好.csv", console.folder / "坏.csv"
    good.write_text(lines, encoding="utf-8")
    bad.write_text(lines.replace("代表辛", "查无此人"), encoding="utf-8")
    call = ("--group", "XJP", "--year", str(YEAR), "--yes")

    refused = console("receptions", "import", str(bad), *call)
    taken = console("receptions", "import", str(good), *call)

    assert refused.exit_code == 1
    assert "查无此人" in refused.stderr
    assert taken.exit_code == 0, taken.stderr
    assert console.rows("select count(*) from reception_sessions where topics = '电梯'") == [(1,)]


def test_a_channel_is_named_by_its_number_and_dropped_by_none(console: Console) -> None:
    console.ready()
    linked = "select chat_id from chats where role = 'channel' and unlinked_at is null"
    settings = ("receptions", "settings", "--group", "XJP")

    named = console(*settings, "--channel", "-1001234567890")
    there = console.rows(linked)
    dropped = console(*settings, "--channel", "0")

    assert named.exit_code == dropped.exit_code == 0, named.stderr + dropped.stderr
    assert there == [(-1001234567890,)]
    assert console.rows(linked) == []

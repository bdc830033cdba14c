"""huiyin points: rules out, tried over a year, adopted."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from models import clock
from models.activities import actions as activities
from models.people.rules import OPERATOR
from models.points.queries import rule_sets
from models.points.rules import DEFAULT
from models.points.tables import AdoptedRules, LedgerLine
from tests.cli.room import call
from tests.handlers.days import ZONE
from tests.handlers.test_activity_forms import rows
from tests.town import Town

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


async def exported(town: Town, folder: Path) -> Path:
    file = folder / "rules.xlsx"
    result = await call(
        town, folder, "points", "export-rules", "--group", "XJP", "--output", str(file)
    )
    assert result.exit_code == 0, result.output
    return file


def edited(file: Path, rule_id: str, column: str, value: str | int) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == rule_id:
            row[heads.index(column)].value = value
    book.save(file)


async def test_edited_rules_become_a_new_version_and_the_old_one_stays(
    town: Town, tmp_path: Path
) -> None:
    file = await exported(town, tmp_path)
    edited(file, "R1", "第一次", 5)
    year = clock.now().year

    result = await call(
        town,
        tmp_path,
        "points",
        "adopt",
        "--group",
        "XJP",
        str(file),
        "--from",
        f"{year}-01-01",
        "--yes",
    )

    assert result.exit_code == 0, result.output
    async with town.app.db.reading() as tx:
        known = await tx.load(rule_sets, town.group_id) or ()
    firsts = [next(rule.first for rule in one.rules if rule.id == "R1") for one in known]
    assert [one.version for one in known] == [1, 2]
    assert [int(one) for one in firsts] == [4, 5]


async def test_the_same_rules_and_a_year_that_is_over_are_refused(
    town: Town, tmp_path: Path
) -> None:
    file = await exported(town, tmp_path)
    year = clock.now().year
    words = ("points", "adopt", "--group", "XJP", str(file), "--yes", "--from")

    same = await call(town, tmp_path, *words, f"{year}-01-01")
    over = await call(town, tmp_path, *words, f"{year - 1}-12-31")

    assert same.exit_code == over.exit_code == 1
    assert "不用再启用" in same.output
    assert "已经过去" in over.output


async def test_a_bad_row_is_named_and_nothing_is_adopted(town: Town, tmp_path: Path) -> None:
    file = await exported(town, tmp_path)
    edited(file, "R1", "第一次", "四分")
    year = clock.now().year

    result = await call(
        town,
        tmp_path,
        "points",
        "adopt",
        "--group",
        "XJP",
        str(file),
        "--from",
        f"{year}-01-01",
        "--yes",
    )

    assert result.exit_code == 1
    assert "第一次" in result.output
    async with town.app.db.reading() as tx:
        assert len(await tx.load(rule_sets, town.group_id) or ()) == 1


async def test_a_replay_says_who_would_have_what_and_why_and_writes_nothing(
    town: Town, tmp_path: Path
) -> None:
    one = await town.announce()
    await town.write("王桂兰", "签到", in_group=True)
    async with town.app.db.transaction() as tx:
        await activities.close(
            tx, group_id=town.group_id, activity_id=one.id, by=OPERATOR, now=clock.now()
        )
    before = len(await rows(town, LedgerLine))
    file = await exported(town, tmp_path)
    edited(file, "I1", "第一次", 8)
    edited(file, "X2", "启用", "是")

    result = await call(
        town,
        tmp_path,
        "points",
        "replay",
        "--group",
        "XJP",
        "--rules",
        str(file),
        "--format",
        "json",
    )

    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == [
        {
            "姓名": "李建国",
            "现在": 0,
            "试算": -2,
            "差额": -2,
            "由哪些项目引起": "X2 无故缺席活动 -2",
        },
        {
            "姓名": "王桂兰",
            "现在": 6,
            "试算": 8,
            "差额": 2,
            "由哪些项目引起": "I1 视察、调研、执法检查 +2",
        },
    ]
    assert len(await rows(town, LedgerLine)) == before


async def replayed(town: Town, folder: Path, file: Path, *more: str) -> list[dict[str, Any]]:
    facts = ("--group", "XJP", "--rules", str(file), "--format", "json", *more)
    result = await call(town, folder, "points", "replay", *facts)
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


async def test_a_replay_is_of_the_year_named_and_as_from_the_day_named(
    town: Town, tmp_path: Path
) -> None:
    await town.announce()
    await town.write("王桂兰", "签到", in_group=True)
    file = await exported(town, tmp_path)
    edited(file, "I1", "第一次", 8)
    year = clock.now().astimezone(ZONE).year

    this = await replayed(town, tmp_path, file, "--year", str(year))
    last = await replayed(town, tmp_path, file, "--year", str(year - 1))
    later = await replayed(town, tmp_path, file, "--from", f"{year + 1}-01-01")

    assert [one["差额"] for one in this if one["姓名"] == "王桂兰"] == [2]
    assert {one["差额"] for one in [*last, *later]} == {0}


async def test_the_standard_of_this_version_is_adopted_once(town: Town, tmp_path: Path) -> None:
    async with town.app.db.transaction() as tx:
        row = await tx.get(AdoptedRules, (town.group_id, 1))
        assert row is not None
        row.rules = {**row.rules, "rules": row.rules["rules"][:3]}
    adopt = ("points", "adopt-standard", "--group", "XJP")

    first = await call(town, tmp_path, *adopt)
    second = await call(town, tmp_path, *adopt)

    async with town.app.db.reading() as tx:
        known = await tx.load(rule_sets, town.group_id) or ()
    assert first.exit_code == 0, first.output
    assert second.exit_code != 0
    assert [(one.version, one.is_standard, len(one.rules)) for one in known] == [
        (1, True, 3),
        (2, True, len(DEFAULT.rules)),
    ]

"""Rules of points as a sheet: out, edited, and in again."""

from datetime import date
from decimal import Decimal

import pytest

from models.activities.rules import ActivityKind, AttendanceState
from models.points.rules import DEFAULT, RuleKind
from reports.sheets.problems import Code
from reports.sheets.rules import HEADERS, RulesFile, read_rules, rows_of
from reports.sheets.writing import Format, write_table
from tests.reports.sheets_made import workbook

HEAD = ("编号", "项目", "第一次", "以后每次", "全年上限", "类别", "由哪些活动计分", "何时计分")


def read(*rows: tuple[object, ...]) -> RulesFile:
    return read_rules(workbook(HEAD, *rows), "rules.xlsx", base=DEFAULT)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_rules_come_back_as_they_went_out(form: Format) -> None:
    content = write_table(HEADERS, rows_of(DEFAULT), form)

    found = read_rules(content, f"rules.{form}", base=DEFAULT.model_copy(update={"version": 1}))

    assert found.problems == ()
    assert found.rules == DEFAULT.model_copy(update={"is_standard": False}), "now the office's own"


def test_a_clerk_s_own_rules_are_read() -> None:
    found = read(
        ("C2", "志愿服务", 2, 1.5, 6, "普通", None, None),
        ("X3", "会议缺席", -1, -1, -4, "扣分", "人代会、集中学习", "缺席"),
        ("总分上限", None, None, None, 90, None, None, None),
        ("分档", None, None, None, 70, None, None, None),
    )

    assert found.rules is not None
    [service, absence] = found.rules.rules
    assert service.further == Decimal("1.5")
    assert service.on
    assert absence.kind is RuleKind.DEDUCTION
    assert absence.earned_by == (ActivityKind.CONGRESS, ActivityKind.STUDY)
    assert absence.states == (AttendanceState.ABSENT,)
    assert found.rules.year_cap == 90
    assert found.rules.bonus_cap == DEFAULT.bonus_cap
    assert found.rules.bands == (Decimal(70),)


def test_each_wrong_row_is_named_and_nothing_is_taken() -> None:
    found = read(
        ("C2", "志愿服务", "两分", 1, 6, None, None, None),
        ("2C", "走访", 2, 1, 6, None, None, None),
        ("X3", "缺席", 2, 1, 6, "扣分", None, None),
        ("C4", "宣讲", 2, 1, 6, "奖励", "打太极", None),
        ("C5", "宣讲", 2, 1, 6, None, None, None),
        ("C5", "宣讲", 2, 1, 6, None, None, None),
        ("C6", "=1+1", 2, 1, None, None, None, None),
    )

    assert found.rules is None
    assert [(one.row, one.column, one.code) for one in found.problems] == [
        (2, "第一次", Code.BAD_POINTS),
        (3, "编号", Code.BAD_RULE_ID),
        (4, "类别", Code.WRONG_SIGN),
        (5, "类别", Code.UNKNOWN_WORD),
        (5, "由哪些活动计分", Code.UNKNOWN_WORD),
        (7, "编号", Code.SAME_RULE),
        (8, "项目", Code.FORMULA),
        (8, "全年上限", Code.MISSING),
    ]


def test_bands_that_go_up_are_refused() -> None:
    found = read(
        ("C2", "志愿服务", 2, 1, 6, None, None, None),
        ("分档", None, None, None, 60, None, None, None),
        ("分档", None, None, None, 80, None, None, None),
    )

    assert found.rules is None
    assert [one.code for one in found.problems] == [Code.BAD_LIMIT]


def test_an_old_workbook_is_refused_with_its_reason() -> None:
    found = read_rules(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "a.xlsx", base=DEFAULT)

    assert found.rules is None
    assert found.problems


def test_the_default_is_dated_long_ago() -> None:
    assert DEFAULT.from_date < date(2019, 1, 1)

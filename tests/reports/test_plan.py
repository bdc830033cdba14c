"""Plans of activities as offices keep them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.activities.rules import ActivityKind, Scope
from models.activities.whom import Wanted
from models.people.tables import Level
from reports.sheets.cells import Cell
from reports.sheets.moments import span_of
from reports.sheets.plan import PlanFile, read_plan
from reports.sheets.problems import CellRefusedError, Code
from tests.reports import sheets_made as made

TODAY = date(2026, 2, 1)
ZONE = ZoneInfo("Asia/Shanghai")
HEADER = ("标题", "类型", "范围", "开始", "结束", "地点")


def plan(*rows: tuple[object, ...], header: tuple[object, ...] = HEADER) -> PlanFile:
    return read_plan(made.workbook(header, *rows), "计划.xlsx", "Asia/Shanghai", TODAY)


def starting(start: object, end: object = None) -> PlanFile:
    return plan(("学习", start, end), header=("标题", "开始", "结束"))


def span(file: PlanFile) -> list[str]:
    assert not file.problems, file.problems
    (row,) = file.rows
    return [one.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") for one in (row.starts_at, row.ends_at)]


def found(file: PlanFile) -> list[tuple[int | None, str | None, Code]]:
    assert not file.rows
    return [(one.row, one.column, one.code) for one in file.problems]


def test_a_whole_row_is_read() -> None:
    file = plan(
        ("视察：高铁训练段（上午）", "视察/调研", "区", "2026年3月5日 9:00", "11:30", "训练段")
    )

    (row,) = file.rows
    assert not file.notes
    assert row.model_dump() == {
        "row": 2,
        "title": "视察：高铁训练段（上午）",
        "kind": ActivityKind.INSPECTION,
        "scope": Scope.DISTRICT,
        "starts_at": datetime(2026, 3, 5, 1, tzinfo=UTC),
        "ends_at": datetime(2026, 3, 5, 3, 30, tzinfo=UTC),
        "whom": {"levels": (), "names": ()},
        "place": "训练段",
    }


def test_without_kind_scope_and_end_it_is_other_the_districts_and_two_hours() -> None:
    file = starting("2026-03-05 14:00")

    assert [file.rows[0].kind, file.rows[0].scope] == [ActivityKind.OTHER, Scope.DISTRICT]
    assert span(file) == ["2026-03-05 14:00", "2026-03-05 16:00"]


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 3, 5, 14),  # noqa: DTZ001 - a cell has no zone
        "2026-03-05 14:00",
        "2026-03-05T14:00:00",
        "2026/3/5 14:00",
        "2026.3.5 14:00",
        "２０２６年３月５日１４：００",
        "2026年3月5日14时",
        "2026年3月5日 下午2点",
        "2026年3月5日下午2:00",
        "2026年3月5日（周四）14:00-16:00",
        "2026年3月5日 星期四 下午2时00分",
        "2026 年 3 月 5 日 14:00 — 16:00",
        "20260305 14:00",
        "3月5日 14:00-16:00",
        "3月5日下午2:00至4:00",
        "3/5 2:00pm",
        "2026年3月5日14点整至16点",
        "2026-03-05 14:00~16:00",
    ],
)
def test_a_start_is_read_in_every_usual_writing(start: object) -> None:
    assert span(starting(start)) == ["2026-03-05 14:00", "2026-03-05 16:00"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-05 14:00", "16:30", ["2026-03-05 14:00", "2026-03-05 16:30"]),
        ("2026-03-05 14:00", "2026-03-06 11:00", ["2026-03-05 14:00", "2026-03-06 11:00"]),
        ("2026年1月5日9:00至8日17:00", None, ["2026-01-05 09:00", "2026-01-08 17:00"]),
        ("2026年12月30日9:00至1月2日17:00", None, ["2026-12-30 09:00", "2027-01-02 17:00"]),
        ("2026年3月5日上午9点半-11点45分", None, ["2026-03-05 09:30", "2026-03-05 11:45"]),
        ("2026年3月5日中午12:30", None, ["2026-03-05 12:30", "2026-03-05 14:30"]),
        ("2026年3月5日中午1点", None, ["2026-03-05 13:00", "2026-03-05 15:00"]),
        ("2026年3月5日晚7点", None, ["2026-03-05 19:00", "2026-03-05 21:00"]),
        ("2026年3月5日23:30", None, ["2026-03-05 23:30", "2026-03-06 01:30"]),
        ("2026-03-05 12:15am", None, ["2026-03-05 00:15", "2026-03-05 02:15"]),
    ],
)
def test_an_end_is_where_the_sheet_says(start: str, end: str | None, expected: list[str]) -> None:
    assert span(starting(start, end)) == expected


def test_day_and_time_may_stand_in_two_columns() -> None:
    file = plan(("学习", "3月5日", "14:00-16:30"), header=("活动名称", "日期", "时间"))

    assert span(file) == ["2026-03-05 14:00", "2026-03-05 16:30"]


def test_a_date_without_a_year_is_this_years_and_that_is_noted() -> None:
    file = starting("11月5日 14:00")

    assert span(file) == ["2026-11-05 14:00", "2026-11-05 16:00"]
    assert [(note.row, note.column, note.code) for note in file.notes] == [
        (2, "开始", Code.YEAR_ASSUMED)
    ]


@pytest.mark.parametrize(
    ("start", "end", "column", "code"),
    [
        ("2026年2月30日 14:00", None, "开始", Code.IMPOSSIBLE_DATE),
        ("2026-13-05 14:00", None, "开始", Code.IMPOSSIBLE_DATE),
        ("2026-03-05 25:00", None, "开始", Code.IMPOSSIBLE_DATE),
        ("2026-03-05 14:75", None, "开始", Code.IMPOSSIBLE_DATE),
        ("2026年1月5日9:00至32日17:00", None, "开始", Code.IMPOSSIBLE_DATE),
        ("三月上旬", None, "开始", Code.BAD_DATE),
        ("2026年3月", None, "开始", Code.BAD_DATE),
        ("待定", None, "开始", Code.BAD_DATE),
        ("46086.58", None, "开始", Code.BAD_DATE),
        ("9" * 65, None, "开始", Code.BAD_DATE),
        ("2026-03-05 14:00-", None, "开始", Code.BAD_DATE),
        ("-14:00", None, "开始", Code.BAD_DATE),
        ("2026-03-05", None, "开始", Code.MISSING_TIME),
        (datetime(2026, 3, 5), None, "开始", Code.MISSING_TIME),  # noqa: DTZ001 - a cell has no zone
        ("14:00", None, "开始", Code.MISSING),
        (None, "16:00", "开始", Code.MISSING),
        ("2026年1月5日9:00至8日", None, "结束", Code.MISSING_TIME),
        ("2026-03-05 14:00", "13:00", "结束", Code.END_BEFORE_START),
        ("2026-03-05 14:00", "2026-03-05 14:00", "结束", Code.END_BEFORE_START),
        ("2026-03-05 14:00", "随后", "结束", Code.BAD_DATE),
        ("1900-01-05 14:00", None, "开始", Code.YEAR_OUT_OF_RANGE),
        ("2024-12-31 14:00", None, "开始", Code.YEAR_OUT_OF_RANGE),
        ("2029-01-01 14:00", None, "开始", Code.YEAR_OUT_OF_RANGE),
        ("2028-12-31 14:00", "2029-01-01 14:00", "开始", Code.YEAR_OUT_OF_RANGE),
        ("2026年3月5日（周五）14:00", None, "开始", Code.WRONG_WEEKDAY),
        ("=NOW()", None, "开始", Code.FORMULA),
    ],
)
def test_a_moment_that_cannot_be_is_refused(
    start: object, end: str | None, column: str, code: Code
) -> None:
    assert found(starting(start, end)) == [(2, column, code)]


@pytest.mark.parametrize("year", [2025, 2028])
def test_the_years_around_today_are_open_to_a_plan(year: int) -> None:
    assert span(starting(f"{year}-12-31 14:00"))[0] == f"{year}-12-31 14:00"


def test_unknown_words_and_a_missing_title_are_refused() -> None:
    file = plan((None, "喝茶", "省", "2026-03-05 14:00", None, "地" * 201))

    assert found(file) == [
        (2, "标题", Code.MISSING),
        (2, "类型", Code.UNKNOWN_WORD),
        (2, "范围", Code.UNKNOWN_WORD),
        (2, "地点", Code.TOO_LONG),
    ]


def test_a_formula_in_a_title_is_refused() -> None:
    content = '标题,开始\n"=HYPERLINK(""x"")",2026-03-05 14:00\n'.encode()

    assert found(read_plan(content, "a.csv", ZONE, TODAY)) == [(2, "标题", Code.FORMULA)]


def test_the_same_activity_twice_is_a_problem_and_the_same_title_on_another_day_is_not() -> None:
    file = plan(
        ("学习", "2026-03-05 14:00"),
        ("学习", "2026-04-05 14:00"),
        ("学习", "2026年3月5日下午2点"),
        header=("标题", "开始"),
    )

    assert [row.row for row in file.rows] == [2, 3]
    (problem,) = file.problems
    assert [problem.row, problem.code, problem.other_row] == [4, Code.SAME_ACTIVITY, 2]


def test_a_plan_without_any_column_of_time_is_refused() -> None:
    file = plan(("学习", "区"), header=("标题", "范围"))

    assert found(file) == [(None, "开始", Code.MISSING_COLUMN)]


def test_an_unreadable_plan_has_its_problem() -> None:
    assert found(read_plan(b"", "a.xlsx", ZONE, TODAY)) == [(None, None, Code.EMPTY_FILE)]


@settings(deadline=None)
@given(st.text(alphabet="0123456789年月日-:/至 下午上时点分半周一(),.~T", max_size=70))
def test_any_writing_of_a_moment_is_read_or_refused(text: str) -> None:
    try:
        read = span_of(Cell(text), 2026)
    except CellRefusedError as refused:
        assert refused.code in {Code.BAD_DATE, Code.IMPOSSIBLE_DATE, Code.WRONG_WEEKDAY}  # noqa: PT017 - either outcome is right
    else:
        assert read.start_date is not None or read.start_time is not None


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)))  # noqa: DTZ001 - a cell has no zone
def test_a_moment_written_out_is_read_back(moment: datetime) -> None:
    whole = moment.replace(second=0, microsecond=0)
    weekday = "一二三四五六日"[whole.weekday()]

    read = span_of(Cell(f"{whole:%Y年%m月%d日}（周{weekday}）{whole:%H:%M}"), 2000)

    assert (read.start_date, read.start_time) == (whole.date(), whole.time())


def test_a_row_says_whom_it_is_for_in_levels_or_names_and_empty_is_everybody() -> None:
    file = plan(
        ("列席", "2026-03-05 14:00", "市代表、区代表"),
        ("学习", "2026-03-06 14:00", "王 伟、李娜"),
        ("视察", "2026-03-07 14:00", None),
        ("走访", "2026-03-08 14:00", "全体代表"),
        header=("标题", "开始", "参加人员"),
    )

    assert [one.whom for one in file.rows] == [
        Wanted(levels=(Level.CITY, Level.DISTRICT)),
        Wanted(names=("王伟", "李娜")),
        Wanted(),
        Wanted(),
    ]


def test_whom_it_is_for_may_not_be_longer_than_a_list_of_names_ever_is() -> None:
    file = plan(("列席", "2026-03-05 14:00", "王" * 2001), header=("标题", "开始", "参加范围"))

    assert [(one.row, one.column, one.code) for one in file.problems] == [
        (2, "参加范围", Code.TOO_LONG)
    ]

"""Attendance as a picture and as rows."""

import io

import pytest
from PIL import Image

from models.activities.analysing import Analysed, Tally
from models.activities.analysis_notices import Analysis, KindBar, MonthBar
from models.activities.rules import ActivityKind
from reports.attendance import rows
from reports.chart import chart

EMPTY = MonthBar(present=0, late=0, excused=0, absent=0)


def analysis(
    *months: MonthBar, name: str = "徐家棚街代表组", kinds: tuple[KindBar, ...] = ()
) -> Analysis:
    return Analysis(
        group_id=1,
        group_name=name,
        year=2026,
        invited=10,
        here=8,
        excused=1,
        absent=1,
        percent=80,
        months=(*months, *[EMPTY] * (12 - len(months))),
        kinds=kinds,
        missed=(),
    )


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "PNG"
        return picture.convert("RGB").tobytes()


def test_the_chart_shows_the_months() -> None:
    busy = chart(analysis(MonthBar(present=7, late=1, excused=1, absent=1)))
    idle = chart(analysis(EMPTY))

    assert pixels(busy) != pixels(idle)


def test_the_chart_shows_the_kinds() -> None:
    bar = MonthBar(present=7, late=1, excused=1, absent=1)
    study = KindBar(activity=ActivityKind.STUDY, bar=bar)
    other = KindBar(activity=ActivityKind.OTHER, bar=bar)

    assert pixels(chart(analysis(bar, kinds=(study,)))) != pixels(
        chart(analysis(bar, kinds=(other,)))
    )


def test_chinese_glyphs_are_drawn_each_as_itself() -> None:
    one, other = chart(analysis(name="徐家棚")), chart(analysis(name="中南路"))

    assert pixels(one) != pixels(other)  # boxes for missing glyphs would be alike


@pytest.mark.parametrize("name", ["徐家棚👍👩‍👩‍👧", "徐家棚 $\\frac$ 二组", "🎉"])
def test_a_name_with_what_no_font_has_and_with_what_begins_a_formula_is_drawn(name: str) -> None:
    assert pixels(chart(analysis(name=name))) != pixels(chart(analysis(name="中南路")))


def test_emoji_leave_no_box_in_a_title() -> None:
    assert pixels(chart(analysis(name="徐家棚👍"))) == pixels(chart(analysis(name="徐家棚")))


def test_rows_count_deputies_kinds_months_and_all() -> None:
    here, away = Tally(present=2, late=1), Tally(absent=3)
    found = Analysed(
        by_deputy={1: here, 2: away},
        by_kind={ActivityKind.STUDY: Tally(present=2, late=1, absent=3)},
        by_month={3: Tally(present=2, late=1, absent=3)},
        whole=Tally(present=2, late=1, absent=3),
        names={1: "王桂兰", 2: "李建国"},
        missed={2: 3},
    )

    assert list(rows(found)) == [
        ("代表", "李建国", 3, 0, 0, 0, 3, 0, 3),
        ("代表", "王桂兰", 3, 2, 1, 0, 0, 100, 0),
        ("类型", "集中学习", 6, 2, 1, 0, 3, 50, None),
        ("月份", "3月", 6, 2, 1, 0, 3, 50, None),
        ("合计", "全年", 6, 2, 1, 0, 3, 50, None),
    ]

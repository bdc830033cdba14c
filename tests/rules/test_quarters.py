"""Quarters: where they begin and end, what they are called."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from models.points.quarters import Quarter, quarter_of, read_quarter
from models.points.statements import due_at

ZONE = ZoneInfo("Asia/Shanghai")


def test_a_quarter_knows_its_neighbours_and_its_days() -> None:
    one = Quarter(2026, 4)

    assert (one.first, one.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert one.next == Quarter(2027, 1)
    assert Quarter(2026, 1).before == Quarter(2025, 4)
    assert one.before == Quarter(2026, 3)
    assert str(one) == "2026Q4"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 3, 31)])
def test_the_first_quarter_goes_from_january_to_march(day: date) -> None:
    assert quarter_of(day) == Quarter(2026, 1)


@pytest.mark.parametrize(
    ("text", "quarter"),
    [("2026Q1", Quarter(2026, 1)), ("2026-q4", Quarter(2026, 4)), ("2026Q5", None), ("Q1", None)],
)
def test_a_quarter_is_read_from_its_name(text: str, quarter: Quarter | None) -> None:
    assert read_quarter(text) == quarter


def test_statements_wait_for_the_first_working_day_after_the_holidays() -> None:
    assert due_at(Quarter(2025, 4), ZONE) == datetime(2026, 1, 4, 9, tzinfo=ZONE)
    assert due_at(Quarter(2026, 3), ZONE) == datetime(2026, 10, 8, 9, tzinfo=ZONE)

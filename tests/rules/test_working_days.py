"""Working days: holidays, make-up days, and where the table ends."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays

from models import working_days


def test_a_make_up_saturday_is_worked_and_a_holiday_is_not() -> None:
    assert working_days.is_working_day(date(2026, 2, 28))
    assert working_days.is_working_day(date(2026, 10, 10))
    assert not working_days.is_working_day(date(2026, 10, 7))
    assert not working_days.is_working_day(date(2026, 3, 1))


def test_after_new_year_and_the_national_day_work_begins_when_offices_open() -> None:
    assert working_days.first_from(date(2026, 1, 1)) == date(2026, 1, 4)
    assert working_days.first_from(date(2026, 4, 1)) == date(2026, 4, 1)
    assert working_days.first_from(date(2026, 10, 1)) == date(2026, 10, 8)


def test_ten_working_days_go_around_the_spring_festival() -> None:
    assert working_days.after(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert working_days.after(date(2026, 4, 1), 10) == date(2026, 4, 16)


def test_the_table_covers_2026_and_warns_before_it_ends() -> None:
    end = working_days.known_until()

    assert end >= date(2026, 12, 31)
    assert working_days.ends_soon(end - timedelta(days=60))
    assert not working_days.ends_soon(end - timedelta(days=61))


@pytest.mark.parametrize("year", [2019, 2023, 2025, 2026, 2028, 2031, 2036, 2040])
def test_another_library_says_the_same_of_every_day(year: int) -> None:
    theirs = country_holidays("CN", years=[year])
    days = [date(year, 1, 1) + timedelta(days=one) for one in range(365)]

    differ = [day for day in days if working_days.is_working_day(day) != theirs.is_working_day(day)]

    assert differ == []


def test_a_year_beyond_all_tables_has_its_weekends_and_fixed_holidays() -> None:
    assert not working_days.is_working_day(date(2050, 10, 3))
    assert not working_days.is_working_day(date(2050, 10, 4))  # for the first, a Saturday
    assert working_days.is_working_day(date(2050, 10, 6))

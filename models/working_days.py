"""Working days in China: public holidays and the days worked to make up for them.

The days of a year are published in the autumn before it; `known_until` says how far the table
of the library reaches, beyond which only weekends and the holidays fixed by law are known.
"""

import functools
from datetime import date, timedelta
from typing import TYPE_CHECKING

WARN_BEFORE = timedelta(days=60)


if TYPE_CHECKING:
    from holidays.countries.china import China


@functools.lru_cache(maxsize=16)
def _year(year: int) -> "China":
    from holidays.countries.china import China  # noqa: PLC0415  (it loads every country, slowly)

    return China(years=[year])  # type: ignore[no-untyped-call]  # its table is made on the fly


def is_working_day(day: date) -> bool:
    """Tell whether offices work: a make-up Saturday counts, a holiday Monday does not."""
    return bool(_year(day.year).is_working_day(day))


def first_from(day: date) -> date:
    """Return this day if it is a working day, else the next one that is."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after(day: date, count: int) -> date:
    """Return the so-many-th working day after a day, which itself is not counted."""
    for _ in range(count):
        day = first_from(day + timedelta(days=1))
    return day


def known_until() -> date:
    """Return the last day of the last year whose make-up days are known."""
    return date(max(_year(2026).special_public_holidays), 12, 31)


def ends_soon(today: date) -> bool:
    """Tell whether staff are to be warned that the table of holidays ends (domain §5)."""
    return known_until() - today <= WARN_BEFORE

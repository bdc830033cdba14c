"""Working days in China: public holidays and the days worked to make up for them.

The days of a year are published in the autumn before it; `known_until` says how far the table
of the library reaches, beyond which only weekends and the holidays fixed by law are known.
"""

import functools
from datetime import date, timedelta

from chinese_calendar.constants import holidays as _published
from chinese_calendar.constants import workdays as _made_up

WARN_BEFORE = timedelta(days=60)

_ONE = timedelta(days=1)
_SATURDAY = 5

#: The first days of the Spring Festival, and Qingming, the Dragon Boat and the Mid-Autumn Festival.
_FESTIVALS = {
    2027: "02-06 04-05 06-09 09-15",
    2028: "01-26 04-04 05-28 10-03",
    2029: "02-13 04-04 06-16 09-22",
    2030: "02-03 04-05 06-05 09-12",
    2031: "01-23 04-05 06-24 10-01",
    2032: "02-11 04-04 06-12 09-19",
    2033: "01-31 04-04 06-01 09-08",
    2034: "02-19 04-05 06-20 09-27",
    2035: "02-08 04-05 06-10 09-16",
    2036: "01-28 04-04 05-30 10-04",
    2037: "02-15 04-04 06-18 09-24",
    2038: "02-04 04-05 06-07 09-13",
    2039: "01-24 04-05 05-27 10-02",
    2040: "02-12 04-04 06-14 09-20",
}
_OF_THE_SUN = "01-01 05-01 05-02 10-01 10-02 10-03"


def is_working_day(day: date) -> bool:
    """Tell whether offices work: a make-up Saturday counts, a holiday Monday does not."""
    if day.year <= known_until().year:
        return day in _made_up or (day.weekday() < _SATURDAY and day not in _published)
    return day.weekday() < _SATURDAY and day not in _by_law(day.year)


def first_from(day: date) -> date:
    """Return this day if it is a working day, else the next one that is."""
    while not is_working_day(day):
        day += _ONE
    return day


def after(day: date, count: int) -> date:
    """Return the so-many-th working day after a day, which itself is not counted."""
    for _ in range(count):
        day = first_from(day + _ONE)
    return day


@functools.cache
def known_until() -> date:
    """Return the last day of the last year whose make-up days are known."""
    return date(max(_published).year, 12, 31)


def ends_soon(today: date) -> bool:
    """Tell whether staff are to be warned that the table of holidays ends (domain §5)."""
    return known_until() - today <= WARN_BEFORE


@functools.lru_cache(maxsize=16)
def _by_law(year: int) -> frozenset[date]:
    """Return the holidays of a year that is not published yet, with the days off in their stead.

    State Council order 795 (2025): thirteen days; one that falls on a weekend is made up for on
    the next working day.
    """
    named = f"{_OF_THE_SUN} {_FESTIVALS.get(year, '')}".split()
    days = {date.fromisoformat(f"{year}-{one}") for one in named}
    if year in _FESTIVALS:
        spring = date.fromisoformat(f"{year}-{_FESTIVALS[year][:5]}")
        days |= {spring + offset * _ONE for offset in (-1, 1, 2)}  # the eve, and three days of it
    for day in sorted(one for one in days if one.weekday() >= _SATURDAY):
        instead = day
        while instead.weekday() >= _SATURDAY or instead in days:
            instead += _ONE
        days.add(instead)
    return frozenset(days)

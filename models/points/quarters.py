"""Quarters of a year, as statements are made by them. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_NAME = re.compile(r"(20\d\d)[ -]?[Qq第]([1-4])(?:季度)?")
_MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter: its year and its number, from 1."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return 2026Q1."""
        return f"{self.year}Q{self.number}"

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, _MONTHS * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Return the last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        """Return the quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """Return the quarter before this one."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return its beginning and end as moments in a zone."""
        return (
            datetime.combine(self.first, datetime.min.time(), zone),
            datetime.combine(self.next.first, datetime.min.time(), zone),
        )


def quarter_of(day: date) -> Quarter:
    """Return the quarter a day lies in."""
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)


def over(first: date, today: date) -> tuple[Quarter, ...]:
    """Return the quarters that are over, from that of a first day on, the last first."""
    found, one = [], quarter_of(today).before
    while one >= quarter_of(first):
        found.append(one)
        one = one.before
    return tuple(found)


def read_quarter(text: str) -> Quarter | None:
    """Return the quarter written as 2026Q1, None if it is none."""
    match = _NAME.fullmatch(text.strip())
    return Quarter(int(match[1]), int(match[2])) if match else None

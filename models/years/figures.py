"""What a figure of a year is: a value, and the rows that prove it. Pure."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.groups.tables import Group


class Part(enum.StrEnum):
    """The parts of the committee's report, in its order."""

    LEARNING = "learning"  # its own work and the deputies' learning
    DUTIES = "duties"  # inspections, receptions, evaluations
    FOLLOW_UP = "follow_up"  # suggestions and issues
    TASKS = "tasks"  # elections and reports to voters
    WHOLE = "whole"  # the year in numbers


class Measure(enum.StrEnum):
    """What a figure counts in."""

    COUNT = "count"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that a figure counts. `mark` is a word of the program: a kind, a state."""

    what: str
    on: date | None = None
    where: str = ""
    who: str = ""
    mark: str = ""
    proof: str = ""  # a number, a link, who came of how many
    about: str = ""  # what a message in the group's chat about it is about
    link: str = ""  # the address of that message, where Telegram has one
    ballot: int = 0  # the number of the ballot that it comes from
    counts: bool = True  # of a rate: whether it is among those that made it


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure and its rows. No value: nothing proves it, and it is left out of the report."""

    key: str
    part: Part
    measure: Measure = Measure.COUNT
    value: int | None
    of: int | None = None  # of a rate: how many it is taken of
    part_of: int | None = None  # of a rate: how many of those
    rows: Sequence[Row] = ()
    by_mark: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_proven(self) -> bool:
        """Tell whether there is anything behind it."""
        return self.value is not None


def counted(
    key: str,
    part: Part,
    rows: Iterable[Row],
    *,
    times: int | None = None,
    order: Sequence[str] = (),
) -> Figure:
    """Return how many rows there are, also by their mark; no rows prove nothing.

    `times` where several rows are one thing, such as a deputy who reported twice. Marks stand in
    the `order` given, the others as they come.
    """
    found = tuple(rows)
    number = len(found) if times is None else times
    marks = Counter(one.mark for one in found if one.mark)
    by_mark = {one: marks[one] for one in dict.fromkeys((*order, *marks)) if marks[one]}
    return Figure(key=key, part=part, value=number or None, rows=found, by_mark=by_mark)


def rate(key: str, part: Part, rows: Iterable[Row]) -> Figure:
    """Return the share of rows that count, in whole percent; of none there is no rate."""
    found = tuple(rows)
    return share(key, part, sum(one.counts for one in found), len(found), rows=found)


def share(key: str, part: Part, number: int, of: int, *, rows: Sequence[Row]) -> Figure:
    """Return a share in whole percent, never 100 for less than all nor 0 for some."""
    value = _percent(number, of) if of else None
    return Figure(
        key=key,
        part=part,
        measure=Measure.PERCENT,
        value=value,
        of=of,
        part_of=number,
        rows=rows,
    )


_ALL = 100


def _percent(number: int, of: int) -> int:
    if number in {0, of}:
        return _ALL if number else 0
    return min(max(round(_ALL * number / of), 1), _ALL - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Rows of the year that no figure counts, and why: the key says what is missing."""

    key: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A year of a group, as days and as moments."""

    group: Group
    year: int

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which the group's days begin."""
        return ZoneInfo(self.group.timezone)

    @property
    def first(self) -> date:
        """Return the first day."""
        return date(self.year, 1, 1)

    @property
    def next(self) -> date:
        """Return the day after the last."""
        return date(self.year + 1, 1, 1)

    @property
    def since(self) -> datetime:
        """Return its beginning."""
        return datetime(self.year, 1, 1, tzinfo=self.zone)

    @property
    def until(self) -> datetime:
        """Return its end."""
        return datetime(self.year + 1, 1, 1, tzinfo=self.zone)

    def day(self, moment: datetime) -> date:
        """Return the day of a moment where the group lives."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one noun has to say of a year."""

    figures: Sequence[Figure] = ()
    doubts: Sequence[Doubt] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The figures of a group's year, in the order of the report."""

    group_name: str
    year: int
    figures: Sequence[Figure]
    left_out: Sequence[Figure]  # nothing proves them
    doubts: Sequence[Doubt]

    def figure(self, key: str) -> Figure | None:
        """Return a proven figure by its key."""
        return next((one for one in self.figures if one.key == key), None)

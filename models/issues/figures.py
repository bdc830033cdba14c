"""The figures of voters' reports: on time, solved, satisfied; by category, station, route, unit.

Pure. The formulas are those of domain.md §6.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.issues.states import SETTLED, Category, IssueState, Route, Satisfaction, Solved

#: They were never ours to handle: no figure of handling counts them.
_UNCOUNTED = frozenset({IssueState.DECLINED, IssueState.MERGED, IssueState.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the figures need of one report; no words of the voter and no contact."""

    number: str
    state: IssueState
    category: Category
    place: str
    station: str | None
    route: Route | None
    unit: str | None  # the leading one
    assisting: tuple[str, ...] = ()  # who helped it
    reported_at: datetime
    due_at: datetime | None
    late_at: datetime | None  # the first deadline that was missed
    closed_at: datetime | None
    is_answered: bool
    solved: Solved | None
    satisfaction: Satisfaction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One row of figures. Rates are None where nothing is there to divide by.

    `overdue` are open and past a deadline. `hollow` were rated satisfied, but not solved.
    """

    name: str
    reported: int
    declined: int
    merged: int
    open: int
    overdue: int
    closed: int
    on_time: int
    answered: int
    rated: int
    solved: int
    partly: int
    unsolved: int
    satisfied: int
    hollow: int
    assisted: int = 0  # of a unit: with how many led by others it helped

    @property
    def on_time_rate(self) -> float | None:
        """Return closed on time / (closed + overdue and still open)."""
        return _rate(self.on_time, self.closed + self.overdue)

    @property
    def solved_rate(self) -> float | None:
        """Return solved / rated: 办成率."""
        return _rate(self.solved, self.rated)

    @property
    def satisfied_rate(self) -> float | None:
        """Return satisfied (good or fair) / rated: 满意率."""
        return _rate(self.satisfied, self.rated)


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def figures(name: str, cases: Sequence[Case], *, now: datetime) -> Figures:
    """Count some reports as they stand at a moment."""
    ours = [one for one in cases if one.state not in _UNCOUNTED]
    states = Counter(one.state for one in cases)
    closed = [one for one in ours if one.state is IssueState.CLOSED]
    still_open = [one for one in ours if one.state not in SETTLED]
    solved = Counter(one.solved for one in ours if one.solved is not None)
    pleased = [one for one in ours if _is_pleased(one)]
    return Figures(
        name=name,
        reported=len(cases),
        declined=states[IssueState.DECLINED],
        merged=states[IssueState.MERGED],
        open=len(still_open),
        overdue=sum(_is_late(one, now) for one in still_open),
        closed=len(closed),
        on_time=sum(one.late_at is None for one in closed),
        answered=sum(one.is_answered for one in ours),
        rated=solved.total(),
        solved=solved[Solved.YES],
        partly=solved[Solved.PARTLY],
        unsolved=solved[Solved.NO],
        satisfied=len(pleased),
        hollow=sum(one.solved is Solved.NO for one in pleased),
    )


def _is_pleased(one: Case) -> bool:
    return one.solved is not None and one.satisfaction in (Satisfaction.GOOD, Satisfaction.FAIR)


def _is_late(one: Case, now: datetime) -> bool:
    return one.late_at is not None or (one.due_at is not None and one.due_at < now)


Key = Callable[[Case], str | None]


def grouped(cases: Iterable[Case], key: Key, *, now: datetime) -> list[Figures]:
    """Return a row for each value of a key, the most reported first; without one it is ""."""
    found: dict[str, list[Case]] = defaultdict(list)
    for one in cases:
        found[key(one) or ""].append(one)
    rows = [figures(name, some, now=now) for name, some in found.items()]
    return sorted(rows, key=lambda one: (-one.reported, one.name))


def by_unit(cases: Sequence[Case], *, now: datetime) -> list[Figures]:
    """Return a row for each unit: what it led counts for it, what it assisted with stands beside.

    Each report counts once, for its leading unit; so the rows still add up to the whole.
    """
    led = grouped(cases, lambda one: one.unit, now=now)
    helped = Counter(name for one in cases if one.state not in _UNCOUNTED for name in one.assisting)
    missing = sorted(helped.keys() - {one.name for one in led})
    rows = [*led, *(figures(name, [], now=now) for name in missing)]
    return [replace(one, assisted=helped[one.name]) for one in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotSpot:
    """A place or topic that comes again and again: a candidate for a suggestion."""

    category: Category
    place: str  # as it was written most often; "" for a topic all over the place
    numbers: tuple[str, ...]


REPEATED = 3  # reports of one category at one place
COMMON = 8  # reports of one category anywhere
_MARKS = "（）()[]【】,，.。、;；:：-—·#号 \t"


def hot_spots(cases: Iterable[Case]) -> list[HotSpot]:
    """Return what repeats itself: three of a category at one place, or eight of it at all.

    The most frequent first. Declined and withdrawn reports do not count; merged ones do, each of
    them stands for a voter.
    """
    by_place: dict[tuple[Category, str], list[Case]] = defaultdict(list)
    by_topic: dict[Category, list[Case]] = defaultdict(list)
    for one in cases:
        if one.state in (IssueState.DECLINED, IssueState.WITHDRAWN):
            continue
        by_topic[one.category].append(one)
        if plain_place(one.place):
            by_place[one.category, plain_place(one.place)].append(one)
    spots = [_spot(some) for some in by_place.values() if len(some) >= REPEATED]
    topics = [
        HotSpot(category=category, place="", numbers=tuple(one.number for one in some))
        for category, some in by_topic.items()
        if len(some) >= COMMON and category is not Category.OTHER
    ]
    return sorted(spots + topics, key=lambda one: (-len(one.numbers), one.category, one.place))


def _spot(some: Sequence[Case]) -> HotSpot:
    written = Counter(one.place for one in some).most_common(1)[0][0]
    return HotSpot(
        category=some[0].category, place=written, numbers=tuple(one.number for one in some)
    )


def plain_place(place: str) -> str:
    """Return a place without marks and spaces, so that 徐东大街 123 号 is 徐东大街123号."""
    return "".join(mark for mark in place.casefold() if mark not in _MARKS)

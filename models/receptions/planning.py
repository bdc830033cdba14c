"""Who receives voters where: a fair rotation over the rounds of a year (domain §5). Pure.

Everything is decided by counts of this year first, so that nobody has two duties more than
anybody else and no station is skipped; among equals the own constituency goes first, then who
was longest not on duty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from models.receptions.rules import AT_LEAST, Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEVER = date.min


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A station or a deputy as the planner sees it: what it had this year, and when last."""

    id: int
    constituency: str | None = None
    count: int = 0
    last_on: date | None = None
    stood_by: int = 0  # of a deputy: how often as a backup this year
    house_calls: int = 0  # of a station: how often deputies went from it to people's homes


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a round is; None: as large as fairness needs."""

    stations: int | None = None  # sessions in a round
    deputies: int | None = None  # at a session
    house_calls: int = 0  # sessions of a round that are house calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why somebody is on duty: their last one, how many before it this year, the constituency."""

    member_id: int
    last_on: date | None
    count: int
    is_home: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSession:
    """A session to be: where, how, who, and who stands by. `short`: places nobody is left for."""

    station_id: int
    mode: Mode
    deputies: tuple[Why, ...]
    backup: Why | None
    short: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRound:
    """A round to be."""

    day: date
    sessions: tuple[PlannedSession, ...]


@dataclass(slots=True)
class _Running:
    """How often and when last, as the plan grows."""

    seats: dict[int, Seat]
    counts: Counter[int] = field(default_factory=Counter)
    last: dict[int, date] = field(default_factory=dict)
    also: Counter[int] = field(default_factory=Counter)  # backups, or house calls

    @classmethod
    def of(cls, seats: Iterable[Seat]) -> _Running:
        known = {one.id: one for one in seats}
        return cls(
            known,
            Counter({one.id: one.count for one in known.values()}),
            {one.id: one.last_on for one in known.values() if one.last_on},
            Counter({one.id: one.stood_by + one.house_calls for one in known.values()}),
        )

    def waiting(self, key: int) -> tuple[int, date, int]:
        """Return what orders those who wait: least often, longest ago, first entered."""
        return self.counts[key], self.last.get(key, _NEVER), key

    def takes(self, key: int, day: date) -> None:
        self.counts[key] += 1
        self.last[key] = max(day, self.last.get(key, _NEVER))


def size_of(size: Size, *, rounds: int, stations: int, deputies: int) -> tuple[int, int]:
    """Return sessions in a round, and deputies at a session.

    Left open, they are as many as bring every station at least once and every deputy at least
    twice a year; never more sessions than stations.
    """
    if not stations or not rounds:
        return 0, size.deputies or 1
    each = size.deputies or 2
    wanted = max(-(-stations // rounds), -(-AT_LEAST * deputies // (rounds * each)))
    sessions = min(size.stations or wanted, stations)
    if size.deputies is None:
        each = max(each, -(-AT_LEAST * deputies // (rounds * sessions)))
    return sessions, each


def plan(
    days: Sequence[date],
    *,
    stations: Sequence[Seat],
    deputies: Sequence[Seat],
    size: Size,
    of: tuple[int, int] | None = None,
) -> list[PlannedRound]:
    """Plan the rounds on these days. `of`: sessions and deputies each, if decided already."""
    sessions, each = of or size_of(
        size, rounds=len(days), stations=len(stations), deputies=len(deputies)
    )
    places, people = _Running.of(stations), _Running.of(deputies)
    return [_round(day, places, people, sessions, each, size.house_calls) for day in days]


def _round(
    day: date, places: _Running, people: _Running, sessions: int, each: int, house_calls: int
) -> PlannedRound:
    chosen = sorted(places.seats, key=places.waiting)[:sessions]
    visiting = set(sorted(chosen, key=lambda one: (places.also[one], one))[:house_calls])
    on_duty = _on_duty(chosen, places, people, sessions * each)
    seats = _seated(chosen, places, people, on_duty, each)
    standing_by = _backups(chosen, places, people, on_duty)
    planned = [
        PlannedSession(
            station_id=one,
            mode=Mode.HOUSE_CALL if one in visiting else Mode.CLINIC,
            deputies=tuple(_why(who, one, places, people) for who in seats[one]),
            backup=_why(standing_by[one], one, places, people) if one in standing_by else None,
            short=each - len(seats[one]),
        )
        for one in chosen
    ]
    for one in chosen:
        places.takes(one, day)
        places.also[one] += one in visiting
    for who in on_duty:
        people.takes(who, day)
    people.also.update(standing_by.values())
    return PlannedRound(day=day, sessions=tuple(planned))


def _home(who: int, station: int, places: _Running, people: _Running) -> bool:
    mine = people.seats[who].constituency
    return mine is not None and mine == places.seats[station].constituency


def _why(who: int, station: int, places: _Running, people: _Running) -> Why:
    return Why(
        member_id=who,
        last_on=people.last.get(who),
        count=people.counts[who],
        is_home=_home(who, station, places, people),
    )


def _on_duty(chosen: Sequence[int], places: _Running, people: _Running, wanted: int) -> list[int]:
    """Return who is on duty in a round, in the order they are seated."""
    here = {places.seats[one].constituency for one in chosen} - {None}

    def order(who: int) -> tuple[int, bool, date, int]:
        count, last, key = people.waiting(who)
        return count, people.seats[who].constituency not in here, last, key

    return sorted(people.seats, key=order)[:wanted]


def _seated(
    chosen: Sequence[int],
    places: _Running,
    people: _Running,
    on_duty: Sequence[int],
    each: int,
) -> dict[int, list[int]]:
    """Give everybody a session: at home while there is room, then where fewest are.

    Every session has one before any has two: at home too, a session is filled last of all by a
    second one.
    """
    seats: dict[int, list[int]] = {one: [] for one in chosen}
    home: dict[str | None, list[int]] = defaultdict(list)
    for one in chosen:
        home[places.seats[one].constituency].append(one)
    most = min(each, -(-len(on_duty) // max(len(chosen), 1)))
    rest = []
    for who in on_duty:
        mine = people.seats[who].constituency
        free = [one for one in home.get(mine, ()) if mine and len(seats[one]) < most]
        if free:
            seats[min(free, key=lambda one: len(seats[one]))].append(who)
        else:
            rest.append(who)
    for who in rest:
        seats[min(chosen, key=lambda one: len(seats[one]))].append(who)
    return seats


def _backups(
    chosen: Sequence[int], places: _Running, people: _Running, on_duty: Sequence[int]
) -> dict[int, int]:
    """Give each session somebody who is not on duty that day; nobody stands by twice."""
    free = sorted(set(people.seats) - set(on_duty), key=lambda who: (people.also[who], who))
    found: dict[int, int] = {}
    for one in chosen:
        if not free:
            break
        least = people.also[free[0]]
        level = [who for who in free if people.also[who] == least]
        who = next((each for each in level if _home(each, one, places, people)), level[0])
        found[one] = who
        free.remove(who)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """How even a plan is: duties from fewest to most, stations never used, places not filled."""

    fewest: int
    most: int
    skipped: int
    short: int
    below: int  # deputies with fewer than AT_LEAST duties
    at_home: int
    places: int

    @property
    def spread(self) -> int:
        """Return by how much the most burdened is above the least."""
        return self.most - self.fewest


def fairness(
    rounds: Sequence[PlannedRound], *, stations: Iterable[int], deputies: Iterable[int]
) -> Fairness:
    """Count what a plan gives everybody."""
    duties = Counter(dict.fromkeys(deputies, 0))
    used: set[int] = set()
    at_home = places = short = 0
    for one in rounds:
        for session in one.sessions:
            used.add(session.station_id)
            short += session.short
            for why in session.deputies:
                duties[why.member_id] += 1
                at_home += why.is_home
                places += 1
    return Fairness(
        fewest=min(duties.values(), default=0),
        most=max(duties.values(), default=0),
        skipped=len(set(stations) - used),
        short=short,
        below=sum(count < AT_LEAST for count in duties.values()),
        at_home=at_home,
        places=places,
    )

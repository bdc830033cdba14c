"""What an archive is: parts with entries, each with what proves it. Pure."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.activities.rules import ActivityKind
from models.people.tables import Level
from models.records.rules import OutcomeKind
from models.terms.tables import Term


class Part(enum.StrEnum):
    """The parts of an archive, in the order of domain §7."""

    MEETINGS = "meetings"
    INSPECTIONS = "inspections"
    TRAINING = "training"
    GROUP = "group"
    SUGGESTIONS = "suggestions"
    REPORTS = "reports"
    RECEPTIONS = "receptions"
    ISSUES = "issues"
    SELF_STUDY = "self_study"


_K = ActivityKind
#: Where an activity belongs.
PART_OF: Mapping[ActivityKind, Part] = {
    _K.CONGRESS: Part.MEETINGS,
    _K.MEETING: Part.MEETINGS,
    _K.DIRECTORS_DAY: Part.MEETINGS,
    _K.INSPECTION: Part.INSPECTIONS,
    _K.STUDY: Part.TRAINING,
    _K.EVALUATION: Part.GROUP,
    _K.REPORT_TO_VOTERS: Part.GROUP,
    _K.OTHER: Part.GROUP,
    _K.RECEPTION: Part.RECEPTIONS,
    _K.HOUSE_CALL: Part.RECEPTIONS,
}


class Came(NamedTuple):
    """What came of an activity: a suggestion, an issue taken up, help given; dated."""

    kind: OutcomeKind
    what: str
    number: str
    on: date


class Printed(NamedTuple):
    """A report in the press about an activity; `link` is its page on the web, "" for none."""

    title: str
    outlet: str
    on: date
    link: str


class Record(NamedTuple):
    """What is kept of an activity: the staff's summary, what came of it, what was published."""

    activity_id: int
    summary: str
    outcomes: tuple[Came, ...]
    press: tuple[Printed, ...]
    pictures: int


class Entry(NamedTuple):
    """One thing in an archive. `mark` is a word of the program: a state; `proof` what proves it.

    `about` is what a message in the group's chat about it is about, `link` that message's address,
    `record` what is kept of an activity they were at: one for all who were there.
    A tuple: a group's archive holds a hundred thousand of them.
    """

    on: date | None
    what: str
    where: str = ""
    mark: str = ""
    proof: str = ""
    counts: bool = True  # False: on the roll, but not there
    about: str = ""
    link: str = ""
    record: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterPoints:
    """The points of a quarter and of its year until then, in hundredths."""

    year: int
    quarter: int
    gained: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """Who an archive is about."""

    member_id: int
    name: str
    level: Level | None
    delegation: str | None
    constituency: str | None
    post: str | None
    congress: str | None
    left_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Everything one deputy did within some years."""

    group_name: str
    deputy: Deputy
    first: int  # year
    last: int
    terms: Sequence[Term]
    parts: Mapping[Part, Sequence[Entry]]
    points: Sequence[QuarterPoints]
    invited: int
    here: int
    portrait: bytes | None = None

    def count(self, part: Part) -> int:
        """Return how often something counts in a part."""
        return sum(one.counts for one in self.parts.get(part, ()))

    @property
    def recorded(self) -> Sequence[tuple[Entry, Record]]:
        """Return the activities of which something is kept, each with that, the first first."""
        every = [one for entries in self.parts.values() for one in entries]
        found = [(one, one.record) for one in every if one.record is not None]
        return sorted(found, key=lambda each: (each[0].on or date.min, each[1].activity_id))

    @property
    def percent(self) -> int | None:
        """Return the attendance rate, None without any roll."""
        return round(100 * self.here / self.invited) if self.invited else None

    @property
    def total(self) -> int:
        """Return the points of the last year in hundredths."""
        own = [one.total for one in self.points if one.year == self.last]
        return own[-1] if own else 0

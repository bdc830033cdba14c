"""What people are told about self-study."""

from datetime import date
from typing import ClassVar

from models.messages.carried import Carrying
from models.messages.notices import Notice
from models.studies.rules import StudyState


class Own(Notice):
    """A deputy's own records of a year."""

    kind: ClassVar[str] = "studies.own"
    group_id: int
    year: int
    minutes: int
    lines: tuple[tuple[date, str, int, StudyState], ...]


class Recorded(Notice):
    """The record is with the staff."""

    kind: ClassVar[str] = "studies.recorded"
    title: str
    minutes: int


class Card(Carrying):
    """A record as the staff see it, with what was attached."""

    kind: ClassVar[str] = "studies.card"
    group_id: int
    study_id: int
    name: str
    title: str
    on: date
    minutes: int
    thoughts: str
    attached: int
    state: StudyState
    answer: str | None


class Attached(Carrying):
    """The photos of notes or the voice that belong to a record."""

    kind: ClassVar[str] = "studies.attached"
    name: str
    title: str


class Waiting(Notice):
    """The records that wait for the staff."""

    kind: ClassVar[str] = "studies.waiting"
    group_id: int
    lines: tuple[tuple[int, str, str], ...]  # number, name, title


class Decided(Notice):
    """A deputy hears what became of a record."""

    kind: ClassVar[str] = "studies.decided"
    group_id: int
    title: str
    state: StudyState
    answer: str | None


class DecidedAlready(Notice):
    """Somebody else of the staff was first."""

    kind: ClassVar[str] = "studies.decided_already"
    state: StudyState


class NothingSaid(Notice):
    """A record needs words, a photo or a voice."""

    kind: ClassVar[str] = "studies.nothing_said"

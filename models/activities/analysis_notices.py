"""What is told about attendance as a whole: to the staff, and to a deputy who stays away."""

from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.activities.rules import ActivityKind
from models.messages.notices import Notice


class MonthBar(BaseModel):
    """The entries of some rolls, of a month or of a kind of activities, by state."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    present: int
    late: int
    excused: int
    absent: int


class KindBar(BaseModel):
    """The entries of the rolls of a kind of activities."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    activity: ActivityKind
    bar: MonthBar


class MissedPerson(BaseModel):
    """A deputy who has missed several in a row without leave."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    member_id: int
    name: str
    count: int


class Analysis(Notice):
    """A year's attendance, for the staff alone, with a chart of its months."""

    kind: ClassVar[str] = "attendance.analysis"
    group_id: int
    group_name: str
    year: int
    invited: int
    here: int
    excused: int
    absent: int
    percent: int
    months: tuple[MonthBar, ...]
    kinds: tuple[KindBar, ...]
    missed: tuple[MissedPerson, ...]


class Rate(BaseModel):
    """How many of those invited came."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    invited: int
    here: int
    late: int
    excused: int
    absent: int
    percent: int


class RateOfDeputy(Rate):
    """How often a deputy came."""

    name: str
    missed: int  # in a row, without leave, until the end of the year


class RateOfKind(Rate):
    """How many came to the activities of a kind."""

    activity: ActivityKind


class Order(StrEnum):
    """In which order deputies stand."""

    NAME = "name"
    RATE = "rate"  # who came least first


class ByDeputy(Notice):
    """A year's attendance deputy by deputy, for the staff alone: one page."""

    kind: ClassVar[str] = "attendance.by_deputy"
    group_id: int
    group_name: str
    year: int
    rates: tuple[RateOfDeputy, ...]
    order: Order
    page: int
    pages: int
    total: int


class ByKind(Notice):
    """A year's attendance by kind of activity, for the staff."""

    kind: ClassVar[str] = "attendance.by_kind"
    group_id: int
    group_name: str
    year: int
    rates: tuple[RateOfKind, ...]


class NothingToAnalyse(Notice):
    """No activity of the year is closed yet."""

    kind: ClassVar[str] = "attendance.nothing"
    year: int


class AnalysisSheet(Notice):
    """The attendance of a year as a workbook, made when it leaves."""

    kind: ClassVar[str] = "attendance.sheet"
    group_id: int
    year: int


class Nudge(Notice):
    """A deputy is asked, privately and kindly, what would help."""

    kind: ClassVar[str] = "attendance.nudge"
    group_id: int
    member_id: int
    name: str


class Nudged(Notice):
    """Staff hear whether the question went out."""

    kind: ClassVar[str] = "attendance.nudged"
    name: str
    sent: bool
    is_held: bool = False  # it waits for the morning


class NudgeAnswered(Notice):
    """Staff hear what a deputy says would help."""

    kind: ClassVar[str] = "attendance.nudge_answered"
    name: str
    answer: str


class NudgeThanks(Notice):
    """A deputy who has answered is thanked."""

    kind: ClassVar[str] = "attendance.nudge_thanks"
    answer: str

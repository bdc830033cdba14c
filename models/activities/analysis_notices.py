"""What is told about attendance as a whole: to the staff, and to a deputy who stays away."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice


class MonthBar(BaseModel):
    """The entries of a month's rolls, by state."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    present: int
    late: int
    excused: int
    absent: int


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
    missed: tuple[MissedPerson, ...]


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

"""What is told about quarterly statements and appeals."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice


class StatementRow(BaseModel):
    """What one rule brought in the quarter, and in the year until its end; in hundredths."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule_id: str
    item_zh: str
    item_en: str
    times: int
    gained: int
    year_times: int
    year_gained: int


class Statement(Notice):
    """A deputy's quarter and the year until its end; `appeal_until` None: on paper, not sent."""

    kind: ClassVar[str] = "statements.statement"
    group_id: int
    member_id: int
    group_name: str
    name: str
    year: int
    quarter: int
    gained: int
    total: int
    rows: tuple[StatementRow, ...]
    version: int
    appeal_until: date | None


class QuarterName(BaseModel):
    """A quarter that can be asked for."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    year: int
    quarter: int


class Quarters(Notice):
    """The quarters that are over, the last first: a deputy's statements, or (0) all in tables."""

    kind: ClassVar[str] = "statements.quarters"
    group_id: int
    member_id: int
    name: str
    this_year: int
    quarters: tuple[QuarterName, ...]
    page: int
    pages: int


class QuarterTable(Notice):
    """Every deputy's statement of a quarter as a workbook, made when it leaves."""

    kind: ClassVar[str] = "statements.table"
    group_id: int
    year: int
    quarter: int


class StatementSheet(Notice):
    """The staff's table of a quarter: every deputy's statement."""

    kind: ClassVar[str] = "statements.sheet"
    group_id: int
    group_name: str
    year: int
    quarter: int
    sent: int
    unreached: tuple[str, ...]
    appeal_until: date
    statements: tuple[Statement, ...]


class CalendarEnds(Notice):
    """The table of public holidays ends soon: the program has to be updated."""

    kind: ClassVar[str] = "statements.calendar_ends"
    known_until: date


class AppealTooLate(Notice):
    """The ten working days are over, or no statement of this quarter was sent."""

    kind: ClassVar[str] = "statements.appeal_too_late"
    appeal_until: date | None


class AppealedAlready(Notice):
    """There is an appeal against this statement already."""

    kind: ClassVar[str] = "statements.appealed_already"
    filed_at: datetime


class AppealDecided(Notice):
    """Somebody of the staff has decided this appeal already."""

    kind: ClassVar[str] = "statements.appeal_decided"


class AppealFiled(Notice):
    """The staff's card of an appeal."""

    kind: ClassVar[str] = "statements.appeal_filed"
    group_id: int
    member_id: int
    appeal_id: int
    name: str
    year: int
    quarter: int
    total: int
    reason: str


class AppealReceived(Notice):
    """A deputy hears that the appeal has reached the staff."""

    kind: ClassVar[str] = "statements.appeal_received"
    year: int
    quarter: int
    reason: str


class AppealAnswered(Notice):
    """A deputy hears what became of the appeal, and why."""

    kind: ClassVar[str] = "statements.appeal_answered"
    group_id: int
    member_id: int
    year: int
    quarter: int
    upheld: bool
    answer: str
    item_zh: str
    item_en: str
    gained: int
    total: int


class AppealClosed(Notice):
    """Whoever of the staff has decided sees that it is done."""

    kind: ClassVar[str] = "statements.appeal_closed"
    name: str
    year: int
    quarter: int
    upheld: bool
    answer: str

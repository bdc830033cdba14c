"""What people are told about issues."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.issues.states import (
    Category,
    EntryKind,
    IssueState,
    Mode,
    Outcome,
    Route,
    Satisfaction,
    Solved,
    Urgency,
)
from models.messages.notices import Notice
from models.messages.tables import MessageState


class Empty(Notice):
    """There are neither words nor a picture to report."""

    kind: ClassVar[str] = "issues.empty"


class Full(Notice):
    """There are as many files as a report can have."""

    kind: ClassVar[str] = "issues.full"
    most: int


class Settled(Notice):
    """Nothing can be added any more; a new report can."""

    kind: ClassVar[str] = "issues.settled"
    number: str
    state: IssueState


class NotNow(Notice):
    """A move that the state of an issue does not allow."""

    kind: ClassVar[str] = "issues.not_now"
    number: str
    state: IssueState


class Turn(BaseModel):
    """A line of what was said about an issue, and whether it arrived."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: EntryKind
    at: datetime
    who: str | None
    text: str
    delivery: MessageState | None = None


class StaffCard(Notice):
    """An issue as the staff see it: one live card, in the staff chat or privately."""

    kind: ClassVar[str] = "issues.staff_card"
    group_id: int
    issue_id: int
    number: str
    state: IssueState
    category: Category
    urgency: Urgency
    mode: Mode
    place: str
    has_pin: bool
    words: str
    is_cut: bool
    wish: str | None = None
    files: int
    reported_at: datetime
    reporter: str | None  # masked; None: anonymous, or no name given
    is_anonymous: bool
    has_account: bool
    has_phone: bool = False
    recorder: str | None
    handler: str | None
    claimed_until: datetime | None
    route: Route | None
    unit: str | None
    external_number: str | None
    due_at: datetime | None
    light: int
    is_paused: bool
    turns: tuple[Turn, ...]
    answer: str | None
    outcome: Outcome | None
    told_at: datetime | None
    solved: Solved | None
    satisfaction: Satisfaction | None
    also: int  # how many more it concerns
    merged_into: str | None
    reopened: int
    reason: str | None
    parked_until: datetime | None


class Claimed(Notice):
    """Somebody else of the staff has it for now."""

    kind: ClassVar[str] = "issues.claimed"
    number: str
    handler: str
    until: datetime


class CannotAsk(Notice):
    """The voter is not on Telegram: phone them, and write down what was said."""

    kind: ClassVar[str] = "issues.cannot_ask"
    number: str


class DatePassed(Notice):
    """A review date has to lie ahead."""

    kind: ClassVar[str] = "issues.date_passed"


class IntoItself(Notice):
    """A report cannot be merged into itself."""

    kind: ClassVar[str] = "issues.into_itself"
    number: str


class NoSuchNumber(Notice):
    """There is no report of this number here."""

    kind: ClassVar[str] = "issues.no_such_number"
    number: str


class SayWhat(Notice):
    """A report-back by phone needs a word on what was said."""

    kind: ClassVar[str] = "issues.say_what"


class RatedAlready(Notice):
    """It is closed and rated."""

    kind: ClassVar[str] = "issues.rated_already"
    number: str


class Untold(Notice):
    """Nothing closes without an answer that the voter was told."""

    kind: ClassVar[str] = "issues.untold"
    number: str


class Line(BaseModel):
    """One issue on a list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    issue_id: int
    number: str
    state: IssueState
    words: str
    reported_at: datetime
    due_at: datetime | None = None
    light: int = 0

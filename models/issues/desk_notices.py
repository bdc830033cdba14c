"""What the staff see and hear while they handle issues: alarms, lists, choices."""

from datetime import datetime
from typing import ClassVar

from models.issues.notices import Line, Turn
from models.issues.states import (
    IssueState,
    Outcome,
)
from models.messages.carried import Carrying
from models.messages.notices import Notice


class Topic(Notice):
    """The name of an issue's topic in the staff chat."""

    kind: ClassVar[str] = "issues.topic"
    number: str
    words: str


class Replied(Notice):
    """The voter has answered what the staff asked."""

    kind: ClassVar[str] = "issues.replied"
    number: str
    words: str


class GivenBack(Notice):
    """A unit says that an issue is not theirs."""

    kind: ClassVar[str] = "issues.given_back"
    number: str
    unit: str | None
    reason: str


class UnitAnswered(Notice):
    """A unit has answered: the staff look at it, and report back."""

    kind: ClassVar[str] = "issues.unit_answered"
    number: str
    unit: str | None
    outcome: Outcome
    answer: str


class NotSolved(Notice):
    """The voter says that it is not solved: taken up again, or for the director."""

    kind: ClassVar[str] = "issues.not_solved"
    number: str
    is_for_director: bool
    words: str
    answer: str


class Due(Notice):
    """How far the clock of an issue has run, to whoever can act."""

    kind: ClassVar[str] = "issues.due"
    group_id: int
    issue_id: int
    number: str
    words: str
    state: IssueState
    light: int
    due_at: datetime
    is_very_urgent: bool


class Woken(Notice):
    """The review date of something put off has come."""

    kind: ClassVar[str] = "issues.woken"
    number: str
    words: str
    reason: str | None


class Morning(Notice):
    """What is late, what soon will be, what is new: once a working day."""

    kind: ClassVar[str] = "issues.morning"
    red: int
    yellow: int
    fresh: int
    waiting: int  # for the voter
    to_report: int  # answered, and the voter does not know
    to_close: int  # rated, and not closed
    lines: tuple[Line, ...]


class Desk(Notice):
    """A list of the staff's: which, and a page of it."""

    kind: ClassVar[str] = "issues.desk"
    group_id: int
    which: str
    counts: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    page: int
    pages: int


class WholeText(Notice):
    """All of what was said about an issue, a page at a time."""

    kind: ClassVar[str] = "issues.whole_text"
    number: str
    turns: tuple[Turn, ...]


class Choices(Notice):
    """What can be done with an issue, beyond the buttons on its card."""

    kind: ClassVar[str] = "issues.choices"
    group_id: int
    issue_id: int
    number: str
    state: IssueState
    what: str
    units: tuple[tuple[int, str], ...] = ()
    is_for_platform: bool = False


class Ticket(Notice):
    """A report as a text to copy into the platform, without contact data."""

    kind: ClassVar[str] = "issues.ticket"
    number: str
    text: str


class SettingsCard(Notice):
    """How a group handles issues: its director and its terms, for its staff."""

    kind: ClassVar[str] = "issues.settings_card"
    group_id: int
    director: str | None
    triage: int
    accept: int
    simple: int
    complex: int
    report_back: int
    very_urgent_hours: int
    staff: tuple[tuple[int, str], ...]


class WhichToMerge(Notice):
    """Which report is the same: those that are like it."""

    kind: ClassVar[str] = "issues.which_to_merge"
    group_id: int
    issue_id: int
    number: str
    lines: tuple[Line, ...]


class Noted(Notice):
    """Something of the staff's is noted."""

    kind: ClassVar[str] = "issues.noted"
    number: str


class NoUnits(Notice):
    """There is no unit to hand it to yet."""

    kind: ClassVar[str] = "issues.no_units"


class NoFiles(Notice):
    """Nothing is attached."""

    kind: ClassVar[str] = "issues.no_files"
    number: str


class FileOf(Carrying):
    """What is attached to an issue, as it lies with Telegram."""

    kind: ClassVar[str] = "issues.file_of"
    number: str
    is_proof: bool
    is_unstripped: bool = False  # no picture: it may hold place and time


class PicturesPublic(Notice):
    """Whether everybody may see the pictures of a report that its voter lets be published."""

    kind: ClassVar[str] = "issues.pictures_public"
    group_id: int
    issue_id: int
    number: str
    is_cleared: bool

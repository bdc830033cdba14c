"""What voters, and those who carry their reports, are told about issues."""

from datetime import datetime
from typing import ClassVar

from models.issues.notices import Line, Turn
from models.issues.states import (
    Category,
    Decline,
    IssueState,
    Outcome,
    Route,
    Satisfaction,
    Solved,
    Way,
)
from models.messages.notices import Notice
from models.people.sealed import Sealed


class Registered(Notice):
    """A report has its number; an anonymous one its receipt code, now or never."""

    kind: ClassVar[str] = "issues.registered"
    group_id: int
    issue_id: int
    number: str
    receipt: Sealed | None
    triage_days: int
    is_for_other: bool
    may_publish: bool


class Question(Notice):
    """The staff ask the voter."""

    kind: ClassVar[str] = "issues.question"
    group_id: int
    issue_id: int
    number: str
    question: str


class Word(Notice):
    """The staff say something to the voter."""

    kind: ClassVar[str] = "issues.word"
    group_id: int
    issue_id: int
    number: str
    words: str


class Declined(Notice):
    """Not accepted: why, and where to turn."""

    kind: ClassVar[str] = "issues.declined"
    number: str
    why: Decline
    words: str | None


class Routed(Notice):
    """Somebody is to handle it: who, until when."""

    kind: ClassVar[str] = "issues.routed"
    number: str
    route: Route
    unit: str | None
    due_at: datetime | None


class Accepted(Notice):
    """A unit is on it."""

    kind: ClassVar[str] = "issues.accepted"
    number: str
    unit: str | None
    due_at: datetime | None


class Parked(Notice):
    """Put off, why, and until when."""

    kind: ClassVar[str] = "issues.parked"
    number: str
    reason: str
    until: datetime


class Merged(Notice):
    """Joined with another report of the same."""

    kind: ClassVar[str] = "issues.merged"
    number: str
    into: str


class Answered(Notice):
    """The answer, and the question whether it is solved."""

    kind: ClassVar[str] = "issues.answered"
    group_id: int
    issue_id: int
    number: str
    words: str
    answer: str
    outcome: Outcome | None


class HowWasIt(Notice):
    """The first tap of a rating is noted; the second is asked for."""

    kind: ClassVar[str] = "issues.how_was_it"
    group_id: int
    issue_id: int
    number: str
    solved: Solved
    proof: str


class Rated(Notice):
    """A rating is noted, and what follows from it."""

    kind: ClassVar[str] = "issues.rated"
    number: str
    solved: Solved
    satisfaction: Satisfaction | None
    state: IssueState


class PleaseRate(Notice):
    """The one reminder to say whether it is solved."""

    kind: ClassVar[str] = "issues.please_rate"
    group_id: int
    issue_id: int
    number: str
    words: str


class Carried(Notice):
    """The deputy who recorded an issue hears what became of it."""

    kind: ClassVar[str] = "issues.carried"
    number: str
    state: IssueState
    words: str
    answer: str | None
    outcome: Outcome | None
    report_back_by: Way
    is_told: bool


class Mine(Notice):
    """What somebody has reported, with the state of each."""

    kind: ClassVar[str] = "issues.mine"
    lines: tuple[Line, ...]
    page: int
    pages: int
    is_recorder: bool = False


class VoterCard(Notice):
    """One's own report: what was said, where it is, the answer."""

    kind: ClassVar[str] = "issues.voter_card"
    group_id: int
    issue_id: int
    number: str
    state: IssueState
    category: Category
    place: str
    words: str
    wish: str | None = None
    files: int
    reported_at: datetime
    unit: str | None
    due_at: datetime | None
    turns: tuple[Turn, ...]
    answer: str | None
    outcome: Outcome | None
    reason: str | None
    parked_until: datetime | None
    merged_into: str | None
    also: int
    may_publish: bool
    is_mine: bool  # else somebody who joined, or who recorded it
    can_rate: bool
    can_reply: bool
    can_add: bool
    can_withdraw: bool
    can_call: bool = False  # they may give a number, or another
    phone: str | None = None  # masked
    proof: str = ""  # that its receipt code was typed


class NoneYet(Notice):
    """Somebody has not reported anything."""

    kind: ClassVar[str] = "issues.none_yet"


class NoReceipt(Notice):
    """No report has this receipt code."""

    kind: ClassVar[str] = "issues.no_receipt"


class ShallI(Notice):
    """Somebody just wrote, and may have meant a report."""

    kind: ClassVar[str] = "issues.shall_i"
    account_id: int
    words: str
    asked: tuple[tuple[int, int, str], ...] = ()  # what the staff have asked about


class ReportFirst(Notice):
    """A file was sent before it is known which sub-district it is for: say that first."""

    kind: ClassVar[str] = "issues.report_first"


class WhichStreet(Notice):
    """Several sub-districts are here, and it is not known which one is meant."""

    kind: ClassVar[str] = "issues.which_street"
    groups: tuple[tuple[int, str], ...]


class Alike(Notice):
    """The same may have been reported already: join it, or send one's own."""

    kind: ClassVar[str] = "issues.alike"
    account_id: int
    version: int
    lines: tuple[Line, ...]


class Joined(Notice):
    """It is noted that a report concerns somebody too."""

    kind: ClassVar[str] = "issues.joined"
    number: str
    count: int


class AddedTo(Notice):
    """What was added is with the report."""

    kind: ClassVar[str] = "issues.added_to"
    number: str


class VersionKept(Notice):
    """An edit after sending is kept as a new version."""

    kind: ClassVar[str] = "issues.version_kept"
    number: str


class SureToWithdraw(Notice):
    """Before a report is taken back."""

    kind: ClassVar[str] = "issues.sure_to_withdraw"
    group_id: int
    issue_id: int
    number: str
    proof: str = ""


class Withdrawn(Notice):
    """A report is taken back."""

    kind: ClassVar[str] = "issues.withdrawn"
    number: str

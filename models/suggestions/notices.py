"""What people are told about suggestions."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.people.tables import Level
from models.suggestions.rules import (
    AnswerClass,
    Move,
    Origin,
    Satisfaction,
    SignerRole,
    SignerState,
    SuggestionState,
    TalkWay,
    Term,
)


class Named(BaseModel):
    """A deputy under a suggestion."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    member_id: int
    name: str
    role: SignerRole
    state: SignerState


class Assisting(BaseModel):
    """A unit that assists."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    assistant_id: int
    unit: str
    due_on: date
    opinion: str | None
    said_on: date | None


class Talked(BaseModel):
    """A talk of the unit with the deputy."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    on: date
    way: TalkWay
    note: str


class Answered(BaseModel):
    """The last answer, and what the deputy said of it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    round: int
    answer_class: AnswerClass | None
    words: str
    answered_on: date
    promised_for: date | None
    proof: str | None
    proven_on: date | None
    satisfaction: Satisfaction | None
    remark: str | None


class Line(BaseModel):
    """A suggestion as one line of a list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    suggestion_id: int
    number: str | None
    title: str
    state: SuggestionState
    lead: str
    answer_by: date | None = None


class Card(Notice):
    """A suggestion as it stands, for those who signed it (`is_lead`, …) and for the staff."""

    kind: ClassVar[str] = "suggestions.card"
    group_id: int
    suggestion_id: int
    level: Level
    year: int
    number: str | None
    title: str
    problem: str
    proposal: str
    state: SuggestionState
    origin: Origin
    signers: tuple[Named, ...]
    unit: str | None
    assisting: tuple[Assisting, ...]
    talks: tuple[Talked, ...]
    assigned_on: date | None
    accept_by: date | None
    answer_by: date | None
    extended_months: int
    answer: Answered | None
    is_key: bool
    is_excellent: bool
    voices: int  # how many voters' issues stand behind it
    days_left: int | None
    reader: str = ""  # lead, cosigner, staff, or nobody in particular


class Page(Notice):
    """Suggestions of a year as a list: a deputy's own, or the group's for its staff."""

    kind: ClassVar[str] = "suggestions.page"
    group_id: int
    year: int
    lines: tuple[Line, ...]
    page: int
    pages: int
    is_staff: bool
    total: int
    open_count: int


class Moved(Notice):
    """Something has happened to a suggestion somebody signed or looks after."""

    kind: ClassVar[str] = "suggestions.moved"
    group_id: int
    suggestion_id: int
    number: str | None
    title: str
    move: Move
    state: SuggestionState
    on: date
    note: str
    unit: str | None
    due_on: date | None
    answer_class: AnswerClass | None = None
    who: str = ""


class PleaseSign(Notice):
    """A deputy is asked to sign, as lead or beside the lead."""

    kind: ClassVar[str] = "suggestions.please_sign"
    group_id: int
    suggestion_id: int
    title: str
    problem: str
    proposal: str
    lead: str
    role: SignerRole


class Ending(BaseModel):
    """A term of a suggestion that ends soon, today, or has ended."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    suggestion_id: int
    number: str | None
    title: str
    unit: str | None
    term: Term
    ends: date
    days_left: int


class TermsEnding(Notice):
    """Which terms end, all of a group in one message to its staff."""

    kind: ClassVar[str] = "suggestions.terms_ending"
    endings: tuple[Ending, ...]


class PleaseRate(Notice):
    """A deputy has not said what they think of answers."""

    kind: ClassVar[str] = "suggestions.please_rate"
    lines: tuple[Line, ...]


class VoterAnswered(Notice):
    """A voter hears that what they reported became a suggestion, and was answered or is done."""

    kind: ClassVar[str] = "suggestions.voter_answered"
    issue_number: str
    title: str
    is_done: bool
    answer_class: AnswerClass | None
    words: str
    promised_for: date | None
    proof: str | None


class Tie(BaseModel):
    """A report or an activity that a suggestion may grow out of."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    subject_id: int
    words: str
    is_tied: bool


class TieWhat(Notice):
    """What a suggestion may be tied to (`to`: issue or activity)."""

    kind: ClassVar[str] = "suggestions.tie_what"
    group_id: int
    suggestion_id: int
    title: str
    to: str
    ties: tuple[Tie, ...]


class SureTo(Notice):
    """Before it is handed in or taken back; `waiting`: who has not signed yet."""

    kind: ClassVar[str] = "suggestions.sure_to"
    group_id: int
    suggestion_id: int
    title: str
    act: str
    waiting: tuple[str, ...]


class WhichDeputies(Notice):
    """The lead, or staff for them, says who is to sign too; those asked are marked."""

    kind: ClassVar[str] = "suggestions.which_deputies"
    group_id: int
    suggestion_id: int
    title: str
    choices: tuple[tuple[int, str, str], ...]  # member, name, what they have said so far
    page: int
    pages: int


class WhoseSuggestion(Notice):
    """Staff say for whom they write a suggestion down."""

    kind: ClassVar[str] = "suggestions.whose_suggestion"
    group_id: int
    choices: tuple[tuple[int, str], ...]
    page: int
    pages: int


class History(Notice):
    """All that happened to a suggestion, line by line."""

    kind: ClassVar[str] = "suggestions.history"
    group_id: int
    suggestion_id: int
    title: str
    steps: tuple[tuple[date, Move, str], ...]


class NoSuggestions(Notice):
    """There is none yet."""

    kind: ClassVar[str] = "suggestions.no_suggestions"
    is_staff: bool
    group_id: int

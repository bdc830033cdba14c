"""What the units of a suggestion are told: their card, reminders, and what the deputy said."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.carried import Carrying
from models.messages.notices import Notice
from models.suggestions.notices import Answered, Talked
from models.suggestions.rules import Move, SuggestionState, Term


class Card(Notice):
    """A suggestion as one of its units sees it: the one that leads, or one that assists."""

    kind: ClassVar[str] = "suggestion_orders.card"
    group_id: int
    suggestion_id: int
    unit_id: int
    is_leading: bool
    is_mine: bool  # False: it went to another unit
    number: str | None
    title: str
    problem: str
    proposal: str
    state: SuggestionState
    deputies: tuple[str, ...]  # the lead first
    unit: str  # the one that leads
    assisting: tuple[str, ...]
    accept_by: date | None
    can_return: bool  # the days for it are not over
    answer_by: date | None
    extended_months: int
    talks: tuple[Talked, ...]
    answer: Answered | None
    claimed_on: date | None
    due_on: date | None  # of what an assisting unit has to say
    opinion: str | None


class Line(BaseModel):
    """One suggestion that is with a unit."""

    model_config = ConfigDict(frozen=True)

    group_id: int
    suggestion_id: int
    unit_id: int
    number: str | None
    title: str
    state: SuggestionState
    is_leading: bool
    due_on: date | None


class Orders(Notice):
    """The suggestions that are with somebody's unit now."""

    kind: ClassVar[str] = "suggestion_orders.orders"
    unit: str
    lines: tuple[Line, ...]


class Due(BaseModel):
    """A term of a unit that ends soon, today, or has ended."""

    model_config = ConfigDict(frozen=True)

    group_id: int
    suggestion_id: int
    number: str | None
    title: str
    term: Term
    ends: date
    days_left: int


class TermsEnding(Notice):
    """Which terms of a unit end: its contacts are told, in one message."""

    kind: ClassVar[str] = "suggestion_orders.terms_ending"
    unit: str
    unit_id: int
    endings: tuple[Due, ...]


class Moved(Notice):
    """Others moved a suggestion that a unit handles: more time, not satisfied, done."""

    kind: ClassVar[str] = "suggestion_orders.moved"
    group_id: int
    suggestion_id: int
    unit_id: int
    number: str | None
    title: str
    move: Move
    note: str
    answer_by: date | None


class FileOf(Carrying):
    """A document or picture of an answer or a proof, as it lies with Telegram."""

    kind: ClassVar[str] = "suggestion_orders.file_of"
    title: str
    is_proof: bool


class Sheet(Notice):
    """A suggestion as a document for a unit: its whole text, and room for what it answers."""

    kind: ClassVar[str] = "suggestion_orders.sheet"
    group_id: int
    suggestion_id: int
    title: str
    unit: str


class ReturnTooLate(Notice):
    """The days in which a unit may give a suggestion back are over."""

    kind: ClassVar[str] = "suggestion_orders.return_too_late"
    title: str
    accept_by: date


class WhichUnit(Notice):
    """Staff choose a unit (`purpose`: assign, assist, match)."""

    kind: ClassVar[str] = "suggestion_orders.which_unit"
    group_id: int
    suggestion_id: int
    title: str
    purpose: str
    name: str  # of the list, where it is to be matched
    choices: tuple[tuple[int, str], ...]
    page: int
    pages: int


class Matched(Notice):
    """Names of a list now mean a unit; so many suggestions had that name."""

    kind: ClassVar[str] = "suggestion_orders.matched"
    unit: str
    count: int

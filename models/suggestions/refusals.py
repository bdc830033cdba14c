"""What cannot be done with a suggestion, and why."""

from datetime import date
from typing import ClassVar

from models.messages.notices import Notice
from models.suggestions.rules import Move, SignerState, SuggestionState


class NotNow(Notice):
    """A move that its state does not allow."""

    kind: ClassVar[str] = "suggestions.not_now"
    title: str
    state: SuggestionState
    move: Move


class NotAssignedYet(Notice):
    """An answer to what no unit was given, or from before it was given."""

    kind: ClassVar[str] = "suggestions.not_assigned_yet"
    title: str
    state: SuggestionState
    assigned_on: date | None


class DayDoesNotFit(Notice):
    """A day ahead, or before what has to come first."""

    kind: ClassVar[str] = "suggestions.day_does_not_fit"
    not_before: date | None


class NoMoreTime(Notice):
    """An extension beyond six months in all."""

    kind: ClassVar[str] = "suggestions.no_more_time"
    left: int


class PromiseNeedsDay(Notice):
    """An answer of class B says until when."""

    kind: ClassVar[str] = "suggestions.promise_needs_day"


class NumberTaken(Notice):
    """Another suggestion of the year has this number."""

    kind: ClassVar[str] = "suggestions.number_taken"
    number: str
    title: str


class SignedAlready(Notice):
    """Somebody has said yes or no before."""

    kind: ClassVar[str] = "suggestions.signed_already"
    title: str
    state: SignerState


class HelpsAlready(Notice):
    """A unit that is to assist leads or assists already."""

    kind: ClassVar[str] = "suggestions.helps_already"
    unit: str
    title: str

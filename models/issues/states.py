"""The words of an issue: its states, kinds, routes and outcomes (domain §6). Pure."""

from enum import StrEnum


class IssueState(StrEnum):
    """Where an issue is."""

    RECEIVED = "received"
    CHECKING = "checking"
    ASKED = "asked"  # waiting for the voter; the clock rests
    DECLINED = "declined"
    MERGED = "merged"
    ROUTED = "routed"
    ACCEPTED = "accepted"
    WORKING = "working"
    ANSWERED = "answered"
    REPORTED = "reported"  # the voter was told, or it was tried
    RATED = "rated"
    REOPENED = "reopened"
    ESCALATED = "escalated"  # with the director
    PARKED = "parked"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


#: Nothing is to be done any more.
SETTLED = frozenset(
    {IssueState.DECLINED, IssueState.MERGED, IssueState.CLOSED, IssueState.WITHDRAWN}
)
OPEN = frozenset(IssueState) - SETTLED


class Phase(StrEnum):
    """Where an issue is, as coarsely as staff who look over many need to see it."""

    NEW = "new"
    CHECKING = "checking"
    DIRECTOR = "director"
    ASKED = "asked"
    HANDLED = "handled"
    ANSWERED = "answered"  # the voter does not know yet
    TOLD = "told"
    PARKED = "parked"
    OVER = "over"


_PHASES = {
    IssueState.RECEIVED: Phase.NEW,
    IssueState.REOPENED: Phase.NEW,
    IssueState.CHECKING: Phase.CHECKING,
    IssueState.ESCALATED: Phase.DIRECTOR,
    IssueState.ASKED: Phase.ASKED,
    IssueState.ANSWERED: Phase.ANSWERED,
    IssueState.REPORTED: Phase.TOLD,
    IssueState.RATED: Phase.TOLD,
    IssueState.PARKED: Phase.PARKED,
    **dict.fromkeys(SETTLED, Phase.OVER),
}


def phase_of(state: IssueState) -> Phase:
    """Return the phase of a state; what is none of these is being handled."""
    return _PHASES.get(state, Phase.HANDLED)


class Category(StrEnum):
    """What an issue is about; the first are those of the report of 2019."""

    SANITATION = "sanitation"
    ROADS = "roads"
    FIRE_SAFETY = "fire_safety"
    PESTS = "pests"
    BUILDING_QUALITY = "building_quality"
    HOUSING = "housing"
    UTILITIES = "utilities"
    NOISE = "noise"
    WELFARE = "welfare"
    OTHER = "other"


class Urgency(StrEnum):
    """How soon something has to be done."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"


class Mode(StrEnum):
    """How an issue came in."""

    CHAT = "chat"  # the voter, in the private chat
    STATION = "station"  # by a station's QR code
    CLINIC = "clinic"  # at a reception, at a station
    HOUSE_CALL = "house_call"  # at a reception, at the voter's door
    PHONE = "phone"
    IN_PERSON = "in_person"
    LETTER = "letter"
    SYSTEM = "system"  # filed by another system


class Route(StrEnum):
    """Who is to handle an issue."""

    ON_THE_SPOT = "on_the_spot"
    COMMUNITY = "community"
    UNIT = "unit"
    PLATFORM = "platform"  # 民呼我应
    SUGGESTION = "suggestion"
    PETITION = "petition"


class Outcome(StrEnum):
    """What an answer amounts to."""

    SOLVED = "solved"
    BEING_SOLVED = "being_solved"
    PLANNED = "planned"
    CANNOT = "cannot"  # with the reason


class Way(StrEnum):
    """How a voter hears back."""

    TELEGRAM = "telegram"
    RECEIPT = "receipt"  # anonymous: whoever has the code reads it here
    PHONE = "phone"
    IN_PERSON = "in_person"
    LETTER = "letter"


class Decline(StrEnum):
    """Why an issue is not accepted; each has its words on where to turn."""

    PRIVATE = "private"  # a purely private dispute
    IN_COURT = "in_court"  # in court, review or arbitration
    NO_CONTENT = "no_content"
    NOT_OURS = "not_ours"  # outside the sub-district
    EMERGENCY = "emergency"  # 110, 119, 120
    NO_REPLY = "no_reply"  # asked twice, and the voter did not answer: never chosen by hand
    OTHER = "other"


class Solved(StrEnum):
    """What the voter says when asked whether it is solved."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Satisfaction(StrEnum):
    """What the voter thinks of how it was handled."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class EntryKind(StrEnum):
    """A line in the history of an issue."""

    WORDS = "words"  # the voter's own words, and later versions of them
    ADDED = "added"  # more of them
    ASKED = "asked"  # staff ask the voter
    REPLY = "reply"  # the voter's answer to that
    TOLD = "told"  # staff say something to the voter
    NOTE = "note"  # staff among themselves: never reaches the voter
    ROUTED = "routed"  # handed on, with what the unit is asked to do
    ANSWER = "answer"
    REPORT_BACK = "report_back"  # how the voter was told, or that it was tried
    UNIT = "unit"  # a unit's word to the staff
    ASSIST = "assist"  # what a unit that assists contributes to the answer
    RATING = "rating"  # what the voter adds to a rating


#: What a voter may read of the history of their issue.
VOTERS_OWN = frozenset(EntryKind) - {
    EntryKind.NOTE,
    EntryKind.UNIT,
    EntryKind.ASSIST,
    EntryKind.ROUTED,
}


class FileKind(StrEnum):
    """Kinds of attachments."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"

"""Rules of activities: their words, the check-in window, and when a message counts (domain §2)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OPEN_BEFORE = timedelta(minutes=30)
GRACE = timedelta(minutes=10)

CHECK_IN_WORDS = frozenset(
    {
        "签到",
        "簽到",
        "籤到",  # a frequent wrong conversion of 签到 by keyboards that write traditional
        "报到",
        "報到",
        "到",
        "checkin",  # "check in", "Check-in!"
        "here",
    }
)
LONGEST_CHECK_IN = 32

_QUESTION = re.compile(r"[?？؟]")


class ActivityKind(StrEnum):
    """What an activity is; points follow from it through the rule set."""

    CONGRESS = "congress"
    MEETING = "meeting"
    STUDY = "study"
    INSPECTION = "inspection"
    RECEPTION = "reception"
    HOUSE_CALL = "house_call"
    DIRECTORS_DAY = "directors_day"
    EVALUATION = "evaluation"
    REPORT_TO_VOTERS = "report_to_voters"
    OTHER = "other"


class Scope(StrEnum):
    """Whose activity it is: the municipality's, the district's or the street's."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"


class ActivityState(StrEnum):
    """The life of an activity; whether it is open for check-in follows from the clock."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CLOSED = "closed"
    RECORDED = "recorded"
    CANCELLED = "cancelled"


#: The activity has taken place and its roll is closed.
OVER = (ActivityState.CLOSED, ActivityState.RECORDED)


class AttendanceState(StrEnum):
    """What the roll says of one person."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


#: The states of those who were there.
HERE = frozenset({AttendanceState.PRESENT, AttendanceState.LATE})


def counts_as(state: AttendanceState, *, is_over: bool) -> AttendanceState | None:
    """Return the state that earns or costs points: to be missing does so once it is over."""
    return state if is_over or state in HERE else None


class Way(StrEnum):
    """How an entry came into the roll."""

    WORD = "word"
    BUTTON = "button"
    CODE = "code"
    LIST = "list"
    LOCATION = "location"
    CORRECTION = "correction"


#: What deputies may check in by, if staff let them; staff's own list needs no leave.
WAYS_TO_CHOOSE = (Way.WORD, Way.BUTTON, Way.CODE, Way.LOCATION)
USUAL_WAYS = (Way.WORD.value, Way.BUTTON.value)


class GuestKind(StrEnum):
    """Who a guest is."""

    VOTER = "voter"
    PARTY_DEPUTY = "party_deputy"
    ADVISER = "adviser"
    UNIT = "unit"
    OTHER = "other"


class Judgement(StrEnum):
    """What a check-in sent at a moment amounts to."""

    TOO_EARLY = "too_early"
    PRESENT = "present"
    LATE = "late"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When check-ins count; each bound belongs to the better side.

    A message of exactly `opens_at` counts, one of exactly `late_from` is still present, one of
    exactly `closes_at` still counts. Telegram dates a message in whole seconds, so whatever was
    sent within that second is judged by its beginning.
    """

    opens_at: datetime
    late_from: datetime
    closes_at: datetime


def window_of(
    starts_at: datetime,
    ends_at: datetime,
    *,
    open_before: timedelta = OPEN_BEFORE,
    grace: timedelta = GRACE,
    opened_early_at: datetime | None = None,
    closed_at: datetime | None = None,
) -> Window:
    """Return the window of an activity: staff may open it earlier and close it earlier.

    A closing after the end prolongs nothing: late is until the end. Raises ValueError for a
    moment without a zone and for an end before the start.
    """
    for moment in (starts_at, ends_at, opened_early_at, closed_at):
        if moment is not None and moment.tzinfo is None:
            raise ValueError("a window is made of moments with a zone")
    if ends_at < starts_at:
        raise ValueError("an activity ends after it starts")
    usual = starts_at - open_before
    opens_at = usual if opened_early_at is None else min(usual, opened_early_at)
    closes_at = ends_at if closed_at is None else min(ends_at, closed_at)
    late_from = min(starts_at + grace, closes_at)
    return Window(opens_at=opens_at, late_from=late_from, closes_at=closes_at)


def judge(window: Window, sent_at: datetime) -> Judgement:
    """Judge a check-in by the time its message was sent, never by when it was handled."""
    if sent_at > window.closes_at:
        return Judgement.TOO_LATE
    if sent_at < window.opens_at:
        return Judgement.TOO_EARLY
    return Judgement.PRESENT if sent_at <= window.late_from else Judgement.LATE


def is_open(state: ActivityState, window: Window, now: datetime) -> bool:
    """Tell whether people can check in now: announced, and inside the window."""
    inside = judge(window, now) in {Judgement.PRESENT, Judgement.LATE}
    return state is ActivityState.ANNOUNCED and inside


def bare(text: str) -> str:
    """Return the letters and digits alone, in one width and one case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in folded if unicodedata.category(mark)[0] in "LN")


def is_check_in_word(text: str) -> bool:
    """Tell whether a whole message is one of CHECK_IN_WORDS.

    Width, case, spaces, punctuation and emoji around or inside it do not matter; one more word
    does ("签到表在哪里", "我到了现场看到…"), and so does a question mark: whoever asks "到？"
    about somebody else is not checking in.
    """
    if len(text) > LONGEST_CHECK_IN or _QUESTION.search(text):
        return False
    return bare(text) in CHECK_IN_WORDS

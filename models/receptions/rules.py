"""Words of receptions, and on which day a round lies (domain §5). Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from models.working_days import first_from, is_working_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

EVERY = 2  # months from one round to the next
AT_LEAST = 2  # duties of a deputy a year (domain §5)
UNFILLED_BEFORE = timedelta(days=14)  # staff hear of places without a deputy
UNCONFIRMED_BEFORE = timedelta(days=1)  # staff hear who has not said 知道了
VOTERS_BEFORE = timedelta(days=3)
SLOT_BEFORE = timedelta(days=1)
LAST_BEFORE = timedelta(days=1)  # with the reminder of the day before: time to read and print

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": -1}
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_ENGLISH = re.compile(rf"(first|second|third|fourth|last) ({'|'.join(_WEEKDAYS)})")
_CHINESE = re.compile(
    r"(?:每月)?(?:第([一二三四1-4])|(最后))一?个?(?:星期|周|礼拜)([一二三四五六日天])"
)
_DAY = re.compile(r"(?:每月)?(\d{1,2})(?:st|nd|rd|th|日|号)?")
_CLOCK = re.compile(r"(\d{1,2})[:点](\d{2})?")
_LAST_DAY, _LAST_MONTH = 31, 12


class Mode(StrEnum):
    """Where voters are received: at the station (门诊), or at home (出诊)."""

    CLINIC = "clinic"
    HOUSE_CALL = "house_call"


class RoundState(StrEnum):
    """Where a round is: the staff's own, or told to those on duty."""

    DRAFT = "draft"
    PUBLISHED = "published"


class SessionState(StrEnum):
    """Where a session is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"  # its record is made
    CANCELLED = "cancelled"


class DutyKind(StrEnum):
    """Who is expected, and who stands by."""

    DUTY = "duty"
    BACKUP = "backup"


class SwapState(StrEnum):
    """Where a wish to be relieved is."""

    ASKED = "asked"
    OFFERED = "offered"  # somebody would take it; the one who asked has to agree
    DONE = "done"
    WITHDRAWN = "withdrawn"


class CallKind(StrEnum):
    """What falls due for a round or a session as a whole."""

    UNFILLED = "unfilled"  # to the staff, of a round
    UNCONFIRMED = "unconfirmed"  # to the staff, of a round
    PARAGRAPH = "paragraph"  # to the staff and the channel, of a round
    VOTERS = "voters"  # to the subscribers of the station, of a session
    LAST = "last"  # to the crew and the staff, of a session: what became of the last matters
    CLOSING = "closing"  # to the staff, of a round: sessions that have no record yet


class SlotState(StrEnum):
    """Where a booking is."""

    BOOKED = "booked"
    GIVEN_BACK = "given_back"
    MISSED = "missed"  # its reminder came too late to be of use


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """A day of a month: the so-manieth weekday (-1: the last), or a date."""

    weekday: int | None = None  # Monday is 0
    nth: int = 0
    day: int = 0


def day_rule(text: str) -> DayRule:
    """Read "second Thursday", 第二个星期四, 15, 15日; ValueError for what is none of them."""
    said = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if found := _ENGLISH.fullmatch(said):
        return DayRule(weekday=_WEEKDAYS.index(found[2]), nth=_NTH[found[1]])
    if found := _CHINESE.fullmatch(said.replace(" ", "")):
        nth = -1 if found[2] else _NUMERALS.get(found[1]) or int(found[1])
        return DayRule(weekday=_NUMERALS[found[3]] - 1, nth=nth)
    if (found := _DAY.fullmatch(said)) and 1 <= int(found[1]) <= _LAST_DAY:
        return DayRule(day=int(found[1]))
    raise ValueError(f"no rule for a day: {text}")


def hour_of(text: str) -> time:
    """Read 14:30 or 9点; ValueError for what is no time of day."""
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise ValueError(f"no time of day: {text}")
    return time(int(found[1]), int(found[2] or 0))


def months(start: int) -> list[int]:
    """Return the months of a year that have a round, every other one from the first."""
    return list(range(start, _LAST_MONTH + 1, EVERY))


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    following = date(year + month // _LAST_MONTH, month % _LAST_MONTH + 1, 1)
    return following - timedelta(days=1)


def named_day(rule: DayRule, year: int, month: int) -> date:
    """Return the day a rule names, worked or not; the 31st of June is the 30th."""
    end = last_of(year, month)
    if rule.weekday is None:
        return date(year, month, min(rule.day, end.day))
    if rule.nth < 0:
        return end - timedelta(days=(end.weekday() - rule.weekday) % 7)
    first = date(year, month, 1)
    ahead = (rule.weekday - first.weekday()) % 7
    return first + timedelta(days=ahead + 7 * (rule.nth - 1))


def round_day(rule: DayRule, year: int, month: int) -> date:
    """Return the working day a round lies on: the day named, or the next one that is worked.

    A round stays in its month: where the holiday lasts beyond it, it comes before. A Saturday
    that is worked to make up for a holiday is a working day like any other.
    """
    named = named_day(rule, year, month)
    day = first_from(named)
    if day.month == month:
        return day
    while not is_working_day(named):
        named -= timedelta(days=1)
    return named


def times_of(day: date, hour: time, length: timedelta, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the sessions of a round begin and end, by the clock on the group's wall."""
    starts_at = datetime.combine(day, hour, tzinfo=zone)
    return starts_at, starts_at + length

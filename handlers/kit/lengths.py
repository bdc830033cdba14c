"""Reads how long something takes, and until when: 一个半小时, 到16:30, 2点到4点. Pure."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.kit import saying
from handlers.kit.moments import Unread, days_of, hours_of, moment_at
from handlers.kit.saying import Said

_COUNT = r"(\d{1,3}(?:\.\d)?|[一二两三四五六七八九十]{1,3})"
_LENGTH = re.compile(
    rf"(?:{_COUNT} ?(?P<half>个半)? ?个? ?(?:小时|钟头|hours?|hrs?|h)(?P<more>半)?)?"
    rf" ?(?:(?:and )?{_COUNT} ?(?:分钟?|minutes?|mins?|m))?"
)
_HALF_HOUR = re.compile(r"半个?(?:小时|钟头)|half an hour")
_QUARTERS = re.compile(r"([一二两三123]) ?刻钟?")
_HALF_DAY = re.compile(r"半天|half a day")
_WORDS = re.compile(r"^(?:大?约|大概|共|总共|一共|用时|时长|about) ?|(?:左右|吧|。)$")


def read_length(text: str) -> timedelta | None:
    """Read a length of time, None if it is none: 2小时, 一个半小时, 90分钟, 半天 (three hours)."""
    line = _WORDS.sub("", saying.folded(text))
    if _HALF_HOUR.fullmatch(line):
        return timedelta(minutes=30)
    if _HALF_DAY.fullmatch(line):
        return timedelta(hours=3)
    if quarters := _QUARTERS.fullmatch(line):
        return timedelta(minutes=15) * saying.number(quarters[1])
    return _hours_and_minutes(line)


def _hours_and_minutes(line: str) -> timedelta | None:
    match = _LENGTH.fullmatch(line)
    if match is None or not line:
        return None
    hours, minutes = match[1], match[4]
    half = bool(match["half"] or match["more"])
    try:
        length = timedelta(hours=_count(hours) + (0.5 if half else 0), minutes=_count(minutes))
    except ValueError:
        return None
    return length or None


def _count(text: str | None) -> float:
    if text is None:
        return 0
    return float(text) if text[0].isdecimal() else saying.number(text)


_SPAN = re.compile(r"(.+?) ?(?:到|至|until|till|\bto\b|~|-|—|–) ?([^-~—–到至]+)")


def split_span(text: str) -> tuple[str, str | None]:
    """Return the beginning of 下午2点到4点 or 14:00-16:00, and its end if one is said."""
    match = _SPAN.fullmatch(saying.folded(text))
    if match is None:
        return text, None
    begins, ends = saying.read(match[1]), saying.read(match[2])
    both = begins and ends and begins[0].hour is not None and ends[0].hour is not None
    return (match[1], match[2]) if both else (text, None)


_UNTIL = re.compile(r"^(?:到|至|until|till|to|-|~|—|–)+ ?")


def read_ending(text: str, *, start: datetime, zone: ZoneInfo) -> datetime | Unread:
    """Read an end that comes after `start`: a length, or 到16:30, 下午4点半, a whole date.

    An hour alone is that of the day it starts on; where 4点 may be either it is the first one
    after the start.
    """
    length = read_length(text)
    if length is not None:
        return start + length
    found = saying.read(_UNTIL.sub("", saying.folded(text)))
    if found is None or found[1]:
        return Unread.UNKNOWN
    try:
        return _ending(found[0], start.astimezone(zone))
    except (ValueError, OverflowError):
        return Unread.IMPOSSIBLE


def _ending(said: Said, local: datetime) -> datetime | Unread:
    hours = hours_of(said)
    if not hours:
        return Unread.UNKNOWN
    days = list(days_of(said, local)) if said.says_day else [local.date()]
    moments = [moment_at(day, hour, local) for day in days for hour in sorted(hours)]
    after = [at for at in moments if at > local]
    if not moments:
        return Unread.WRONG_WEEKDAY
    return after[0] if after else Unread.PAST

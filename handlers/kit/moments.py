"""Reads moments as people write them: 明天下午3点, 11月25日下午2点半, 周四上午9点.

Pure: the present moment and the zone are arguments. What is ambiguous is not guessed: the
answer then holds every moment that may be meant, to be read back to the person.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.kit import saying
from handlers.kit.saying import Said

BACK = timedelta(hours=12)  # so long ago is still "today's": a meeting that has just begun
FAR = timedelta(days=2 * 366)
_UNSURE = range(1, 7)  # 3点 without 上午 or 下午 may be either; 9点 is taken as it stands
_NOON = 12
_DAY = 24


class Unread(enum.StrEnum):
    """Why a line is no moment that can be used."""

    UNKNOWN = "unknown"  # no day and no hour in it
    IMPOSSIBLE = "impossible"  # 2月30日, 25点
    WRONG_WEEKDAY = "wrong_weekday"  # the day said is not the weekday said
    PAST = "past"
    FAR = "far"  # over two years away


@dataclass(frozen=True, slots=True)
class Exactly:
    """One moment, in UTC."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Either:
    """Several moments may be meant, the likeliest first."""

    options: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class DayOnly:
    """A day without an hour, perhaps with a part of the day: 明天下午."""

    day: date
    part: str | None = None


Reading = Exactly | Either | DayOnly | Unread


def read_moment(
    text: str, *, now: datetime, zone: ZoneInfo, known: DayOnly | None = None
) -> Reading:
    """Read a moment that lies ahead, or at most BACK ago.

    A date without a year is the next such date, a weekday the next such day, an hour without a
    day one of the next two. With `known` the line completes a day said before: a bare number
    is then an hour.
    """
    line = f"{text.strip()}点" if known and re.fullmatch(r"\s*\d{1,2}\s*", text) else text
    found = saying.read(line)
    if found is None or found[1]:
        return Unread.UNKNOWN
    said, local = found[0], now.astimezone(zone)
    if known is not None and not said.says_day:
        said = _completed(said, known)
    try:
        return _resolved(said, local)
    except (ValueError, OverflowError):
        return Unread.IMPOSSIBLE


def _completed(said: Said, known: DayOnly) -> Said:
    day, part = known.day, said.part or known.part
    return replace(said, year=day.year, month=day.month, day=day.day, part=part)


def _resolved(said: Said, local: datetime) -> Reading:
    hours = hours_of(said)
    if not hours:
        return _day_alone(said, local) if said.says_day else Unread.UNKNOWN
    if not said.says_day:
        return Either(_next_two(hours[0], local))
    days = list(days_of(said, local))
    if not days:
        return Unread.WRONG_WEEKDAY
    usable = [moment_at(one, hours[0], local) for one in days]
    first = next((at for at in usable if at > local), usable[0])
    chosen = days[usable.index(first)]
    return _judged([moment_at(chosen, hour, local) for hour in hours], local)


def _day_alone(said: Said, local: datetime) -> Reading:
    day = next(days_of(said, local), None)
    if day is None:
        return Unread.WRONG_WEEKDAY
    if day < local.date():
        return Unread.PAST
    return Unread.FAR if day - local.date() > FAR else DayOnly(day, said.part)


def _judged(moments: list[datetime], local: datetime) -> Reading:
    usable = [at for at in moments if local - BACK <= at <= local + FAR]
    if not usable:
        return Unread.PAST if moments[0] < local else Unread.FAR
    return Exactly(usable[0]) if len(usable) == 1 else Either(tuple(usable))


def _next_two(hour: timedelta, local: datetime) -> tuple[datetime, ...]:
    ahead = (moment_at(local.date() + timedelta(days=days), hour, local) for days in range(4))
    return tuple(at for at in ahead if at > local)[:2]


def moment_at(day: date, hour: timedelta, local: datetime) -> datetime:
    """Return a day and an hour of the wall clock as a moment in UTC."""
    wall = datetime.combine(day, time()) + hour
    return wall.replace(tzinfo=local.tzinfo).astimezone(UTC)


def hours_of(said: Said) -> list[timedelta]:
    """Return what the hour may mean, the likeliest first; nothing if none was said."""
    if said.hour is None:
        return [timedelta(hours=_NOON)] if said.part == "noon" else []
    hours = [said.hour]
    if said.part is not None:
        hours = [_in_part(said.hour, said.part)]
    elif said.is_plain and said.hour in _UNSURE:
        hours = [said.hour + _NOON, said.hour]
    if hours[0] > _DAY or said.minute > 59 or (hours[0] == _DAY and said.minute):  # noqa: PLR2004
        raise ValueError("no such hour")
    return [timedelta(hours=hour, minutes=said.minute) for hour in hours]


def _in_part(hour: int, part: str) -> int:
    """Return the hour of the day for an hour said of a part of the day; ValueError if none."""
    shifted = hour + _NOON if hour < _NOON else hour
    meant, low, high = {
        "night": (hour % _NOON if hour == _NOON else hour, 0, 6),
        "morning": (hour, 4, _NOON),
        "noon": (shifted if hour <= 3 else hour, 10, 15),  # noqa: PLR2004
        "afternoon": (shifted, _NOON, 19),
        "evening": (shifted + _NOON if hour == _NOON else shifted, 16, _DAY),
    }[part]
    if not low <= meant <= high:
        raise ValueError("no such hour in this part of the day")
    return meant


def days_of(said: Said, local: datetime) -> Iterator[date]:
    """Yield the days that may be meant, in order of time; none if the weekday is another."""
    today = local.date()
    for day in _named(said, today):
        if said.weekday is None or day.weekday() == said.weekday:
            yield day


def _named(said: Said, today: date) -> Iterator[date]:
    if said.ahead is not None:
        yield today + timedelta(days=said.ahead)
    elif said.day is None:
        yield from _weekdays(said, today)
    elif said.month is None:
        yield from _days_of_month(said.day, today)
    elif said.year is not None or said.years is not None:
        yield date(said.year or today.year + (said.years or 0), said.month, said.day)
    else:
        yield _next_date(said.month, said.day, today)


def _weekdays(said: Said, today: date) -> Iterator[date]:
    monday = today - timedelta(days=today.weekday())
    if said.weeks is not None:
        yield monday + timedelta(weeks=said.weeks, days=said.weekday or 0)
        return
    first = today + timedelta(days=((said.weekday or 0) - today.weekday()) % 7)
    yield from (first, first + timedelta(days=7))


def _days_of_month(day: int, today: date) -> Iterator[date]:
    if not 1 <= day <= 31:  # noqa: PLR2004
        raise ValueError("no such day of a month")
    month = today.replace(day=1)
    while True:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if day <= last.day and month.replace(day=day) >= today:
            yield month.replace(day=day)
            return
        month = last + timedelta(days=1)


def _next_date(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year + 9):  # 29 February may be eight years away
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise ValueError("no such date")

"""Dates and times as offices write them: 2026年3月5日（周四）下午2:30-4:00, 2026/3/5 14:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from reports.sheets.cells import Cell
from reports.sheets.problems import CellRefusedError, Code

LONGEST = 64
NOON = 12

_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)([一二三四五六日天])\)?")
_WEEKDAYS = "一二三四五六日"
_COMPACT = re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)")
_PERIOD = "凌晨|早上|上午|中午|下午|傍晚|晚上|晚|am|pm"


def _date_pattern(n: int) -> str:
    return (
        rf"(?:(?:(?P<year{n}>\d{{4}})\s?[-年/.]\s?)?(?P<month{n}>\d{{1,2}})\s?[-月/.]\s?)"
        rf"(?P<day{n}>\d{{1,2}})\s?[日号]?"
    )


def _time_pattern(n: int) -> str:
    return (
        rf"(?P<period{n}>{_PERIOD})?\s?(?P<hour{n}>\d{{1,2}})\s?"
        rf"(?::\s?(?P<minute{n}>\d\d)(?::\d\d)?|[点时]整?(?:(?P<half{n}>半)|(?P<spoken{n}>\d{{1,2}})分?)?)"
        rf"\s?(?P<suffix{n}>am|pm)?"
    )


_SPAN = re.compile(
    rf"(?:{_date_pattern(1)})?[\sT,]*(?:{_time_pattern(1)})?"
    rf"(?:\s?(?P<range>[-–—~至到]+)\s?"
    rf"(?:{_date_pattern(2)}|(?P<lone_day>\d{{1,2}})\s?[日号])?[\sT,]*(?:{_time_pattern(2)})?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a cell says of when: any part may be missing. `assumed_year` if it named none."""

    start_date: date | None = None
    start_time: time | None = None
    end_date: date | None = None
    end_time: time | None = None
    assumed_year: bool = False


def span_of(cell: Cell, year: int) -> Span:
    """Read a date, a time, both, or a range of them; a date without a year gets the given one.

    Refuses what it does not understand whole, days and hours that do not exist, and a weekday
    that is not the date's: one of the two is a slip, and nobody but the office knows which.
    """
    text = " ".join(cell.plain.split())
    if len(text) > LONGEST:
        raise CellRefusedError(Code.BAD_DATE)
    weekdays = [_WEEKDAYS.index(one.replace("天", "日")) for one in _WEEKDAY.findall(text)]
    bare = _COMPACT.sub(r"\1-\2-\3", _WEEKDAY.sub(" ", text)).strip()
    match = _SPAN.fullmatch(" ".join(bare.split()))
    if match is None or not bare:
        raise CellRefusedError(Code.BAD_DATE)
    try:
        span = _span(match.groupdict(), year)
    except ValueError as error:
        raise CellRefusedError(Code.IMPOSSIBLE_DATE) from error
    begins = span.start_date or span.start_time is not None
    ends = span.end_date or span.end_time is not None
    if not begins or (match["range"] and not ends):
        raise CellRefusedError(Code.BAD_DATE)
    _check_weekdays(span, weekdays)
    return span


def _span(parts: dict[str, str | None], year: int) -> Span:
    start = _date(parts, "1", year, None)
    lone_day = parts["lone_day"]
    end = _date(parts, "2", start.year if start else year, start)
    if lone_day is not None and start is not None:
        end = start.replace(day=int(lone_day))
    start_time = _time(parts, "1", None)
    return Span(
        start_date=start,
        start_time=start_time,
        end_date=end,
        end_time=_time(parts, "2", parts["period1"]),
        assumed_year=start is not None and parts["year1"] is None,
    )


def _date(parts: dict[str, str | None], n: str, year: int, after: date | None) -> date | None:
    """Return the date of one side.

    An end without a year that lies before the start is in the next year (12月30日至1月2日).
    """
    month, day = parts[f"month{n}"], parts[f"day{n}"]
    if month is None or day is None:
        return None
    stated = parts[f"year{n}"]
    found = date(int(stated or year), int(month), int(day))
    if stated is None and after is not None and found < after:
        return found.replace(year=found.year + 1)
    return found


def _time(parts: dict[str, str | None], n: str, inherited: str | None) -> time | None:
    hour = parts[f"hour{n}"]
    if hour is None:
        return None
    minute = parts[f"minute{n}"] or parts[f"spoken{n}"] or ("30" if parts[f"half{n}"] else "0")
    period = parts[f"period{n}"] or parts[f"suffix{n}"] or inherited or ""
    return time(_hour(int(hour), period), int(minute))


def _hour(hour: int, period: str) -> int:
    """Return the hour of 24: 下午2点 is 14, 中午1点 is 13, 中午11点 stays, 12am is midnight."""
    period = period.lower()
    afternoon = period in {"下午", "傍晚", "晚上", "晚", "pm"}
    if (afternoon and hour < NOON) or (period == "中午" and hour < NOON - 2):
        return hour + NOON
    if period in {"am", "凌晨"} and hour == NOON:
        return 0
    return hour


def day_of(cell: Cell) -> date:
    """Read one day with its year; anything more or less is refused."""
    span = span_of(cell, date.min.year)
    only = span.start_time is None and span.end_date is None and span.end_time is None
    if span.start_date is None or span.assumed_year or not only:
        raise CellRefusedError(Code.BAD_DATE)
    return span.start_date


def _check_weekdays(span: Span, weekdays: list[int]) -> None:
    days = [span.start_date, span.end_date or span.start_date]
    for day, weekday in zip(days, weekdays, strict=False):
        if day is not None and day.weekday() != weekday:
            raise CellRefusedError(Code.WRONG_WEEKDAY)

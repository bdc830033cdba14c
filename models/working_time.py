"""Working time: hours of working days, for clocks that rest at night and on holidays. Pure.

A working day has eight hours, 9:00 to 17:00 by the clock on the wall; so one working day after
Friday 16:00 is Monday 16:00, and half of it is Monday 12:00.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.working_days import first_from, is_working_day

OPENS, CLOSES = time(9), time(17)
DAY = timedelta(hours=8)
_NEXT = timedelta(days=1)


def _bounds(local: datetime) -> tuple[datetime, datetime]:
    """Return when work begins and ends on the day of a local moment."""
    day, zone = local.date(), local.tzinfo
    return (
        datetime.combine(day, OPENS, tzinfo=zone),
        datetime.combine(day, CLOSES, tzinfo=zone),
    )


def _into(local: datetime) -> datetime:
    """Return the moment itself while offices work, else when they next open."""
    opens, closes = _bounds(local)
    if is_working_day(local.date()) and local < closes:
        return max(local, opens)
    day = first_from(local.date() + _NEXT)
    return datetime.combine(day, OPENS, tzinfo=local.tzinfo)


def after(moment: datetime, span: timedelta, zone: ZoneInfo) -> datetime:
    """Return the moment that lies so much working time after another, in the zone of the first."""
    local, left = _into(moment.astimezone(zone)), span
    while True:
        room = _bounds(local)[1] - local
        if left <= room:
            return (local + left).astimezone(moment.tzinfo)
        left -= room
        local = _into(_bounds(local)[1])


def between(first: datetime, last: datetime, zone: ZoneInfo) -> timedelta:
    """Return the working time between two moments; none if the last is not later."""
    local, end = _into(first.astimezone(zone)), last.astimezone(zone)
    worked = timedelta()
    while local < end:
        closes = _bounds(local)[1]
        worked += min(closes, end) - local
        local = _into(closes)
    return worked

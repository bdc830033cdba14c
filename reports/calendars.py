"""Activities for people's own calendars (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from models.activities.rules import ActivityState
from models.activities.tables import Activity
from reports.activities import KINDS

_PRODUCT = "-//huiyin//activities//ZH"
_REFRESH = timedelta(hours=4)


def calendar(name: str, activities: Iterable[Activity], *, now: datetime) -> bytes:
    """Return activities as a calendar; what moved or was called off says so.

    Each keeps its UID for good and counts its changes in SEQUENCE, so that a phone which knows
    it already moves it instead of showing it twice.
    """
    whole = Calendar()
    whole.add("prodid", _PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", _plain(name))
    whole.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", "PT4H")
    for one in activities:
        whole.add_component(_event(one, now=now))
    content: bytes = whole.to_ical()
    return content


def _event(one: Activity, *, now: datetime) -> Event:
    is_off = one.state is ActivityState.CANCELLED
    event = Event()
    event.add("uid", f"{one.group_id}-{one.id}@huiyin")
    event.add("sequence", one.sequence)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", one.ends_at.astimezone(UTC))
    event.add("summary", _plain(f"取消：{one.title}" if is_off else one.title))
    event.add("location", _plain(one.place))
    event.add("description", KINDS[one.kind])
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    if one.latitude is not None and one.longitude is not None:
        event.add("geo", (one.latitude, one.longitude))
    return event


def _plain(text: str) -> str:
    """Return one line without what no calendar can hold."""
    spaced = (mark if mark.isprintable() else " " for mark in text)
    return " ".join("".join(spaced).split())

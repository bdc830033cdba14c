"""Rules of records: what can come of an activity, and how much of it is kept. Pure."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

LONGEST_SUMMARY = 1200  # characters: one message has to hold it, with what stands around it
LONGEST_WHAT = 500
LONGEST_NUMBER = 40
LONGEST_TITLE = 200
LONGEST_OUTLET = 60
LONGEST_LINK = 500
MOST_PICTURES = 30  # of one activity
MOST_AT_ONCE = 10  # sent in one go
MOST_ITEMS = 100  # outcomes of one activity, or press items


class OutcomeKind(StrEnum):
    """What came of an activity (the report of 2019 counts each of them)."""

    SUGGESTION = "suggestion"
    ISSUE = "issue"
    HELP = "help"
    OTHER = "other"


class ItemSort(StrEnum):
    """The two lists of a record."""

    OUTCOME = "outcome"
    PRESS = "press"


def link_of(text: str) -> str | None:
    """Return the address of a page on the web as it is kept, None for anything else.

    A bare www.… or host/… is taken for https. No other scheme, no name and password in it.
    """
    words = text.strip()
    address = words if "://" in words else f"https://{words}"
    if not words or len(address) > LONGEST_LINK or any(one.isspace() for one in words):
        return None
    try:
        parts = urlsplit(address)
        host, with_name = parts.hostname or "", parts.username is not None
        _port = parts.port
    except ValueError:
        return None
    is_web = parts.scheme.lower() in ("http", "https") and "." in host.strip(".")
    return address if is_web and not with_name else None

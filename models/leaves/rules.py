"""The life of a leave request, and which activity it is about (domain §2). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from models.activities.rules import ActivityKind, bare
from models.activities.words import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

AFTERWARDS = timedelta(days=7)  # so long after its end somebody may still ask to be excused

_ENOUGH = 2  # characters of a title that somebody has to repeat to mean it
_KIND = 3  # what naming the kind is worth beside characters of the title
_NOON, _EVENING = 12, 18
_TITLED = re.compile(r"《([^《》]+)》")


class LeaveState(StrEnum):
    """Where a request is. `said`: read back to the deputy, who has not confirmed it yet."""

    SAID = "said"
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An activity a request may be about."""

    key: tuple[int, int]  # group, activity
    title: str
    kind: ActivityKind
    starts_at: datetime
    ends_at: datetime


def fitting(
    candidates: Sequence[Candidate],
    *,
    days: Collection[date],
    part: str | None,
    text: str,
    zone: ZoneInfo,
) -> list[Candidate]:
    """Return the activities that a request names, by day, part of the day and words.

    Empty if days were named and nothing is on them. A part of the day or words that fit nothing
    leave out nothing: a deputy who says 视察 of a 调研 is still understood.
    """
    found = [one for one in candidates if not days or _days_of(one, zone) & set(days)]
    found = [one for one in found if _in_part(one, part, zone)] or found
    worth = {one.key: _worth(one, text) for one in found}
    best = max(worth.values(), default=0)
    return found if best < _ENOUGH else [one for one in found if worth[one.key] == best]


def _days_of(one: Candidate, zone: ZoneInfo) -> set[date]:
    first, last = one.starts_at.astimezone(zone).date(), one.ends_at.astimezone(zone).date()
    return {first + timedelta(days=count) for count in range((last - first).days + 1)}


def _in_part(one: Candidate, part: str | None, zone: ZoneInfo) -> bool:
    first, last = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    if first.date() != last.date():
        return True
    match part:
        case "morning" | "night":
            return first.hour < _NOON
        case "afternoon" | "noon":
            return last.hour >= _NOON and first.hour < _EVENING
        case "evening":
            return last.hour >= _EVENING
        case _:
            return True


def _worth(one: Candidate, text: str) -> int:
    """Return how much of a text speaks of an activity: its title whole, in part, or its kind."""
    named = _TITLED.search(text)
    if named is not None:
        return len(named[1]) + _KIND if bare(named[1]) == bare(one.title) else 0
    said = bare(text)
    kind = any(word in said for word, kind in KINDS.items() if kind is one.kind)
    return _shared(bare(one.title), said) + (_KIND if kind else 0)


def _shared(title: str, said: str) -> int:
    """Return the length of the longest part of a title that was said, 0 for a single mark."""
    for length in range(len(title), _ENOUGH - 1, -1):
        starts = range(len(title) - length + 1)
        if any(title[start : start + length] in said for start in starts):
            return length
    return 0

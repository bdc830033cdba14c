"""Reports of the same thing, found before they are sent twice: text, category, place. Pure."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from models.issues.states import Category

ENOUGH = 0.35  # of the shared pairs of characters
CLOSE = 150.0  # metres: the width of a housing estate
_EARTH = 6_371_000.0
_MARKS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What of a report is compared."""

    words: str
    category: Category
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text, marks and case apart."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(bare[at : at + 2] for at in range(len(bare) - 1))


def shared(first: str, second: str) -> float:
    """Return how much of the shorter text is in the longer one: 0 to 1."""
    one, other = pairs(first), pairs(second)
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def metres(first: Likeness, second: Likeness) -> float | None:
    """Return how far two pins lie apart, None where one is missing."""
    if None in (first.latitude, first.longitude, second.latitude, second.longitude):
        return None
    north = math.radians((second.latitude or 0) - (first.latitude or 0))
    east = math.radians((second.longitude or 0) - (first.longitude or 0))
    east *= math.cos(math.radians(first.latitude or 0))
    return _EARTH * math.hypot(north, east)


def likeness(first: Likeness, second: Likeness) -> float:
    """Return how alike two reports are: words, a bonus for category and place; above 1 is sure."""
    worth = shared(first.words, second.words)
    away = metres(first, second)
    is_near = away is not None and away <= CLOSE
    named = shared(first.place, second.place) > 0.6 if first.place and second.place else False  # noqa: PLR2004
    if away is not None and not is_near:
        return 0.0
    if first.category is second.category:
        worth += 0.15
    if is_near or named:
        worth += 0.25
    return worth


def most_alike(
    mine: Likeness, others: Sequence[tuple[int, Likeness]], *, most: int = 3
) -> list[int]:
    """Return the numbers of the reports most like mine, the likest first; only likely ones."""
    worth = [(likeness(mine, other), number) for number, other in others]
    likely = sorted((one for one in worth if one[0] >= ENOUGH + 0.15), reverse=True)
    return [number for _worth, number in likely[:most]]

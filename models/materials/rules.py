"""What may be sent, when, to whom, and what counts as read (domain §4). Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from models.reminders.rules import QUIET_UNTIL, is_quiet, next_morning
from models.working_days import first_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

UNDO = timedelta(seconds=30)  # so long after the confirmation nothing leaves
REMIND_AFTER = timedelta(days=3)
BEFORE_DEADLINE = timedelta(days=1)
LONGEST_TEXT = 3000  # characters: with title and frame they fit one message
LONGEST_CAPTION = 700  # of the text under a file, likewise
LARGEST = 2000 << 20  # bytes, what Telegram keeps for anybody; nothing is fetched
GOOD_HOUR = time(9)


class Category(StrEnum):
    """What a material is about."""

    LAW = "law"
    POLICY = "policy"
    SPIRIT = "spirit"
    DUTY = "duty"
    LOCAL = "local"


class Target(StrEnum):
    """Where a material goes."""

    EACH = "each"
    GROUP = "group"
    BOTH = "both"

    @property
    def is_private(self) -> bool:
        """Tell whether each deputy gets it."""
        return self is not Target.GROUP

    @property
    def is_public(self) -> bool:
        """Tell whether the deputies' group gets it."""
        return self is not Target.EACH


class AudienceKind(StrEnum):
    """Which deputies get a material."""

    ALL = "all"
    LEVEL = "level"
    DELEGATION = "delegation"
    LIST = "list"
    MISSED = "missed"  # who has not read the last one
    EXCUSED = "excused"  # who was excused from the study session it belongs to


class MaterialState(StrEnum):
    """Where a material is."""

    DRAFT = "draft"
    QUEUED = "queued"  # waits in a series for its turn
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class ReadBy(StrEnum):
    """How somebody has shown that they read it; bots get no read receipts."""

    PRESS = "press"
    LINK = "link"
    QUIZ = "quiz"


OPEN = (MaterialState.SENDING, MaterialState.SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a material leaves and is reminded of."""

    now: datetime
    zone: ZoneInfo

    def leaves_at(self, wanted: datetime | None) -> datetime:
        """Return when it leaves: now or as wanted, after the undo, and never at a quiet hour."""
        at = max(wanted or self.now, self.now) + (UNDO if wanted is None else timedelta(0))
        return next_morning(at, self.zone) if is_quiet(at, self.zone) else at

    def next_working_morning(self) -> datetime:
        """Return nine o'clock of the next working day."""
        return working_morning(self.now, self.zone)


def working_morning(after: datetime, zone: ZoneInfo) -> datetime:
    """Return nine o'clock of the first working day after a moment's day."""
    day = first_from(after.astimezone(zone).date() + timedelta(days=1))
    return datetime.combine(day, GOOD_HOUR, tzinfo=zone).astimezone(after.tzinfo)


def remind_moments(sent_at: datetime, deadline: datetime | None, zone: ZoneInfo) -> list[datetime]:
    """Return when somebody who has not read it is reminded: at most twice, then silence.

    Once three days after it came, once in the morning of the day before the deadline; what would
    come after the deadline, or twice within a day, is left out.
    """
    first = _morning_of(sent_at + REMIND_AFTER, zone)
    if deadline is None:
        return [first]
    last = _morning_of(deadline - BEFORE_DEADLINE, zone)
    moments = [first] if first < last - timedelta(hours=20) else []
    return [*moments, last] if last > sent_at else moments


def _morning_of(moment: datetime, zone: ZoneInfo) -> datetime:
    day = moment.astimezone(zone).date()
    at = datetime.combine(day, max(GOOD_HOUR, QUIET_UNTIL), tzinfo=zone)
    return at.astimezone(moment.tzinfo)


def search_words(*parts: str) -> str:
    """Return what a search looks through: one width, one case, without spaces.

    Chinese is written without spaces between words, so parts of words are looked for.
    """
    return "\n".join(
        "".join(unicodedata.normalize("NFKC", one).casefold().split()) for one in parts
    )


def like(words: str) -> list[str]:
    """Return the patterns that all have to be found; none for a search without words."""
    pieces = unicodedata.normalize("NFKC", words).casefold().split()
    return ["%" + re.sub(r"([\\%_])", r"\\\1", one) + "%" for one in pieces[:6]]


_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；、）】》]+", re.IGNORECASE)


def first_link(text: str, linked: Sequence[str] = ()) -> str | None:
    """Return the first web address in a text or behind its words; None if there is none."""
    for one in (*linked, *_ADDRESS.findall(text)):
        if _ADDRESS.fullmatch(one) and len(one) <= 500:  # noqa: PLR2004  (the column's width)
            return str(one)
    return None


def title_from(text: str, names: Sequence[str]) -> str:
    """Return a title for what came without one: its first line, else its first file's name."""
    line = next((one.strip() for one in text.splitlines() if one.strip()), "")
    name = next((one.rpartition(".")[0] or one for one in names if one), "")
    return (line or name)[:60]

"""What is counted, within which time, and how a flood is told from a lively talk. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from models.limits.settings import Limits

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Counted(StrEnum):
    """What is counted for each person, by rows."""

    REPORT = "report"
    ATTACHMENT = "attachment"
    CODE = "code"  # a wrong receipt code, a unit's or a ballot's link that is none


def allowed(what: Counted, limits: Limits) -> tuple[int, timedelta]:
    """Return how many of something are allowed, and within which time; 0: without limit."""
    match what:
        case Counted.REPORT:
            return limits.reports_per_hour, HOUR
        case Counted.ATTACHMENT:
            return limits.attachments_per_day, DAY
        case Counted.CODE:
            return limits.code_attempts, timedelta(minutes=10)


_FEW = 1000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: datetime


@dataclass(slots=True)
class Meter:
    """How much each key may still do: `per_minute` at once, and as many again in each minute.

    Kept in memory: it stands in the way of a flood, and a restart may forget it.
    """

    per_minute: int
    _buckets: dict[str, _Bucket] = field(default_factory=dict)
    _forget_at: int = _FEW  # at so many keys; twice as many as were kept the last time

    def admits(self, key: str, now: datetime) -> bool:
        """Count one act of a key; tell whether it is within the limit."""
        if not self.has_left(key, now):
            return False
        if self.per_minute:
            self._buckets[key].left -= 1
        return True

    def has_left(self, key: str, now: datetime) -> bool:
        """Tell whether a key may do one more, without counting it."""
        if not self.per_minute:
            return True
        bucket = self._buckets.setdefault(key, _Bucket(self.per_minute, now))
        gained = max((now - bucket.at).total_seconds(), 0) * self.per_minute / 60
        bucket.left = min(bucket.left + gained, self.per_minute)
        bucket.at = now
        return bucket.left >= 1

    def forget(self, now: datetime) -> None:
        """Forget whoever may do everything again, as soon as there are many to look through."""
        if len(self._buckets) < self._forget_at:
            return
        for key in [one for one, bucket in self._buckets.items() if self._is_whole(bucket, now)]:
            del self._buckets[key]
        self._forget_at = max(2 * len(self._buckets), _FEW)

    def _is_whole(self, bucket: _Bucket, now: datetime) -> bool:
        gained = (now - bucket.at).total_seconds() * self.per_minute / 60
        return bucket.left + gained >= self.per_minute

    def __len__(self) -> int:
        return len(self._buckets)


_SAID = frozenset(
    {"text", "caption", "photo", "document", "video", "voice", "audio", "sticker", "animation",
     "contact", "location", "venue", "video_note", "dice", "poll"}
)  # fmt: skip


def is_said(raw: Mapping[str, Any]) -> bool:
    """Tell whether a raw update is somebody's word or press, which can be too many.

    What Telegram reports of a chat (who came, who left, a new number) never is.
    """
    message = raw.get("message") or raw.get("edited_message")
    if isinstance(message, Mapping):
        return bool(_SAID & message.keys())
    return "callback_query" in raw

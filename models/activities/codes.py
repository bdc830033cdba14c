"""The rotating code of a venue: six digits, a new one every half minute (domain §2). Pure."""

import enum
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

STEP = timedelta(seconds=30)
GRACE = timedelta(seconds=5)  # after a code has gone: for who was just typing it
REMEMBERED = 20  # steps that an old code is still told from a wrong one
WITHIN = timedelta(minutes=10)  # in which wrong codes are counted
LINK = "c-"  # of what a link carries that checks in by itself: the QR code on the screen
DOOR = "v-"  # of what a link carries that asks for the digits: the QR code on paper

_DIGITS = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BASE = 36
_LONGEST = 40
_SAID = re.compile(r"(签到|簽到|籤到|报到|報到|到|check-?in|here)?(\d{6})")
_BETWEEN = re.compile(r"[\s:：,,。.!!#\-]+")


def step_of(moment: datetime) -> int:
    """Return the number of the half minute a moment lies in; a half minute has its beginning."""
    return (moment - _EPOCH) // STEP


def begins(step: int) -> datetime:
    """Return when a step begins."""
    return _EPOCH + step * STEP


def code_of(key: bytes, step: int) -> str:
    """Return the six digits of a step: HMAC-SHA256 of the activity's key and the step."""
    mac = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha256).digest()
    return f"{int.from_bytes(mac[:8], 'big') % 10**_DIGITS:0{_DIGITS}d}"


class Fit(enum.StrEnum):
    """What a code is at a moment."""

    CURRENT = "current"
    OLD = "old"
    WRONG = "wrong"


def fit(key: bytes, code: str, sent_at: datetime) -> tuple[Fit, int]:
    """Judge a code by when it was sent: of this half minute, or of one that ended under 5 s ago.

    With it comes the step it is of. A code of the last ten minutes is old, any other wrong:
    one of the time to come too.
    """
    here, lately = step_of(sent_at), step_of(sent_at - GRACE)
    for step in range(here, here - REMEMBERED, -1):
        if hmac.compare_digest(code_of(key, step), code):
            return (Fit.CURRENT if step >= lately else Fit.OLD), step
    return Fit.WRONG, here


@dataclass(frozen=True, slots=True)
class CodeSaid:
    """A code as somebody typed it; bare if no word stood beside it."""

    code: str
    is_bare: bool


def code_said(text: str) -> CodeSaid | None:
    """Return the code in a message that is nothing else: 123456, 签到 123 456."""
    if len(text) > _LONGEST:
        return None
    folded = _BETWEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    match = _SAID.fullmatch(folded)
    if match is None or not match[2].isascii():
        return None
    return CodeSaid(match[2], is_bare=match[1] is None)


def is_code(text: str) -> bool:
    """Tell whether a message is a code and nothing else."""
    return code_said(text) is not None


def payload(group_id: int, activity_id: int, code: str) -> str:
    """Return what the link on the screen carries (at most 64 characters of A-Za-z0-9_-)."""
    return f"{LINK}{_base36(group_id)}-{_base36(activity_id)}-{code}"


def door_payload(group_id: int, activity_id: int) -> str:
    """Return what the link on paper carries."""
    return f"{DOOR}{_base36(group_id)}-{_base36(activity_id)}"


_PAYLOAD = re.compile(r"[cv]-([0-9a-z]{1,13})-([0-9a-z]{1,13})(?:-([0-9]{6}))?")


def read_payload(text: str) -> tuple[int, int, str | None] | None:
    """Return group, activity and code of what a link carries, None for anything else."""
    match = _PAYLOAD.fullmatch(text)
    if match is None or text.startswith(LINK) is not bool(match[3]):
        return None
    return int(match[1], _BASE), int(match[2], _BASE), match[3]


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, _BASE)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits

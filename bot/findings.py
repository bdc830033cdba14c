"""What `huiyin doctor` says of one thing it looked at, in Chinese and English."""

import enum
from dataclasses import dataclass


class Verdict(enum.StrEnum):
    """How one thing looked at is."""

    WELL = "✓"
    HINT = "·"  # worth doing; the bot works without it
    WRONG = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and what was seen, in Chinese and English."""

    verdict: Verdict
    zh: str
    en: str

    @property
    def ok(self) -> bool:
        """Tell whether the bot works with it."""
        return self.verdict is not Verdict.WRONG


def well(zh: str, en: str) -> Finding:
    """Return a finding that all is well."""
    return Finding(Verdict.WELL, zh, en)


def hint(zh: str, en: str) -> Finding:
    """Return a finding that is worth knowing."""
    return Finding(Verdict.HINT, zh, en)


def wrong(zh: str, en: str) -> Finding:
    """Return a finding that has to be mended."""
    return Finding(Verdict.WRONG, zh, en)

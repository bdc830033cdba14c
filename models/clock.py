"""The only clock. A demo or a test may move it; nothing else reads the time."""

import time
from datetime import UTC, datetime, timedelta

_moved = timedelta(0)


def now() -> datetime:
    """Return the moment, aware and in UTC, moved by whatever `move` was told."""
    return datetime.now(UTC) + _moved  # noqa: TID251  (this is the one place)


def move(by: timedelta) -> None:
    """Move the clock; moves add up. Only a demo and tests call this."""
    global _moved  # noqa: PLW0603  (one clock for one process is the point)
    _moved += by


def reset() -> None:
    """Take back every move."""
    move(-_moved)


def wall_milliseconds() -> int:
    """Return real milliseconds since 1970, never moved: for row numbers, not for rules."""
    return time.time_ns() // 1_000_000

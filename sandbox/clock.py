"""The sandbox's clock: real time plus an offset that people may move."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Tells the world's time; `shift` travels, `on_shift` hears of every journey (in seconds)."""

    __slots__ = ("offset", "on_shift")

    def __init__(self, start: datetime | None = None) -> None:
        """Begin at `start` (aware) and run on from there, or begin now."""
        self.offset = 0.0 if start is None else start.timestamp() - time.time()
        self.on_shift: list[Callable[[float], None]] = []

    def timestamp(self) -> float:
        """Give the world's time as Unix seconds."""
        return time.time() + self.offset

    def now(self) -> datetime:
        """Give the world's time as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def shift(self, seconds: float) -> None:
        """Travel forward (or, with a negative number, back) and tell everybody."""
        self.offset += seconds
        for listener in self.on_shift:
            listener(seconds)

"""What operators are told."""

from typing import ClassVar

from models.messages.notices import Notice


class Alive(Notice):
    """The daily word: what was done since the last one, and whether anything waits."""

    kind: ClassVar[str] = "operations.alive"
    updates: int
    messages: int
    unreachable: int
    failed: int
    parked: int
    waiting_seconds: int

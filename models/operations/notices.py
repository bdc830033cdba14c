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
    sealed_away: int = 0  # messages that wait for the keys file they were sealed with
    keys_refused: bool = False  # the keys file was replaced by one that does not fit

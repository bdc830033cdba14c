"""What has to be fetched from Telegram before a handler can go on: a file somebody sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from models.messages.notices import Notice

LARGEST = 10 * 1024 * 1024  # bytes, unless a handler says otherwise


class FileTooLarge(Notice):
    """A file is larger than the bot takes."""

    kind: ClassVar[str] = "door.file_too_large"
    megabytes: int


class FileLost(Notice):
    """A file could not be fetched from Telegram."""

    kind: ClassVar[str] = "door.file_lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What an errand came back with: a file as it was read, or why there is none."""

    value: object = None
    refusal: Notice | None = None


class Errand(Exception):  # noqa: N818  (a way out of a transaction, not an error)
    """A handler needs a file.

    The transaction is rolled back, the file fetched, read by `then` in a thread of its own, and
    the handler called again with what was read. So Telegram is never waited for inside a
    transaction, a large file holds up nobody, and whoever has no right to send it is refused
    before it is fetched.
    """

    def __init__(self, file_id: str, then: Callable[[bytes], object], most: int) -> None:
        super().__init__("a file is to be fetched")
        self.file_id = file_id
        self.then = then
        self.most = most

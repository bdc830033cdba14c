"""What has to be fetched from Telegram before a handler can go on: a file somebody sent."""

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


class Errand(Exception):  # noqa: N818  (a way out of a transaction, not an error)
    """A handler needs a file.

    The transaction is rolled back, the file fetched, and the handler called again with it. So
    Telegram is never waited for inside a transaction, and whoever has no right to send the file
    is refused before it is fetched.
    """

    def __init__(self, file_id: str, most: int = LARGEST) -> None:
        super().__init__("a file is to be fetched")
        self.file_id = file_id
        self.most = most


Brought = bytes | Notice  # the file, or why there is none

"""What the operator is told about backups."""

from typing import ClassVar, Literal

from models.messages.notices import Notice


class NotEmpty(Notice):
    """A backup is only put into an empty database."""

    kind: ClassVar[str] = "backups.not_empty"


class Unreadable(Notice):
    """A file is no backup, or not a whole one."""

    kind: ClassVar[str] = "backups.unreadable"
    problem: Literal["foreign", "version", "damaged", "closed", "missing"]


class Made(Notice):
    """A backup was written and read back; how many old ones went."""

    kind: ClassVar[str] = "backups.made"
    path: str
    rows: int
    removed: int


class Whole(Notice):
    """A backup was read to its end: nothing is missing."""

    kind: ClassVar[str] = "backups.whole"
    path: str
    rows: int


class Restored(Notice):
    """A backup is in the database."""

    kind: ClassVar[str] = "backups.restored"
    path: str
    rows: int


class KeysMissing(Notice):
    """There is no key file, so nothing can be opened."""

    kind: ClassVar[str] = "backups.keys_missing"
    path: str

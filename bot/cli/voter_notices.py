"""What the command line says of platforms, other systems and retention."""

from datetime import datetime
from typing import ClassVar

from models.messages.notices import Notice


class HandedOver(Notice):
    """So many reports have been written for the platform."""

    kind: ClassVar[str] = "cli.handed_over"
    path: str
    rows: int


class NothingToHandOver(Notice):
    """Nothing is routed to the platform that was not handed over before."""

    kind: ClassVar[str] = "cli.nothing_to_hand_over"


class RowRefused(Notice):
    """A row of the platform's sheet could not be taken, and why."""

    kind: ClassVar[str] = "cli.row_refused"
    row: int
    why: str


class TakenBack(Notice):
    """What the platform's sheet has changed."""

    kind: ClassVar[str] = "cli.taken_back"
    numbers: int
    results: int
    same: int
    refused: int


class KeyMade(Notice):
    """A key for another system: shown this once."""

    kind: ClassVar[str] = "cli.key_made"
    name: str
    key: str
    address: str


class KeyRevoked(Notice):
    """A system's key holds no more."""

    kind: ClassVar[str] = "cli.key_revoked"
    name: str


class KeyLine(Notice):
    """A system in the list of those that have a key."""

    kind: ClassVar[str] = "cli.key_line"
    name: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class Retained(Notice):
    """What retention has deleted, or (dry) would delete."""

    kind: ClassVar[str] = "cli.retained"
    is_dry: bool
    contacts: int
    files: int
    audit: int
    held: int


class HoldSet(Notice):
    """A report is held back from deletion, or let go again."""

    kind: ClassVar[str] = "cli.hold_set"
    number: str
    is_held: bool

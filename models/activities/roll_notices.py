"""What staff see of a roll and do to it by name: entries, ticks, paper, guests."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.activities.notices import Counts, Shown
from models.activities.rules import AttendanceState, GuestKind
from models.leaves.rules import LeaveState
from models.messages.notices import Notice
from models.replies.rules import ReplyState


class RollEntry(BaseModel):
    """One deputy on a roll; no state: nothing yet."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    member_id: int
    name: str
    state: AttendanceState | None
    at: datetime | None
    reply: ReplyState | None = None  # what they have said beforehand
    leave: LeaveState | None = None  # asked for and not decided yet, or approved


class Awaited(BaseModel):
    """How those who are not on the roll yet stand, each counted once."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    granted: int = 0  # leave was approved: the closing notes them as excused
    asked: int = 0  # leave was asked for and nobody has decided
    going: int = 0
    leave: int = 0  # they have said that they do not come, without a request
    unsure: int = 0
    silent: int = 0


class Roll(Notice):
    """The roll by name, for staff: one page of it. Live while they look at it."""

    kind: ClassVar[str] = "activities.roll"
    activity: Shown
    counts: Counts
    entries: tuple[RollEntry, ...]
    page: int
    pages: int
    awaited: Awaited
    at: datetime  # as of when


class RollOf(Notice):
    """One deputy's entry, to be corrected."""

    kind: ClassVar[str] = "activities.roll_of"
    activity: Shown
    entry: RollEntry


class Corrected(Notice):
    """The deputy hears that staff have corrected the roll, and why."""

    kind: ClassVar[str] = "activities.corrected"
    title: str
    starts_at: datetime
    before: AttendanceState | None
    after: AttendanceState
    reason: str
    total: int
    year: int


class ReasonPlease(Notice):
    """What changes somebody's points needs a reason."""

    kind: ClassVar[str] = "activities.reason_please"


class Ticks(Notice):
    """The roll by name, to be ticked: one page of it."""

    kind: ClassVar[str] = "activities.ticks"
    activity: Shown
    counts: Counts
    entries: tuple[RollEntry, ...]
    page: int
    pages: int


class NotTicked(Notice):
    """An entry that the list may not change: the person's own, excused, corrected."""

    kind: ClassVar[str] = "activities.not_ticked"
    name: str
    state: AttendanceState


class TickLater(Notice):
    """The list is for the check-in window and the day after it."""

    kind: ClassVar[str] = "activities.tick_later"
    title: str
    opens_at: datetime
    early: bool


class Sheet(Notice):
    """A sheet to be printed and signed; the file is made when it leaves."""

    kind: ClassVar[str] = "activities.sheet"
    group_id: int
    activity_id: int
    title: str


class PaperRead(Notice):
    """What was understood of a signed sheet, to be confirmed."""

    kind: ClassVar[str] = "activities.paper_read"
    activity: Shown
    version: int
    here: int
    missing: tuple[str, ...]  # number and name
    own: tuple[str, ...]  # of these: who has checked in themselves


class PaperUnclear(Notice):
    """Words that are no number and no name of the sheet."""

    kind: ClassVar[str] = "activities.paper_unclear"
    words: tuple[str, ...]
    people: int


class PaperDone(Notice):
    """A signed sheet is entered."""

    kind: ClassVar[str] = "activities.paper_done"
    title: str
    counts: Counts


class GuestShown(BaseModel):
    """A guest as lists show them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    guest_id: int
    name: str
    kind: GuestKind


class Guests(Notice):
    """The guests of an activity, for staff: one page of them."""

    kind: ClassVar[str] = "activities.guests"
    activity: Shown
    guests: tuple[GuestShown, ...]
    page: int
    pages: int
    total: int

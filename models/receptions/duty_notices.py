"""What deputies are told about their duties, and about swaps."""

from datetime import date, datetime
from typing import ClassVar

from models.messages.notices import Notice
from models.people.sealed import Sealed
from models.receptions.notices import Line
from models.receptions.rules import Mode, SessionState, SwapState
from models.reminders.rules import ReminderKind


class DutyCard(Notice):
    """A deputy's duty: told at the publishing, and again 7 days, a day and 2 hours before."""

    kind: ClassVar[str] = "receptions.duty_card"
    group_id: int
    session_id: int
    activity_id: int
    member_id: int
    which: ReminderKind
    station: str
    address: str
    mode: Mode
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    contact: str | None
    phone: Sealed | None
    topics: str | None
    route: Sealed | None
    others: tuple[str, ...]
    is_mine: bool  # False once somebody else has it
    is_confirmed: bool
    is_backup: bool
    has_pin: bool
    swap: SwapState | None


class DutyMoved(Notice):
    """Whoever is on duty or stands by hears that it is elsewhere, otherwise, or at another time."""

    kind: ClassVar[str] = "receptions.duty_moved"
    group_id: int
    session_id: int
    station: str
    address: str
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    was_station: str
    was_mode: Mode
    was_at: datetime
    is_backup: bool


class WhyMe(Notice):
    """Why somebody is on duty: the last one, the count, the constituency."""

    kind: ClassVar[str] = "receptions.why_me"
    station: str
    starts_at: datetime
    last_on: date | None
    count: int
    is_home: bool
    how: str
    fewest: int
    most: int


class MyDuties(Notice):
    """A deputy's duties, the next first."""

    kind: ClassVar[str] = "receptions.my_duties"
    lines: tuple[Line, ...]
    member_ids: tuple[int, ...]


class StandBy(Notice):
    """Somebody stands by for a session: nothing to do unless called."""

    kind: ClassVar[str] = "receptions.stand_by"
    station: str
    address: str
    starts_at: datetime
    names: tuple[str, ...]


class OffDuty(Notice):
    """Somebody is no longer on duty: swapped, or by the staff."""

    kind: ClassVar[str] = "receptions.off_duty"
    station: str
    starts_at: datetime
    instead: str | None


class SwapWanted(Notice):
    """A deputy asks whether somebody else can take a duty."""

    kind: ClassVar[str] = "receptions.swap_wanted"
    group_id: int
    swap_id: int
    name: str
    station: str
    address: str
    starts_at: datetime
    ends_at: datetime
    state: SwapState
    taker: str | None


class SureToSwap(Notice):
    """The question before the others are asked."""

    kind: ClassVar[str] = "receptions.sure_to_swap"
    group_id: int
    session_id: int
    station: str
    starts_at: datetime
    people: int


class SwapAsked(Notice):
    """The others have been asked."""

    kind: ClassVar[str] = "receptions.swap_asked"
    group_id: int
    session_id: int
    station: str
    starts_at: datetime
    people: int


class TakeHow(Notice):
    """Whoever would take a duty chooses: just so, or against one of their own."""

    kind: ClassVar[str] = "receptions.take_how"
    group_id: int
    swap_id: int
    name: str
    station: str
    starts_at: datetime
    mine: tuple[Line, ...]


class SwapOffered(Notice):
    """Somebody would take the duty: the one who asked agrees or not."""

    kind: ClassVar[str] = "receptions.swap_offered"
    group_id: int
    swap_id: int
    taker: str
    station: str
    starts_at: datetime
    give_station: str | None
    give_starts_at: datetime | None
    state: SwapState


class SwapTaken(Notice):
    """Somebody else was faster, or it is not asked any more."""

    kind: ClassVar[str] = "receptions.swap_taken"
    state: SwapState


class SwapWaits(Notice):
    """The offer is with the one who asked."""

    kind: ClassVar[str] = "receptions.swap_waits"
    name: str
    station: str
    starts_at: datetime


class SwapDeclined(Notice):
    """An offer was not taken; the others may still take the duty."""

    kind: ClassVar[str] = "receptions.swap_declined"


class SwapDone(Notice):
    """A duty has changed hands: the staff see it, and whoever took it."""

    kind: ClassVar[str] = "receptions.swap_done"
    name: str
    taker: str
    station: str
    starts_at: datetime
    give_station: str | None
    give_starts_at: datetime | None

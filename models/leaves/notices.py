"""What people are told about leaves."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.leaves.rules import LeaveState
from models.messages.notices import Notice


class Said(BaseModel):
    """A request that was understood and is not confirmed yet."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    leave_id: int
    title: str
    starts_at: datetime


class ReadBack(Notice):
    """A plain sentence as it was understood: which activity, and why."""

    kind: ClassVar[str] = "leaves.read_back"
    group_id: int
    leave_id: int
    title: str
    starts_at: datetime
    reason: str


class WhichActivity(Notice):
    """Several activities may be meant, or (`is_other`) none was on the day that was named."""

    kind: ClassVar[str] = "leaves.which_activity"
    choices: tuple[Said, ...]
    is_other: bool = False


class ReadBackAll(Notice):
    """A plain sentence about a span of days as it was understood: all that lies in it, and why."""

    kind: ClassVar[str] = "leaves.read_back_all"
    choices: tuple[Said, ...]
    reason: str


class AskedAll(Notice):
    """Several requests are with the staff."""

    kind: ClassVar[str] = "leaves.asked_all"
    choices: tuple[Said, ...]
    reason: str


class WhyNotAll(Notice):
    """The activities of a span are known; the reason is asked next, once."""

    kind: ClassVar[str] = "leaves.why_not_all"
    choices: tuple[Said, ...]


class TakeBack(Notice):
    """A deputy wants to come after all: read back before the leave is taken back."""

    kind: ClassVar[str] = "leaves.take_back"
    group_id: int
    leave_id: int
    title: str
    starts_at: datetime
    state: LeaveState


class TakeWhichBack(Notice):
    """Several requests may be meant, or (`is_other`) none was for the day that was named."""

    kind: ClassVar[str] = "leaves.take_which_back"
    choices: tuple[Said, ...]
    is_other: bool = False


class NothingToTakeBack(Notice):
    """The deputy has asked for no leave from what lies ahead."""

    kind: ClassVar[str] = "leaves.nothing_to_take_back"


class Kept(Notice):
    """The leave stays as it was."""

    kind: ClassVar[str] = "leaves.kept"


class Waiting(BaseModel):
    """A request that waits for the staff, as a line of a list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    leave_id: int
    name: str
    title: str
    starts_at: datetime
    reason: str


class AllWaiting(Notice):
    """Every request that waits for the staff of a group: a page of them."""

    kind: ClassVar[str] = "leaves.all_waiting"
    group_id: int
    lines: tuple[Waiting, ...]
    total: int
    page: int
    pages: int


class WhyNot(Notice):
    """The activity is known; the reason is asked next."""

    kind: ClassVar[str] = "leaves.why_not"
    title: str
    starts_at: datetime


class NothingToLeave(Notice):
    """There is no activity to be excused from."""

    kind: ClassVar[str] = "leaves.nothing_to_leave"


class Dropped(Notice):
    """The deputy says it was not meant so; nothing was handed in."""

    kind: ClassVar[str] = "leaves.dropped"


class Asked(Notice):
    """The request is with the staff."""

    kind: ClassVar[str] = "leaves.asked"
    title: str
    starts_at: datetime
    reason: str


class AlreadyAsked(Notice):
    """There is a request already: waiting, or approved."""

    kind: ClassVar[str] = "leaves.already_asked"
    title: str
    starts_at: datetime
    state: LeaveState


class YouWereThere(Notice):
    """Somebody on the roll as present cannot be excused."""

    kind: ClassVar[str] = "leaves.you_were_there"
    title: str
    starts_at: datetime


class TooLateToAsk(Notice):
    """The activity is over for too long."""

    kind: ClassVar[str] = "leaves.too_late_to_ask"
    title: str
    starts_at: datetime


class LeaveCard(Notice):
    """A request as the staff see it: who, what, why; once decided, by whom."""

    kind: ClassVar[str] = "leaves.leave_card"
    group_id: int
    leave_id: int
    name: str
    title: str
    starts_at: datetime
    place: str
    reason: str
    state: LeaveState
    decider: str | None = None
    answer: str | None = None


class DecidedAlready(Notice):
    """Somebody else of the staff was first, or the deputy has withdrawn."""

    kind: ClassVar[str] = "leaves.decided_already"
    state: LeaveState
    decider: str | None = None


class Decided(Notice):
    """The deputy hears what became of the request, and why."""

    kind: ClassVar[str] = "leaves.decided"
    title: str
    starts_at: datetime
    is_approved: bool
    answer: str | None
    is_corrected: bool  # the activity was closed already: absent has become excused

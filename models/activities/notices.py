"""What people are told about activities."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.activities.rules import (
    ActivityKind,
    ActivityState,
    AttendanceState,
    Scope,
    Way,
)
from models.messages.notices import Notice
from models.people.tables import Level
from models.replies.rules import ReplyCounts


class Shown(BaseModel):
    """An activity as it stands in lists and on cards."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    activity_id: int
    title: str
    kind: ActivityKind
    scope: Scope
    place: str
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    state: ActivityState
    is_open: bool
    ways: tuple[Way, ...] = (Way.WORD, Way.BUTTON)
    levels: tuple[Level, ...] = ()  # it is for these alone
    is_by_name: bool = False  # it is for deputies named one by one
    is_session: bool = False  # of a reception: kept with its round


class Counts(BaseModel):
    """How many of those invited are in which state."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    invited: int = 0
    present: int = 0
    late: int = 0
    excused: int = 0
    absent: int = 0
    guests: int = 0


class Card(Notice):
    """The live card in the deputies' chat: what, when, where, and how many are there."""

    kind: ClassVar[str] = "activities.card"
    activity: Shown
    counts: Counts
    replies: ReplyCounts = ReplyCounts()
    names: tuple[str, ...] = ()  # whom it is for, if by name


class StaffCard(Notice):
    """An activity as the staff see it."""

    kind: ClassVar[str] = "activities.staff_card"
    activity: Shown
    counts: Counts
    names: tuple[str, ...] = ()  # whom it is for, if by name


class CheckedIn(Notice):
    """A deputy has checked in: what, state, time, points."""

    kind: ClassVar[str] = "activities.checked_in"
    group_id: int
    member_id: int
    name: str
    title: str
    place: str
    state: AttendanceState
    at: datetime
    gained: int  # hundredths
    total: int
    year: int


class AlreadyIn(Notice):
    """A second check-in changes nothing: when the first was, and in which state."""

    kind: ClassVar[str] = "activities.already_in"
    group_id: int
    member_id: int
    name: str
    title: str
    state: AttendanceState
    at: datetime


class TooEarly(Notice):
    """The window is not open yet."""

    kind: ClassVar[str] = "activities.too_early"
    title: str
    starts_at: datetime
    opens_at: datetime


class TooLate(Notice):
    """The window is closed."""

    kind: ClassVar[str] = "activities.too_late"
    title: str
    closes_at: datetime


class NothingOpen(Notice):
    """No activity takes check-ins now; perhaps one is coming."""

    kind: ClassVar[str] = "activities.nothing_open"
    next_title: str | None = None
    next_opens_at: datetime | None = None


class NotInvited(Notice):
    """The activity is for deputies of another level."""

    kind: ClassVar[str] = "activities.not_invited"
    title: str


class WasCancelled(Notice):
    """The activity does not take place."""

    kind: ClassVar[str] = "activities.was_cancelled"
    title: str
    starts_at: datetime


class WhichOne(Notice):
    """Several activities take check-ins now: the person chooses."""

    kind: ClassVar[str] = "activities.which_one"
    activities: tuple[Shown, ...]


class Stranger(Notice):
    """Somebody on no roster wants to check in: how to become known, by a private chat."""

    kind: ClassVar[str] = "activities.stranger"
    bot_username: str
    in_group: bool


class NoForward(Notice):
    """A forwarded message never checks anybody in."""

    kind: ClassVar[str] = "activities.no_forward"


class Upcoming(Notice):
    """What is coming, for a deputy."""

    kind: ClassVar[str] = "activities.upcoming"
    activities: tuple[Shown, ...]
    group_id: int = 0  # whose plan can be looked at further


class Manage(Notice):
    """Activities as staff manage them, the most urgent first: a page of them."""

    kind: ClassVar[str] = "activities.manage"
    group_name: str
    group_id: int
    activities: tuple[Shown, ...]
    held: tuple[int, ...] = ()  # of these: over, and to be closed or written down
    page: int = 0
    pages: int = 1


class Sure(Notice):
    """A question before something that many see or that cannot be undone."""

    kind: ClassVar[str] = "activities.sure"
    activity: Shown
    act: str  # announce, close, cancel
    people: int


class NoChat(Notice):
    """The group has no chat yet to announce in."""

    kind: ClassVar[str] = "activities.no_chat"
    group_name: str


class NotNow(Notice):
    """The activity's state does not allow this step."""

    kind: ClassVar[str] = "activities.not_now"
    title: str
    state: ActivityState


class OfReception(Notice):
    """The activity is a session of a reception: it is changed where its round is."""

    kind: ClassVar[str] = "activities.of_reception"
    title: str
    starts_at: datetime


class UnknownDeputies(Notice):
    """Names that no deputy of the group bears, and names that several do."""

    kind: ClassVar[str] = "activities.unknown_deputies"
    unknown: tuple[str, ...]
    several: tuple[str, ...]


class NobodyInvited(Notice):
    """The group has no deputy whom the activity would be for."""

    kind: ClassVar[str] = "activities.nobody_invited"


class HereAlready(Notice):
    """Deputies who have checked in cannot be left out any more."""

    kind: ClassVar[str] = "activities.here_already"
    names: tuple[str, ...]


class BadTimes(Notice):
    """An activity has to end after it starts, and to lie within sight."""

    kind: ClassVar[str] = "activities.bad_times"


class NowOfKind(Notice):
    """A deputy hears that an activity counts as another kind, why, and what that did to points."""

    kind: ClassVar[str] = "activities.now_of_kind"
    title: str
    starts_at: datetime
    before: ActivityKind
    after: ActivityKind
    reason: str
    gained: int  # hundredths, may be less than nothing
    total: int
    year: int


class Announced(Notice):
    """Staff hear that the card is on its way to the group."""

    kind: ClassVar[str] = "activities.announced"
    title: str


class Closed(Notice):
    """The outcome of an activity, for the staff."""

    kind: ClassVar[str] = "activities.closed"
    title: str
    counts: Counts


class PleaseClose(Notice):
    """Staff are asked, once, to close an activity that is over."""

    kind: ClassVar[str] = "activities.please_close"
    activity: Shown
    counts: Counts


class PlanImported(Notice):
    """A plan's activities are in the group now."""

    kind: ClassVar[str] = "activities.plan_imported"
    count: int
    announced: bool

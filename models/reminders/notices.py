"""What people are told by the clock."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.activities.notices import Shown
from models.leaves.rules import LeaveState
from models.messages.notices import Notice
from models.reminders.rules import ReminderKind
from models.replies.rules import ReplyState


class Ahead(Notice):
    """An activity is a day or two hours away."""

    kind: ClassVar[str] = "reminders.ahead"
    activity: Shown
    which: ReminderKind
    answer: ReplyState | None = None
    is_known: bool = False  # the deputy has pressed 知道了


class Opening(Notice):
    """Staff hear that the check-in is open."""

    kind: ClassVar[str] = "reminders.opening"
    activity: Shown
    invited: int


class Thanks(Notice):
    """Somebody was there, and wants to be thanked."""

    kind: ClassVar[str] = "reminders.thanks"
    title: str
    starts_at: datetime
    gained: int  # hundredths
    total: int
    year: int


class Line(BaseModel):
    """One line of a digest."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    which: ReminderKind
    activity: Shown


class Digest(Notice):
    """What was above the day's budget, in one message."""

    kind: ClassVar[str] = "reminders.digest"
    lines: tuple[Line, ...]


class MissedFor(BaseModel):
    """How many were not reminded of an activity in time."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    title: str
    starts_at: datetime
    people: int


class Missed(Notice):
    """Staff hear, in one message, what came too late to be sent."""

    kind: ClassVar[str] = "reminders.missed"
    activities: tuple[MissedFor, ...]


class Moved(Notice):
    """Those invited hear that time or place have changed."""

    kind: ClassVar[str] = "reminders.moved"
    activity: Shown
    was_at: datetime
    was_place: str
    answer: ReplyState | None = None
    leave_state: LeaveState | None = None  # what was asked for the old day holds for the new one


class CalledOff(Notice):
    """Those invited, and who had declined too, hear that it does not take place."""

    kind: ClassVar[str] = "reminders.called_off"
    title: str
    starts_at: datetime
    place: str


class NotNeeded(Notice):
    """Who was invited hears, once, that others are now."""

    kind: ClassVar[str] = "reminders.not_needed"
    title: str
    starts_at: datetime
    place: str


class Settings(Notice):
    """What somebody wants to be told."""

    kind: ClassVar[str] = "reminders.settings"
    wants_thanks: bool


class ChangeWhat(Notice):
    """Staff are asked what is to be changed: the time, the place, or a copy made."""

    kind: ClassVar[str] = "reminders.change_what"
    activity: Shown

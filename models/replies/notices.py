"""What people are told about replies."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.activities.notices import Shown
from models.leaves.rules import LeaveState
from models.messages.notices import Notice
from models.replies.rules import ReplyState


class Invitation(Notice):
    """The private card of an activity: what, when, where, and what the deputy has answered."""

    kind: ClassVar[str] = "replies.invitation"
    activity: Shown
    member_id: int
    answer: ReplyState | None = None
    leave_state: LeaveState | None = None
    can_answer: bool = True
    is_theirs: bool = True  # False: others are invited now


class Noted(Notice):
    """An answer is noted."""

    kind: ClassVar[str] = "replies.noted"
    answer: ReplyState


class TooLateToAnswer(Notice):
    """The activity has begun: answers are over."""

    kind: ClassVar[str] = "replies.too_late_to_answer"
    title: str
    starts_at: datetime


class Answer(BaseModel):
    """One deputy on the list of answers."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    member_id: int
    name: str
    state: ReplyState | None
    leave_id: int | None
    leave_state: LeaveState | None
    is_bound: bool


class Answers(Notice):
    """Who has answered what, by name, for staff: one page of it."""

    kind: ClassVar[str] = "replies.answers"
    activity: Shown
    lines: tuple[Answer, ...]
    going: int
    leave: int
    unsure: int
    silent: int
    page: int
    pages: int

"""What people are shown of a year's plan: a list, a month, a file that was sent."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.activities.notices import Shown
from models.activities.rules import ActivityKind, Scope
from models.activities.whom import Wanted
from models.messages.notices import Notice
from models.people.roster_notices import RowProblem


class MembersOnly(Notice):
    """The plan is for the group's deputies and staff."""

    kind: ClassVar[str] = "plans.members_only"


class YearPlan(Notice):
    """A year's activities one after the other: a page of them."""

    kind: ClassVar[str] = "plans.year"
    group_id: int
    group_name: str
    year: int
    this_year: int
    activities: tuple[Shown, ...]
    page: int
    pages: int
    total: int
    is_staff: bool


class MonthPlan(Notice):
    """A month as a picture, with its activities in words below."""

    kind: ClassVar[str] = "plans.month"
    group_id: int
    group_name: str
    year: int
    month: int
    today: int  # the day, if it lies in this month; else 0
    activities: tuple[Shown, ...]
    timezone: str
    free_days: tuple[int, ...]  # weekends and public holidays
    is_staff: bool


class PlanLine(BaseModel):
    """A row of a plan file."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    row: int
    title: str
    kind: ActivityKind
    scope: Scope
    starts_at: datetime
    ends_at: datetime
    place: str | None
    whom: Wanted = Wanted()


class PlanPreview(Notice):
    """What a plan file holds, before anything is entered; with problems nothing can be."""

    kind: ClassVar[str] = "plans.preview"
    group_id: int
    group_name: str
    version: int
    lines: tuple[PlanLine, ...]  # the first of them
    total: int
    known: int  # of these: in the plan already
    problems: tuple[RowProblem, ...]  # the first of them
    n_problems: int


class WhichPlan(Notice):
    """Staff of several groups say whose plan it is."""

    kind: ClassVar[str] = "plans.which"
    groups: tuple[tuple[int, str], ...]
    version: int


class PlanEntered(Notice):
    """The rows of a plan are drafts now."""

    kind: ClassVar[str] = "plans.entered"
    group_id: int
    year: int
    count: int
    known: int


class PlanDropped(Notice):
    """A plan file was thrown away; nothing came of it."""

    kind: ClassVar[str] = "plans.dropped"


class SendPlan(Notice):
    """How a plan comes in: by a file, or one by one."""

    kind: ClassVar[str] = "plans.send"


class IcsFile(Notice):
    """One activity as a file for somebody's own calendar, made when it leaves."""

    kind: ClassVar[str] = "plans.ics"
    group_id: int
    activity_id: int
    title: str
    starts_at: datetime


class Subscription(Notice):
    """The address that a calendar may ask, and all that lies ahead as a file.

    The address is filled in when it leaves; the outbox holds its serial alone.
    """

    kind: ClassVar[str] = "plans.subscription"
    group_id: int
    member_id: int
    group_name: str
    serial: str
    address: str = ""


class Subscribed(Notice):
    """There is an address already; it is kept nowhere, so it cannot be shown again."""

    kind: ClassVar[str] = "plans.subscribed"
    group_id: int
    group_name: str


class Unsubscribed(Notice):
    """The address leads nowhere any more."""

    kind: ClassVar[str] = "plans.unsubscribed"

"""What staff are told about the plan of receptions."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.receptions.rules import DutyKind, Mode, RoundState, SessionState

MOST = 400  # stations or deputies that a setting may name


class Person(BaseModel):
    """A deputy at a session, and why it is them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    member_id: int
    name: str
    kind: DutyKind
    last_on: date | None
    count: int
    is_home: bool
    how: str
    is_confirmed: bool


class Line(BaseModel):
    """A session in a list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    session_id: int
    station: str
    mode: Mode
    state: SessionState
    starts_at: datetime
    names: tuple[str, ...]
    backup: str | None
    short: int


class RoundLine(BaseModel):
    """A round in a list: how many sessions, places that nobody is in, its day."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    round_id: int
    number: int
    day: date
    state: RoundState
    sessions: int
    short: int
    should_be: date | None  # where the calendar says another day than it was published for


class Sitting(BaseModel):
    """A session as those see it who run it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    round_id: int
    session_id: int
    activity_id: int | None
    station_id: int
    station: str
    address: str
    mode: Mode
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    topics: str | None
    people: tuple[Person, ...]
    short: int
    has_pin: bool
    booked: int
    visitors: int | None


class BadSetting(Notice):
    """A setting that makes no sense, and what was written."""

    kind: ClassVar[str] = "receptions.bad_setting"
    what: str
    value: str


class NothingToPlan(Notice):
    """There is no station, nobody to be on duty, or no day ahead."""

    kind: ClassVar[str] = "receptions.nothing_to_plan"
    year: int
    stations: int
    deputies: int


class Settings(Notice):
    """How receptions lie in the year."""

    kind: ClassVar[str] = "receptions.settings"
    group_id: int
    start_month: int
    day_rule: str
    hour: str
    minutes: int
    stations: int | None
    deputies: int | None
    house_calls: int
    slots: int
    has_channel: bool
    channel_title: str | None = None


class YearCard(Notice):
    """The rounds of a year as the staff see them, and how even the plan is."""

    kind: ClassVar[str] = "receptions.year_card"
    group_id: int
    group_name: str
    year: int
    rounds: tuple[RoundLine, ...]
    fewest: int
    most: int
    skipped: int
    short: int
    calendar_ends: date | None  # where the table of holidays ends soon


class SureToPlan(Notice):
    """The question before a year is planned anew: what is thrown away."""

    kind: ClassVar[str] = "receptions.sure_to_plan"
    group_id: int
    year: int
    drafts: int


class RoundCard(Notice):
    """A round with its sessions, as the staff see it."""

    kind: ClassVar[str] = "receptions.round_card"
    group_id: int
    round_id: int
    number: int
    year: int
    day: date
    state: RoundState
    lines: tuple[Line, ...]
    page: int
    pages: int
    short: int


class SureToPublish(Notice):
    """The question before a round is told to those on duty."""

    kind: ClassVar[str] = "receptions.sure_to_publish"
    group_id: int
    round_id: int
    day: date
    sessions: int
    people: int
    short: int
    unbound: int


class Published(Notice):
    """A round was published: a toast."""

    kind: ClassVar[str] = "receptions.published"
    people: int


class SessionCard(Notice):
    """A session as the staff keep it."""

    kind: ClassVar[str] = "receptions.session_card"
    sitting: Sitting


class Candidates(Notice):
    """Who could be on duty at a session, in the order of fairness; in place of somebody or not."""

    kind: ClassVar[str] = "receptions.candidates"
    group_id: int
    session_id: int
    station: str
    starts_at: datetime
    instead: int  # the member who is to be replaced, 0: nobody
    instead_name: str | None
    people: tuple[Person, ...]
    page: int
    pages: int


class NotNow(Notice):
    """The state of a session does not allow this."""

    kind: ClassVar[str] = "receptions.not_now"
    state: SessionState


class NotAtTable(Notice):
    """Only those on duty, who stands by and the staff write at a table."""

    kind: ClassVar[str] = "receptions.not_at_table"
    station: str


class RoundOver(Notice):
    """A round whose day has come, or that has no session, cannot be published any more."""

    kind: ClassVar[str] = "receptions.round_over"
    day: date


class TwiceInRound(Notice):
    """Somebody is on duty at another session of the same round."""

    kind: ClassVar[str] = "receptions.twice_in_round"
    name: str


class SureToCancel(Notice):
    """The question before a session is cancelled: who hears."""

    kind: ClassVar[str] = "receptions.sure_to_cancel"
    sitting: Sitting
    voters: int


class PlanPaper(Notice):
    """The plan as a sheet that can be changed and sent back."""

    kind: ClassVar[str] = "receptions.plan_paper"
    group_id: int
    year: int


#: Whom a changed plan adds and takes out, the backup, what the reception is about.
PlanChange = Literal["in", "out", "backup", "topics"]


class PlanPreview(Notice):
    """What a plan that was sent back would change."""

    kind: ClassVar[str] = "receptions.plan_preview"
    group_id: int
    version: int
    changes: tuple[tuple[PlanChange, str, str], ...]  # what, station, name or words
    count: int
    problems: tuple[tuple[int, str, str], ...]  # row, code, value


class PlanTaken(Notice):
    """A plan that was sent back is in."""

    kind: ClassVar[str] = "receptions.plan_taken"
    changed: int


class Planned(Notice):
    """A year was planned."""

    kind: ClassVar[str] = "receptions.planned"
    year: int
    rounds: int
    fewest: int
    most: int
    skipped: int
    short: int

"""What people see of archives in the chat."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from models.archives.entries import Part
from models.messages.notices import Notice
from models.people.tables import Level
from models.records.notices import OutcomeShown, PressShown


class PartShown(BaseModel):
    """How often something counts in a part, and the last thing in it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    part: Part
    count: int
    last: str


class Card(Notice):
    """A deputy's archive, short enough to be read at once; its deputy or the staff see it."""

    kind: ClassVar[str] = "archives.card"
    group_id: int
    member_id: int
    group_name: str
    name: str
    level: Level | None
    constituency: str | None
    first: int
    last: int
    year: int  # 0: all years
    parts: tuple[PartShown, ...]
    here: int
    invited: int
    percent: int | None
    total: int  # points of the last year, in hundredths
    recorded: int  # activities they were at of which a summary, an outcome or a report is kept
    has_portrait: bool
    for_staff: bool


class RecordLine(BaseModel):
    """An activity of which something is kept, as lists show it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    activity_id: int
    title: str
    on: date


class Records(Notice):
    """The activities a deputy was at of which something is kept, the last first: one page."""

    kind: ClassVar[str] = "archives.records"
    group_id: int
    member_id: int
    name: str
    year: int  # 0: all years
    records: tuple[RecordLine, ...]
    page: int
    pages: int
    total: int


class RecordOf(Notice):
    """What is kept of one activity a deputy was at: its summary, what came of it, the press."""

    kind: ClassVar[str] = "archives.record"
    group_id: int
    member_id: int
    name: str
    year: int  # 0: all years
    page: int  # of the list it was chosen from
    title: str
    place: str
    on: date
    summary: str
    outcomes: tuple[OutcomeShown, ...]
    press: tuple[PressShown, ...]
    pictures: int


class Paper(Notice):
    """A deputy's archive as a file."""

    kind: ClassVar[str] = "archives.paper"
    group_id: int
    member_id: int
    name: str
    year: int  # 0: all years
    format: Literal["docx", "xlsx"]


class NotAPortrait(Notice):
    """A file that is no picture, or cannot be read as one."""

    kind: ClassVar[str] = "archives.not_a_portrait"


class PortraitKept(Notice):
    """A deputy's photo is in the archive."""

    kind: ClassVar[str] = "archives.portrait_kept"
    group_id: int
    member_id: int
    name: str


class Group(Notice):
    """What the staff can do with the archives of a group."""

    kind: ClassVar[str] = "archives.group"
    group_id: int
    group_name: str
    deputies: int
    portraits: int


class Progress(Notice):
    """How far the archive of a whole group is; shown anew while it is made."""

    kind: ClassVar[str] = "archives.progress"
    group_id: int
    run_id: int
    done: int
    total: int
    state: str


class Parcel(Notice):
    """A group's archives as one .zip, or one of several where they are too large for one."""

    kind: ClassVar[str] = "archives.parcel"
    group_id: int
    run_id: int
    group_name: str
    number: int
    of: int
    deputies: int


class Under(Notice):
    """An archive of the group is being made already."""

    kind: ClassVar[str] = "archives.under_way"
    done: int
    total: int


class NobodyYet(Notice):
    """A group without a deputy has no archives."""

    kind: ClassVar[str] = "archives.nobody_yet"


class CannotBeMade(Notice):
    """The papers of a run cannot be made; the words say why."""

    kind: ClassVar[str] = "archives.cannot_be_made"
    problem: str


class Recommendation(Notice):
    """The sheet that recommends deputies for distinction, as a file for the staff."""

    kind: ClassVar[str] = "archives.recommendation"
    group_id: int
    group_name: str
    year: int
    deputies: int
    bound: int  # points that are needed, in hundredths


class NobodyToRecommend(Notice):
    """Nobody has what a recommendation asks for."""

    kind: ClassVar[str] = "archives.nobody_to_recommend"
    year: int
    bound: int

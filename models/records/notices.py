"""What staff are shown of records."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.activities.notices import Counts, Shown
from models.messages.carried import Carrying
from models.messages.notices import Notice
from models.records.rules import ItemSort, OutcomeKind


class Target(BaseModel):
    """What the number of an outcome means: an issue of the group, or else a suggestion."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    is_issue: bool
    subject_id: int
    number: str


class OutcomeShown(BaseModel):
    """What came of an activity, as lists show it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    item_id: int
    outcome: OutcomeKind
    what: str
    number: str | None
    on: date


class PressShown(BaseModel):
    """A report in the press, as lists show it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    item_id: int
    title: str
    outlet: str
    on: date
    link: str | None


class RecordCard(Notice):
    """The record of an activity as far as it is written. No summary: none yet."""

    kind: ClassVar[str] = "records.card"
    activity: Shown
    counts: Counts
    summary: str | None
    writer: str | None
    changed_at: datetime | None
    pictures: int
    outcomes: tuple[OutcomeShown, ...]
    press: tuple[PressShown, ...]
    targets: tuple[Target, ...]  # what the numbers of the outcomes mean, each once


class PictureShown(Carrying):
    """One picture of an activity, sent again by its number with Telegram."""

    kind: ClassVar[str] = "records.picture"
    group_id: int
    activity_id: int
    picture_id: int
    title: str
    caption: str
    number: int
    total: int


class PictureOff(Notice):
    """A picture is off the record; the message that showed it stays where it is."""

    kind: ClassVar[str] = "records.picture_off"


class TooMany(Notice):
    """So many are enough."""

    kind: ClassVar[str] = "records.too_many"
    most: int


class NoSuchIssue(Notice):
    """A number that is written as one of the group's issues, and no issue has it."""

    kind: ClassVar[str] = "records.no_such_issue"
    number: str


class BadLink(Notice):
    """Not the address of a page on the web."""

    kind: ClassVar[str] = "records.bad_link"


class Unrecorded(BaseModel):
    """An activity that is over and has no summary yet."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    activity_id: int
    title: str
    starts_at: datetime


class YearCard(Notice):
    """A year's records for the staff: what is written, what is missing, what was published."""

    kind: ClassVar[str] = "records.year"
    group_id: int
    group_name: str
    year: int
    is_past: bool
    held: int  # activities that are over
    recorded: int
    pictures: int
    suggestions: int
    issues: int
    helps: int
    others: int
    press: int
    missing: tuple[Unrecorded, ...]


class ItemLine(BaseModel):
    """A line of the list of outcomes and press items."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    sort: ItemSort
    item_id: int
    words: str


class Items(Notice):
    """Outcomes and press items one by one, of an activity or of a year: one page of them."""

    kind: ClassVar[str] = "records.items"
    group_id: int
    activity_id: int  # 0: of the year
    year: int
    items: tuple[ItemLine, ...]
    page: int
    pages: int
    total: int


class OutcomeCard(Notice):
    """One outcome in full, to be read or taken off."""

    kind: ClassVar[str] = "records.outcome_card"
    group_id: int
    activity_id: int
    title: str | None  # of the activity
    outcome: OutcomeShown
    targets: tuple[Target, ...]  # what its number means


class PressCard(Notice):
    """One report in the press in full, to be read or taken off."""

    kind: ClassVar[str] = "records.press_card"
    group_id: int
    activity_id: int
    title: str | None
    press: PressShown


class YearSheet(Notice):
    """A year's records as a workbook, made when it leaves."""

    kind: ClassVar[str] = "records.year_sheet"
    group_id: int
    year: int

"""The figures of voters' reports as they are told: counts and rates, nobody's words."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.issues.states import Category
from models.messages.notices import Notice


class Counts(BaseModel):
    """The figures of some reports; rates in percent, None where there is nothing to divide by."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str = ""
    reported: int
    open: int
    overdue: int
    closed: int
    on_time: float | None
    solved: float | None
    satisfied: float | None
    hollow: int


class Spot(BaseModel):
    """A place or topic that comes again and again."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    category: Category
    place: str
    count: int
    numbers: str


class Year(Notice):
    """The figures of a year for the staff, and what could become a suggestion."""

    kind: ClassVar[str] = "figures.year"
    group_id: int
    group_name: str
    year: int
    all: Counts
    units: tuple[Counts, ...]
    spots: tuple[Spot, ...]


class Chart(Notice):
    """The same as a picture, drawn when it leaves."""

    kind: ClassVar[str] = "figures.chart"
    group_id: int
    year: int


class Sheet(Notice):
    """The same as a workbook, by category, station, route and unit, made when it leaves."""

    kind: ClassVar[str] = "figures.sheet"
    group_id: int
    year: int


class SureToPublish(Notice):
    """What the deputies' group would see, before it is posted there."""

    kind: ClassVar[str] = "figures.sure_to_publish"
    group_id: int
    year: int


class Public(Notice):
    """The figures for everybody to read: no names, no places, no words."""

    kind: ClassVar[str] = "figures.public"
    group_name: str
    year: int
    all: Counts
    topics: tuple[tuple[Category, int], ...]


class Published(Notice):
    """The figures stand in the group."""

    kind: ClassVar[str] = "figures.published"


class NoChat(Notice):
    """There is no deputies' chat to publish in."""

    kind: ClassVar[str] = "figures.no_chat"

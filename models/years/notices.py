"""What the staff see of a year in the chat."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.years.figures import Part


class FigureShown(BaseModel):
    """One figure, with its name in both languages; `before` is last year's, if compared."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    key: str
    part: Part
    label_zh: str
    label_en: str
    value: int
    percent: bool
    parts_zh: str = ""  # how it is made up, in words
    parts_en: str = ""
    before: int | None = None


class LeftOut(BaseModel):
    """Something that is not counted, and how many rows stand behind it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    key: str
    label_zh: str
    label_en: str
    rows: int


class YearShown(Notice):
    """The figures of a year, for the staff."""

    kind: ClassVar[str] = "years.year"
    group_id: int
    group_name: str
    year: int
    compared: bool
    figures: tuple[FigureShown, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[LeftOut, ...]


class RowShown(BaseModel):
    """One row behind a figure."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    on: date | None
    what: str
    mark_zh: str
    mark_en: str
    proof: str
    ballot: int = 0  # the number of the ballot behind it


class FigureOpened(Notice):
    """A page of the rows behind a figure."""

    kind: ClassVar[str] = "years.figure"
    group_id: int
    year: int
    key: str
    label_zh: str
    label_en: str
    value: int | None
    percent: bool
    rows: tuple[RowShown, ...]
    total: int
    page: int
    pages: int


class YearPaper(Notice):
    """The report of a year as a file: docx or xlsx."""

    kind: ClassVar[str] = "years.paper"
    group_id: int
    group_name: str
    year: int
    format: Literal["docx", "xlsx"]


class NothingYet(Notice):
    """No figure of a year is proven."""

    kind: ClassVar[str] = "years.nothing_yet"
    year: int

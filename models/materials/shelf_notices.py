"""What the staff are told about courses, series and study sessions."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice


class SeriesLine(BaseModel):
    """One series: how often, when next, how many wait."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    series_id: int
    title: str
    is_monthly: bool
    day: int
    next_at: datetime | None
    waiting: int


class AllSeries(Notice):
    """The series of a group; with a material, the question into which it goes."""

    kind: ClassVar[str] = "materials.all_series"
    group_id: int
    lines: tuple[SeriesLine, ...]
    material_id: int = 0


class Courses(Notice):
    """The courses of a group; with a material, the question into which it goes."""

    kind: ClassVar[str] = "materials.courses"
    group_id: int
    lines: tuple[tuple[int, str], ...]
    material_id: int = 0
    is_staff: bool = False


class Sessions(Notice):
    """The question to which study session a material belongs."""

    kind: ClassVar[str] = "materials.sessions"
    group_id: int
    material_id: int
    lines: tuple[tuple[int, str, datetime], ...]


class Attached(Notice):
    """A material belongs to a study session now: who is excused from it gets it."""

    kind: ClassVar[str] = "materials.attached"
    group_id: int
    material_id: int
    title: str
    activity: str


class Filed(Notice):
    """A material lies in a course, or waits in a series."""

    kind: ClassVar[str] = "materials.filed"
    group_id: int
    material_id: int
    title: str
    into: str
    place: int
    is_series: bool

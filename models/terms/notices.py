"""What the staff are told about terms."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.people.tables import Level
from models.terms.tables import Came, Ended


class TermShown(BaseModel):
    """One term, as it is listed."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    came: Came
    level: Level | None
    congress: str | None
    since: date | None
    until: date | None
    ended: Ended | None


class TermsOf(Notice):
    """What a deputy has held, for the staff."""

    kind: ClassVar[str] = "terms.terms_of"
    group_id: int
    member_id: int
    name: str
    level: Level | None
    has_left: bool
    terms: tuple[TermShown, ...]


class DayWrong(Notice):
    """A day that lies ahead, or before the term it is about began."""

    kind: ClassVar[str] = "terms.day_wrong"
    not_before: date | None


class SameLevel(Notice):
    """The deputy is of this level already."""

    kind: ClassVar[str] = "terms.same_level"
    name: str
    level: Level


class NotADeputy(Notice):
    """Terms belong to deputies."""

    kind: ClassVar[str] = "terms.not_a_deputy"

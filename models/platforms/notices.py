"""What staff are told about reports that a platform handles."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice


class Waiting(BaseModel):
    """A report the platform has had for so long without a result."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    number: str
    external: str | None
    is_maybe: bool = False  # it left, and nobody knows whether it arrived
    handed_at: datetime


class Chase(Notice):
    """These have come back from the platform too late or not at all."""

    kind: ClassVar[str] = "platforms.chase"
    waiting: tuple[Waiting, ...]
    more: int


class Result(BaseModel):
    """What the platform says about a report."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    number: str
    said: str
    result: str


class Results(Notice):
    """Results have come from the platform: staff answer the voters."""

    kind: ClassVar[str] = "platforms.results"
    results: tuple[Result, ...]
    more: int


class NumberTaken(Notice):
    """This number of the platform's belongs to another report."""

    kind: ClassVar[str] = "platforms.number_taken"
    external: str
    number: str


class NotThere(Notice):
    """This report is not with the platform."""

    kind: ClassVar[str] = "platforms.not_there"
    number: str

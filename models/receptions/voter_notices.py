"""What voters are told about receptions."""

from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.receptions.rules import Mode, SessionState


class PublicLine(BaseModel):
    """A session in a public notice."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    station: str
    address: str
    starts_at: datetime
    names: tuple[str, ...]
    topics: str | None


class ForVoters(Notice):
    """A subscriber hears three days before: place, time, deputies, topics."""

    kind: ClassVar[str] = "receptions.for_voters"
    group_id: int
    session_id: int
    station_id: int
    station: str
    address: str
    mode: Mode
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    deputies: tuple[str, ...]
    topics: str | None
    is_bookable: bool
    my_number: int | None


class Paragraph(Notice):
    """The notice to voters as one text: for a channel, to be forwarded or printed."""

    kind: ClassVar[str] = "receptions.paragraph"
    group_name: str
    day: date
    sessions: tuple[PublicLine, ...]


class Booked(Notice):
    """A voter has a place in the queue."""

    kind: ClassVar[str] = "receptions.booked"
    group_id: int
    session_id: int
    station: str
    address: str
    starts_at: datetime
    number: int


class SlotSoon(Notice):
    """A voter is reminded of their place the day before."""

    kind: ClassVar[str] = "receptions.slot_soon"
    group_id: int
    session_id: int
    station: str
    address: str
    starts_at: datetime
    number: int


class GivenBack(Notice):
    """A voter does not come."""

    kind: ClassVar[str] = "receptions.given_back"
    station: str


class Full(Notice):
    """Every place is booked; whoever comes is received all the same."""

    kind: ClassVar[str] = "receptions.full"
    station: str
    starts_at: datetime


class MovedForVoters(Notice):
    """Voters who were told hear the new time or place."""

    kind: ClassVar[str] = "receptions.moved_for_voters"
    station: str
    address: str
    was_at: datetime
    starts_at: datetime
    ends_at: datetime


class OffForVoters(Notice):
    """Voters who were told hear that a reception does not take place."""

    kind: ClassVar[str] = "receptions.off_for_voters"
    group_id: int
    station_id: int
    station: str
    starts_at: datetime
    reason: str | None

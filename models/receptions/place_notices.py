"""What staff are told when a session is to be held elsewhere, or otherwise."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.receptions.rules import Mode


class StationLine(BaseModel):
    """A station a session could be held at."""

    model_config = ConfigDict(frozen=True)

    station_id: int
    name: str
    address: str


class Places(Notice):
    """Where a session could be instead: another station, or at people's homes."""

    kind: ClassVar[str] = "receptions.places"
    group_id: int
    session_id: int
    station: str
    mode: Mode
    starts_at: datetime
    stations: tuple[StationLine, ...]
    page: int
    pages: int


class SureToRelocate(Notice):
    """The question before a session is held elsewhere or otherwise: who hears."""

    kind: ClassVar[str] = "receptions.sure_to_relocate"
    group_id: int
    session_id: int
    station_id: int
    station: str
    address: str
    mode: Mode
    was_station: str
    was_mode: Mode
    starts_at: datetime
    people: int
    voters: int
    is_public: bool
    has_route: bool


class StationBusy(Notice):
    """Another session of the round is held at that station already."""

    kind: ClassVar[str] = "receptions.station_busy"
    station: str


class StationOff(Notice):
    """The station is closed: nobody is received there."""

    kind: ClassVar[str] = "receptions.station_off"
    station: str

"""What people are told about stations."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.stations.rules import StationState


class Line(BaseModel):
    """A station in a list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    station_id: int
    name: str
    address: str
    state: StationState
    subscribers: int = 0


class Shown(BaseModel):
    """A station as anybody may see it; of a mobile phone only the ends."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    station_id: int
    name: str
    address: str
    latitude: float | None
    longitude: float | None
    contact: str | None
    phone: str | None
    hours: str | None
    constituency: str | None
    state: StationState
    payload: str


class Coming(BaseModel):
    """A reception that lies ahead, as voters see it."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    session_id: int
    starts_at: datetime
    ends_at: datetime
    deputies: tuple[str, ...]
    topics: str | None
    is_bookable: bool
    my_number: int | None  # the queue number of whoever looks


class StationCard(Notice):
    """A station for anybody: where, when, and what can be done."""

    kind: ClassVar[str] = "stations.station_card"
    station: Shown
    coming: tuple[Coming, ...]
    is_subscribed: bool


class Pin(Notice):
    """The place of a station on the map."""

    kind: ClassVar[str] = "stations.pin"
    name: str
    address: str
    latitude: float
    longitude: float


class StationUnknown(Notice):
    """A link of a station that there is not, or not any more."""

    kind: ClassVar[str] = "stations.station_unknown"


class Subscribed(Notice):
    """Somebody hears of a station's receptions from now on, or no longer."""

    kind: ClassVar[str] = "stations.subscribed"
    name: str
    wants: bool


class Stations(Notice):
    """The stations of a group, for anybody or (`for_staff`) to be kept."""

    kind: ClassVar[str] = "stations.stations"
    group_id: int
    group_name: str
    lines: tuple[Line, ...]
    page: int
    pages: int
    for_staff: bool


class WhichGroup(Notice):
    """Several groups have stations: the person chooses."""

    kind: ClassVar[str] = "stations.which_group"
    groups: tuple[tuple[int, str], ...]


class StaffCard(Notice):
    """A station as the staff keep it."""

    kind: ClassVar[str] = "stations.staff_card"
    station: Shown
    subscribers: int


class SureToClose(Notice):
    """The question before a station is closed: what it has ahead of it."""

    kind: ClassVar[str] = "stations.sure_to_close"
    station: Shown
    sessions: int
    subscribers: int


class Poster(Notice):
    """The poster of a station, to be printed and hung up."""

    kind: ClassVar[str] = "stations.poster"
    group_id: int
    station_id: int
    bot_username: str
    name: str


class NameTaken(Notice):
    """Another station of the group is called so."""

    kind: ClassVar[str] = "stations.name_taken"
    name: str


class BadValue(Notice):
    """What was written cannot be a telephone number or a place."""

    kind: ClassVar[str] = "stations.bad_value"
    what: str


class Imported(Notice):
    """Stations have come out of a sheet."""

    kind: ClassVar[str] = "stations.imported"
    added: int
    changed: int
    same: int


class Posters(Notice):
    """Posters have been written into a folder."""

    kind: ClassVar[str] = "stations.posters"
    path: str
    count: int

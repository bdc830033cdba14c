"""The buttons of stations."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under, with_spot
from handlers.screens.issues import AtStation
from models.stations import notices as n
from models.stations.rules import StationState

FIELDS = ("name", "address", "contact", "phone", "hours", "constituency", "place")


class ShowStation(Button):
    """Show a station to anybody."""

    code: ClassVar[str] = "stc"
    group_id: int
    station_id: int


class ListStations(Button):
    """Show a page of a group's stations."""

    code: ClassVar[str] = "stl"
    group_id: int
    page: int


class Subscribe(Button):
    """Tell me of this station's receptions (1), or no longer (0)."""

    code: ClassVar[str] = "sts"
    group_id: int
    station_id: int
    wants: int


class SlotAct(Button):
    """About my place in the queue: book, give_back, show."""

    code: ClassVar[str] = "rxq"
    group_id: int
    session_id: int
    act: str


class KeepStation(Button):
    """Show a station to the staff who keep it."""

    code: ClassVar[str] = "stk"
    group_id: int
    station_id: int


class ChangeStation(Button):
    """Change one fact of a station."""

    code: ClassVar[str] = "stf"
    group_id: int
    station_id: int
    what: str


class AskStation(Button):
    """Do something with a station: poster, close, yes_close, reopen."""

    code: ClassVar[str] = "sta"
    group_id: int
    station_id: int
    act: str


class NewStation(Button):
    """Add a station."""

    code: ClassVar[str] = "stn"
    group_id: int


def _about(one: n.Shown | n.Line) -> dict[str, int]:
    return {"group_id": one.group_id, "station_id": one.station_id}


@under(n.StationCard)
def station_card(notice: n.StationCard) -> Keyboard:
    """Offer to hear of the next reception."""
    wants = 0 if notice.is_subscribed else 1
    label = "stations.b_unsubscribe" if notice.is_subscribed else "stations.b_subscribe"
    back = ListStations(group_id=notice.station.group_id, page=0)
    slots: list[Row] = [
        Press(
            SlotAct(group_id=one.group_id, session_id=one.session_id, act="book"),
            "receptions.b_book_on",
            (("day", one.starts_at.date()),),
        )
        for one in notice.coming
        if one.is_bookable
    ]
    return [
        Press(AtStation(**_about(notice.station)), "issues.b_at_station"),
        *slots,
        Press(Subscribe(**_about(notice.station), wants=wants), label),
        Press(back, "stations.b_all"),
    ]


@under(n.Stations)
def stations(notice: n.Stations) -> Keyboard:
    """Offer each station, the pages, and to the staff a new one."""
    kind = KeepStation if notice.for_staff else ShowStation
    rows: list[Row | list[Row]] = [
        Choice(kind(**_about(one)), f"{_mark(one)} {one.name}") for one in notice.lines
    ]
    turn: list[Row] = []
    if notice.page > 0:
        button = ListStations(group_id=notice.group_id, page=notice.page - 1)
        turn.append(Press(button, "people.b_before"))
    if notice.page + 1 < notice.pages:
        button = ListStations(group_id=notice.group_id, page=notice.page + 1)
        turn.append(Press(button, "people.b_after"))
    if turn:
        rows.append(turn)
    if notice.for_staff:
        rows.append(Press(NewStation(group_id=notice.group_id), "stations.b_new"))
    return rows


def _mark(one: n.Line) -> str:
    return "🏠" if one.state is StationState.OPEN else "🚫"


@under(n.WhichGroup)
def which_group(notice: n.WhichGroup) -> Keyboard:
    """Offer each group that has stations."""
    return [Choice(ListStations(group_id=number, page=0), name) for number, name in notice.groups]


@under(n.StaffCard)
def staff_card(notice: n.StaffCard) -> Keyboard:
    """Offer to change each fact, the poster, and to close or open again."""
    one = notice.station
    rows: list[Row] = [
        Press(ChangeStation(**_about(one), what=what), f"stations.b_{what}") for what in FIELDS
    ]
    if one.state is StationState.OPEN:
        rows.append(Press(AskStation(**_about(one), act="poster"), "stations.b_poster"))
        rows.append(Press(AskStation(**_about(one), act="close"), "stations.b_close"))
    else:
        rows.append(Press(AskStation(**_about(one), act="reopen"), "stations.b_reopen"))
    return [*rows, Press(ListStations(group_id=one.group_id, page=0), "stations.b_all")]


@under(n.SureToClose)
def sure_to_close(notice: n.SureToClose) -> Keyboard:
    """Offer to close it, or to go back."""
    one = notice.station
    return [
        Press(AskStation(**_about(one), act="yes_close"), "stations.b_yes_close"),
        Press(KeepStation(**_about(one)), "stations.b_back"),
    ]


@with_spot(n.Pin)
def pin(notice: n.Pin) -> tuple[float, float]:
    """Say where it is."""
    return notice.latitude, notice.longitude

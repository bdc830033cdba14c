"""The buttons of receptions, for voters."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.stations import ListStations, ShowStation, SlotAct
from models.receptions import voter_notices as v
from models.receptions.rules import SessionState


class TimesOf(Button):
    """When a group receives voters next."""

    code: ClassVar[str] = "rxh"
    group_id: int


@under(v.TimesWhere)
def times_where(notice: v.TimesWhere) -> Keyboard:
    """Offer each group that receives voters."""
    return [Choice(TimesOf(group_id=number), name) for number, name in notice.groups]


@under(v.Times)
def times(notice: v.Times) -> Keyboard:
    """Offer a place in the queue of each, else the station; and all stations."""
    rows: list[Row] = []
    for one in notice.lines:
        about = {"group_id": one.group_id, "session_id": one.session_id}
        station = ShowStation(group_id=one.group_id, station_id=one.station_id)
        if one.my_number is not None:
            rows.append(Press(SlotAct(**about, act="show"), "receptions.b_mine_at", _at(one)))
        elif one.is_bookable:
            rows.append(Press(SlotAct(**about, act="book"), "receptions.b_book_at", _at(one)))
        else:
            rows.append(Press(station, "receptions.b_look_at", _at(one)))
    if notice.group_id:
        everywhere = ListStations(group_id=notice.group_id, page=0)
        rows.append(Press(everywhere, "stations.b_all"))
    return rows


def _at(one: v.NextLine) -> tuple[tuple[str, object], ...]:
    return (("station", one.station),)


def _about(notice: v.ForVoters | v.Booked | v.SlotSoon) -> dict[str, int]:
    return {"group_id": notice.group_id, "session_id": notice.session_id}


@under(v.ForVoters)
def for_voters(notice: v.ForVoters) -> Keyboard:
    """Offer a place in the queue, and the station."""
    rows: list[Row] = []
    if notice.state is SessionState.PUBLISHED and notice.my_number is not None:
        rows.append(Press(SlotAct(**_about(notice), act="give_back"), "receptions.b_give_back"))
    elif notice.is_bookable:
        rows.append(Press(SlotAct(**_about(notice), act="book"), "receptions.b_book"))
    station = ShowStation(group_id=notice.group_id, station_id=notice.station_id)
    return [*rows, Press(station, "receptions.b_station")]


@under(v.Booked)
def booked(notice: v.Booked) -> Keyboard:
    """Offer to give the place back."""
    return [Press(SlotAct(**_about(notice), act="give_back"), "receptions.b_give_back")]


@under(v.SlotSoon)
def slot_soon(notice: v.SlotSoon) -> Keyboard:
    """Offer to give the place back."""
    return [Press(SlotAct(**_about(notice), act="give_back"), "receptions.b_give_back")]


@under(v.OffForVoters)
def off_for_voters(notice: v.OffForVoters) -> Keyboard:
    """Lead to the station, which says when the next one is."""
    station = ShowStation(group_id=notice.group_id, station_id=notice.station_id)
    return [Press(station, "receptions.b_station")]

"""The buttons of receptions, for voters."""

from handlers.kit.buttons import Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.stations import ShowStation, SlotAct
from models.receptions import voter_notices as v
from models.receptions.rules import SessionState


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

"""The buttons of where a session is held and how, for the staff."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.receptions.rounds import ShowPlaces
from handlers.screens.receptions.sessions import PAGE_BACK, PAGE_ON, ShowSession
from models.receptions import place_notices as p
from models.receptions.rules import Mode


class Relocate(Button):
    """Hold a session at this station (0: as it is), in this mode; sure (1) or asked first (0)."""

    code: ClassVar[str] = "rxl"
    group_id: int
    session_id: int
    station_id: int
    at_home: int
    sure: int


def mode_of(button: Relocate) -> Mode:
    """Return how a session is to be held."""
    return Mode.HOUSE_CALL if button.at_home else Mode.CLINIC


@under(p.Places)
def places(notice: p.Places) -> Keyboard:
    """Offer the other way to hold it, the other stations, and the way back."""
    about = {"group_id": notice.group_id, "session_id": notice.session_id}
    at_home = int(notice.mode is Mode.HOUSE_CALL)
    other = Relocate(**about, station_id=0, at_home=1 - at_home, sure=0)
    label = "receptions.b_to_clinic" if at_home else "receptions.b_to_homes"
    rows: list[Row | list[Row]] = [Press(other, label)]
    rows += [
        Choice(
            Relocate(**about, station_id=one.station_id, at_home=at_home, sure=0),
            f"🏠 {one.name}",
        )
        for one in notice.stations
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(Press(ShowPlaces(**about, page=notice.page - 1), PAGE_BACK))
    if notice.page + 1 < notice.pages:
        turn.append(Press(ShowPlaces(**about, page=notice.page + 1), PAGE_ON))
    if turn:
        rows.append(turn)
    return [*rows, Press(ShowSession(**about), "receptions.b_back")]


@under(p.SureToRelocate)
def sure_to_relocate(notice: p.SureToRelocate) -> Keyboard:
    """Offer to do it, or to go back."""
    about = {"group_id": notice.group_id, "session_id": notice.session_id}
    at_home = int(notice.mode is Mode.HOUSE_CALL)
    yes = Relocate(**about, station_id=notice.station_id, at_home=at_home, sure=1)
    return [
        Press(yes, "receptions.b_yes_relocate"),
        Press(ShowSession(**about), "receptions.b_back"),
    ]

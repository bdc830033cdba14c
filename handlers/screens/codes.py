"""The buttons of ways to check in, and of the code in the room."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show, on_staff_card
from handlers.screens.venue_photos import ShowPhoto
from models.activities import notices as n
from models.activities import way_notices as by_way
from models.activities.rules import WAYS_TO_CHOOSE, ActivityState, Way


class Ways(Button):
    """Show how deputies may check in."""

    code: ClassVar[str] = "aw"
    group_id: int
    activity_id: int


class AllowWay(Button):
    """Switch a way on (1) or off (0)."""

    code: ClassVar[str] = "ay"
    group_id: int
    activity_id: int
    way: str
    allowed: int


class VenueCode(Button):
    """Bring the code into the room."""

    code: ClassVar[str] = "av"
    group_id: int
    activity_id: int


class SetPin(Button):
    """Say where on the map it is; the place is asked next."""

    code: ClassVar[str] = "awp"
    group_id: int
    activity_id: int


class CodeNow(Button):
    """Show the present code."""

    code: ClassVar[str] = "an"
    group_id: int
    activity_id: int


class VoidLinks(Button):
    """Make the addresses of the page lead nowhere."""

    code: ClassVar[str] = "ao"
    group_id: int
    activity_id: int


@on_staff_card
def rows(one: n.Shown) -> list[Row | list[Row]]:
    """Offer to choose the ways, and to bring the code into the room."""
    if one.state not in (ActivityState.DRAFT, ActivityState.ANNOUNCED):
        return []
    facts = {"group_id": one.group_id, "activity_id": one.activity_id}
    row: list[Row] = [Press(Ways(**facts), "activities.b_ways")]
    if one.state is ActivityState.ANNOUNCED and Way.CODE in one.ways:
        row.append(Press(VenueCode(**facts), "activities.b_venue_code"))
    return [row]


@under(by_way.Ways)
def ways(notice: by_way.Ways) -> Keyboard:
    """Offer each way to be switched, and the way back."""
    one = notice.activity
    switches = [
        Press(
            AllowWay(
                group_id=one.group_id,
                activity_id=one.activity_id,
                way=way.value,
                allowed=int(way not in one.ways),
            ),
            "activities.b_way",
            (("way", way.value), ("on", way in one.ways)),
        )
        for way in WAYS_TO_CHOOSE
    ]
    facts = {"group_id": one.group_id, "activity_id": one.activity_id}
    pin = Press(SetPin(**facts), "activities.b_pin", (("has_pin", notice.has_pin),))
    return [*switches, pin, Press(Show(**facts), "activities.b_back")]


@under(by_way.VenueCode)
def venue_code(notice: by_way.VenueCode) -> Keyboard:
    """Offer the present code as a picture or to be read out, and to take the addresses back."""
    facts = {"group_id": notice.group_id, "activity_id": notice.activity_id}
    return [
        Press(ShowPhoto(**facts), "activities.b_photo"),
        Press(CodeNow(**facts), "activities.b_code_now"),
        Press(VoidLinks(**facts), "activities.b_void_links"),
    ]

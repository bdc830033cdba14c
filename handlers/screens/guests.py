"""The buttons of guests."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show, on_staff_card
from models.activities import notices as n
from models.activities import roll_notices as on_roll
from models.activities.rules import ActivityState


class ShowGuests(Button):
    """Show a page of the guests."""

    code: ClassVar[str] = "ag"
    group_id: int
    activity_id: int
    page: int


class AddGuests(Button):
    """Note guests down: their names are asked next."""

    code: ClassVar[str] = "ab"
    group_id: int
    activity_id: int


class GuestOff(Button):
    """Take a guest off again."""

    code: ClassVar[str] = "af"
    group_id: int
    activity_id: int
    guest_id: int


@on_staff_card
def rows(one: n.Shown) -> list[Row | list[Row]]:
    """Offer the guests of whatever takes place."""
    if one.state is ActivityState.CANCELLED:
        return []
    button = ShowGuests(group_id=one.group_id, activity_id=one.activity_id, page=0)
    return [Press(button, "activities.b_guests")]


@under(on_roll.Guests)
def guests(notice: on_roll.Guests) -> Keyboard:
    """Offer to add some, to take each of the page off, the pages, and the way back."""
    one = notice.activity
    facts = {"group_id": one.group_id, "activity_id": one.activity_id}
    off = [
        Choice(GuestOff(**facts, guest_id=each.guest_id), f"✖️ {each.name}")
        for each in notice.guests
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(Press(ShowGuests(**facts, page=notice.page - 1), "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(Press(ShowGuests(**facts, page=notice.page + 1), "activities.b_page_after"))
    add = Press(AddGuests(**facts), "activities.b_add_guests")
    back = Press(Show(**facts), "activities.b_back")
    return [add, *off, *([turn] if turn else []), back]

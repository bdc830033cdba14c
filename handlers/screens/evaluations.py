"""The buttons of evaluated bodies."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show, on_staff_card
from models.activities.notices import Shown
from models.activities.rules import ActivityKind, ActivityState
from models.evaluations import notices as n


class ShowBodies(Button):
    """Show whose work was evaluated."""

    code: ClassVar[str] = "eb"
    group_id: int
    activity_id: int


class AddBodies(Button):
    """Note bodies down: their names are asked next."""

    code: ClassVar[str] = "en"
    group_id: int
    activity_id: int


class BodyOff(Button):
    """Take a body off again."""

    code: ClassVar[str] = "eo"
    group_id: int
    body_id: int


@on_staff_card
def rows(one: Shown) -> list[Row | list[Row]]:
    """Offer the bodies of an evaluation."""
    if one.kind is not ActivityKind.EVALUATION or one.state is ActivityState.CANCELLED:
        return []
    button = ShowBodies(group_id=one.group_id, activity_id=one.activity_id)
    return [Press(button, "evaluations.b_bodies")]


@under(n.Bodies)
def bodies(notice: n.Bodies) -> Keyboard:
    """Offer to add some, to take each off, and the way back."""
    facts = {"group_id": notice.group_id, "activity_id": notice.activity_id}
    off = [
        Choice(BodyOff(group_id=notice.group_id, body_id=one.body_id), f"✖️ {one.name}")
        for one in notice.bodies
    ]
    back = Press(Show(**facts), "activities.b_back")
    return [Press(AddBodies(**facts), "evaluations.b_add"), *off, back]

"""The buttons about units that assist, for the staff."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.issue_desk import Act
from models.units import notices as n
from models.units.states import OrderState


class Assist(Button):
    """Do something with an order to assist, for its unit: show, accept, contribute, let go."""

    code: ClassVar[str] = "ua"
    group_id: int
    order_id: int
    act: str


class AskUnit(Button):
    """Ask a unit to assist with an issue; 0: show which."""

    code: ClassVar[str] = "uk"
    group_id: int
    issue_id: int
    unit_id: int


def _back(group_id: int, issue_id: int, act: str) -> Press:
    return Press(Act(group_id=group_id, issue_id=issue_id, act=act), f"issues.a_{act}")


@under(n.AssistList)
def assist_list(notice: n.AssistList) -> Keyboard:
    """Offer each order that is open, a further unit, and the card."""
    rows: list[Row] = [
        Choice(Assist(group_id=notice.group_id, order_id=one.order_id, act="show"), one.unit)
        for one in notice.lines
    ]
    if notice.can_ask:
        ask = AskUnit(group_id=notice.group_id, issue_id=notice.issue_id, unit_id=0)
        rows.append(Press(ask, "units.b_ask_unit"))
    return [*rows, _back(notice.group_id, notice.issue_id, "card")]


@under(n.WhoAssists)
def who_assists(notice: n.WhoAssists) -> Keyboard:
    """Offer the units."""
    about = {"group_id": notice.group_id, "issue_id": notice.issue_id}
    rows: list[Row] = [
        Choice(AskUnit(**about, unit_id=number), name) for number, name in notice.units
    ]
    return [*rows, _back(notice.group_id, notice.issue_id, "assist")]


@under(n.AssistCard)
def assist_card(notice: n.AssistCard) -> Keyboard:
    """Offer what the staff can do for a unit, and the way back."""
    acts = ["contribute", "return", "paper", "release"] if notice.is_open else ["paper"]
    if notice.line.state is OrderState.SENT:
        acts.insert(0, "accept")
    rows: list[Row] = [
        Press(
            Assist(group_id=notice.group_id, order_id=notice.line.order_id, act=act),
            f"units.b_for_{act}",
        )
        for act in acts
    ]
    return [*rows, _back(notice.group_id, notice.issue_id, "assist")]


@under(n.AssistDue)
def assist_due(notice: n.AssistDue) -> Keyboard:
    """Lead to those who assist."""
    return [_back(notice.group_id, notice.issue_id, "assist")]

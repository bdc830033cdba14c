"""The buttons of units: their work orders, and the staff's list of them."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from models.units import notices as n
from models.units.states import OrderState


class Order(Button):
    """Do something with a work order: show, accept, start, answer, return."""

    code: ClassVar[str] = "uo"
    group_id: int
    order_id: int
    act: str


class Units(Button):
    """Show a page of a group's units."""

    code: ClassVar[str] = "ul"
    group_id: int
    page: int


class OfUnit(Button):
    """Do something with a unit: show, invite, take_off."""

    code: ClassVar[str] = "un"
    group_id: int
    unit_id: int
    act: str


class Part(Button):
    """End a contact's rights."""

    code: ClassVar[str] = "up"
    group_id: int
    contact_id: int


def _order(group_id: int, order_id: int, act: str) -> Press:
    return Press(Order(group_id=group_id, order_id=order_id, act=act), f"units.b_{act}")


@under(n.OrderCard)
def order_card(notice: n.OrderCard) -> Keyboard:
    """Offer what a unit can do with an order that is open."""
    if not notice.is_open:
        return []
    answer = "contribute" if notice.is_assisting else "answer"
    acts = [answer] if notice.is_assisting else [answer, "start"]
    if notice.state is OrderState.SENT:
        acts = ["accept", answer]
    acts.append("return")
    return [_order(notice.group_id, notice.order_id, act) for act in acts]


@under(n.Again)
def again(notice: n.Again) -> Keyboard:
    """Lead to the order."""
    return [_order(notice.group_id, notice.order_id, "show")]


@under(n.OrderDue)
def order_due(notice: n.OrderDue) -> Keyboard:
    """Lead to the order."""
    return [_order(notice.group_id, notice.order_id, "show")]


@under(n.Orders)
def orders(notice: n.Orders) -> Keyboard:
    """Offer each order."""
    return [
        Choice(
            Order(group_id=one.group_id, order_id=one.order_id, act="show"),
            f"{one.number} {one.words}",
        )
        for one in notice.lines
    ]


@under(n.Units)
def units(notice: n.Units) -> Keyboard:
    """Offer each unit, the pages, and a new one."""
    rows: list[Row | list[Row]] = [
        Choice(OfUnit(group_id=notice.group_id, unit_id=one.unit_id, act="show"), one.name)
        for one in notice.lines
    ]
    turn: list[Row] = []
    for page, label in ((notice.page - 1, "people.b_before"), (notice.page + 1, "people.b_after")):
        if 0 <= page < notice.pages:
            turn.append(Press(Units(group_id=notice.group_id, page=page), label))
    if turn:
        rows.append(turn)
    new = OfUnit(group_id=notice.group_id, unit_id=0, act="new")
    return [*rows, Press(new, "units.b_new")]


@under(n.UnitCard)
def unit_card(notice: n.UnitCard) -> Keyboard:
    """Offer to invite a contact, to part with one, to take the unit off."""
    about = {"group_id": notice.group_id, "unit_id": notice.unit_id}
    parts: list[Row] = [
        Press(
            Part(group_id=notice.group_id, contact_id=one.contact_id),
            "units.b_part",
            (("text", one.name),),
        )
        for one in notice.contacts
    ]
    return [
        Press(OfUnit(**about, act="invite"), "units.b_invite"),
        *parts,
        Press(OfUnit(**about, act="take_off"), "units.b_take_off"),
        Press(Units(group_id=notice.group_id, page=0), "units.b_all"),
    ]

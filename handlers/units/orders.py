"""How a unit accepts, returns and answers its work orders."""

from handlers import suggestion_orders
from handlers.issues.showing import show_files
from handlers.kit.entries import Entry, command, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.guessing import after_a_miss, before_a_try
from handlers.kit.visit import Visit
from handlers.screens import units as b
from handlers.units.showing import show_order, speaker
from models.errors import Done, Gone, NotAllowed, Refusal
from models.issues import unit_work
from models.issues.cards import cut
from models.privacy.scanning import masked
from models.units import actions, orders, queries
from models.units import notices as n
from models.units.actions import PREFIX

_FORMS = {
    "answer": "order_answer",
    "start": "order_start",
    "return": "order_return",
    "contribute": "order_contribute",
}


async def order(visit: Visit) -> None:
    """A contact presses something under a work order."""
    button = visit.pressed(b.Order)
    row, one, by = await speaker(visit, button.group_id, button.order_id)
    if button.act == "show":
        await show_order(visit, row, one)
        await show_files(visit, one, quiet=True)
        await visit.toast(Done())
        return
    if not orders.is_open(row, one):
        raise Refusal(n.OrderOver(number=one.number, state=row.state))
    if button.act == "accept":
        await unit_work.accept(visit.tx, row, bot_id=visit.bot.id, by=by, now=visit.now)
        await show_order(visit, row, one)
    elif button.act in _FORMS:
        await open_form(visit, _FORMS[button.act], group_id=row.group_id, order_id=row.id)
    else:
        raise Refusal(Gone())
    await visit.toast(Done())


async def mine(visit: Visit) -> None:
    """A contact asks what is with their unit."""
    contacts = await queries.contacts_with(visit.tx, visit.user.id)
    if not contacts:
        raise Refusal(NotAllowed())
    for contact in contacts:
        unit = await actions.the_unit(visit.tx, group_id=contact.group_id, unit_id=contact.unit_id)
        found = await queries.open_orders(
            visit.tx, group_id=contact.group_id, unit_id=contact.unit_id
        )
        lines = tuple(
            n.OrderLine(
                group_id=row.group_id,
                order_id=row.id,
                number=one.number,
                words=cut(masked(one.own_words), 40),
                due_at=row.due_at if row.is_assisting else one.due_at,
                state=row.state,
                is_assisting=row.is_assisting,
            )
            for row, one in found[:20]
        )
        await visit.tell(n.Orders(unit=unit.name, lines=lines))
        await suggestion_orders.tell_open(visit, contact)


async def opened_by_link(visit: Visit) -> bool:
    """Somebody opened a contact's link; say whether it was one."""
    if not visit.payload.startswith(PREFIX):
        return False
    token = visit.payload.removeprefix(PREFIX)
    await before_a_try(visit)
    if not await actions.is_invitation(visit.tx, token=token):
        await after_a_miss(visit, n.LinkOver())
        return True
    row, unit = await actions.accept(
        visit.tx,
        token=token,
        account_id=visit.user.id,
        now=visit.now,
    )
    found = await queries.open_orders(visit.tx, group_id=row.group_id, unit_id=row.unit_id)
    await visit.tell(n.Welcome(name=row.name, unit=unit.name, n_open=len(found)))
    await suggestion_orders.tell_open(visit, row)
    return True


ENTRIES: tuple[Entry, ...] = (
    word("units.w_orders", mine, "交办单", "work orders", may="unit"),
    command("orders", mine, may="unit"),
    pressed(b.Order, order, may="unit"),
)

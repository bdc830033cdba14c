"""A work order and a unit as they are shown, and who speaks for a unit."""

from handlers.issues.cards import show_card
from handlers.kit.live import live
from handlers.kit.visit import Visit
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.issues.tables import Issue
from models.messages.notices import Notice
from models.people.rules import Actor, ActorKind, acting
from models.people.tables import Role
from models.units import notices as n
from models.units import orders, queries
from models.units.tables import Unit, WorkOrder


async def speaker(visit: Visit, group_id: int, order_id: int) -> tuple[WorkOrder, Issue, Actor]:
    """Return a work order, its issue, and the person as its unit; Refusal for everybody else."""
    found = await queries.order(visit.tx, group_id=group_id, order_id=order_id)
    if found is None:
        raise Refusal(Gone())
    row, one = found
    by = await queries.speaking_for(
        visit.tx, account_id=visit.user.id, group_id=group_id, unit_id=row.unit_id
    )
    if by is None:
        raise Refusal(NotAllowed())
    return row, one, by


async def for_order(visit: Visit, group_id: int, order_id: int) -> tuple[WorkOrder, Issue, Actor]:
    """Return the same for whoever may act on an order: a contact of its unit, or the staff."""
    found = await queries.order(visit.tx, group_id=group_id, order_id=order_id)
    if found is not None and await visit.place(Role.STAFF, group_id) is not None:
        return *found, acting(await visit.staff(group_id))
    return await speaker(visit, group_id, order_id)


async def order_card(tx: Transaction, row: WorkOrder, one: Issue) -> n.OrderCard:
    """Return a work order as its unit sees it now."""
    facts = await orders.facts_of(tx, one, row)
    return n.OrderCard(group_id=row.group_id, order_id=row.id, **facts)


async def show_order(visit: Visit, row: WorkOrder, one: Issue) -> None:
    """Show a work order in place of what was pressed."""
    await visit.change(await order_card(visit.tx, row, one))


async def show_after(visit: Visit, row: WorkOrder, one: Issue, by: Actor) -> None:
    """Show what came of an act on an order: to its unit the order, to the staff their card."""
    if by.kind is ActorKind.UNIT:
        await show_order(visit, row, one)
    else:
        await show_card(visit, one)


async def show_unit(visit: Visit, one: Unit) -> None:
    """Show a unit to the staff, in place of what was pressed."""
    contacts = await queries.contacts_of(visit.tx, group_id=one.group_id, unit_id=one.id)
    busy = await queries.open_orders(visit.tx, group_id=one.group_id, unit_id=one.id)
    await visit.change(
        n.UnitCard(
            group_id=one.group_id,
            unit_id=one.id,
            name=one.name,
            is_community=one.is_community,
            contacts=tuple(
                n.ContactLine(
                    contact_id=each.id, name=each.name, is_bound=each.account_id is not None
                )
                for each in contacts[:20]
            ),
            n_open=len(busy),
        )
    )


@live(n.OrderCard)
async def card_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return a work order as it is now."""
    if not isinstance(then, n.OrderCard):
        return None
    found = await queries.order(tx, group_id=then.group_id, order_id=then.order_id)
    return await order_card(tx, *found) if found else None

"""How the staff keep their units: add, invite a contact, part, take off."""

from handlers.kit.entries import Entry, command, pressed, word
from handlers.kit.forms.flow import open_form
from handlers.kit.visit import Visit
from handlers.screens import units as b
from handlers.units.showing import show_unit
from models.errors import Done, Gone, Refusal
from models.people.rules import acting
from models.units import actions, queries
from models.units import notices as n

PAGE = 10


async def units(visit: Visit) -> None:
    """Staff ask for their units."""
    place = await visit.staff()
    await visit.tell(await _list(visit, place.group_id, 0))


async def listed(visit: Visit) -> None:
    """Staff turn a page of them."""
    button = visit.pressed(b.Units)
    await visit.staff(button.group_id)
    await visit.change(await _list(visit, button.group_id, button.page))
    await visit.toast(Done())


async def _list(visit: Visit, group_id: int, wanted: int) -> n.Units:
    known = await queries.units_of(visit.tx, group_id=group_id)
    bound = await queries.counted_contacts(visit.tx, group_id=group_id)
    pages = max(-(-len(known) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    lines = tuple(
        n.UnitLine(
            unit_id=one.id,
            name=one.name,
            is_community=one.is_community,
            contacts=bound.get(one.id, (0, 0))[0],
            bound=bound.get(one.id, (0, 0))[1],
        )
        for one in known[page * PAGE : (page + 1) * PAGE]
    )
    return n.Units(group_id=group_id, lines=lines, page=page, pages=pages)


async def of_unit(visit: Visit) -> None:
    """Staff press something about a unit."""
    button = visit.pressed(b.OfUnit)
    by = acting(await visit.staff(button.group_id))
    facts = {"group_id": button.group_id, "unit_id": button.unit_id}
    match button.act:
        case "new":
            await open_form(visit, "unit_new", group_id=button.group_id)
        case "show":
            await show_unit(visit, await actions.the_unit(visit.tx, **facts))
        case "invite":
            await actions.the_unit(visit.tx, **facts)
            await open_form(visit, "unit_contact", **facts)
        case "take_off":
            await actions.take_off(visit.tx, **facts, by=by, now=visit.now)
            await visit.change(await _list(visit, button.group_id, 0))
        case _:
            raise Refusal(Gone())
    await visit.toast(Done())


async def part(visit: Visit) -> None:
    """Staff end a contact's rights."""
    button = visit.pressed(b.Part)
    by = acting(await visit.staff(button.group_id))
    row = await actions.part(
        visit.tx, group_id=button.group_id, contact_id=button.contact_id, by=by, now=visit.now
    )
    one = await actions.the_unit(visit.tx, group_id=row.group_id, unit_id=row.unit_id)
    await show_unit(visit, one)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("units.w_units", units, "units", may="staff"),
    command("units", units, may="staff"),
    pressed(b.Units, listed, may="staff"),
    pressed(b.OfUnit, of_unit, may="staff"),
    pressed(b.Part, part, may="staff"),
)

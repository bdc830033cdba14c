"""How the staff look at a deputy's terms of office."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.screens import terms as b
from models.errors import Done, Gone, Refusal
from models.people.tables import Member, Role
from models.terms import queries


async def show_terms(visit: Visit) -> None:
    """Staff look at what a deputy has held."""
    button = visit.pressed(b.ShowTerms)
    await show(visit, button.group_id, button.member_id)
    await visit.toast(Done())


async def show(visit: Visit, group_id: int, member_id: int) -> None:
    """Show a deputy's terms to the staff, in place of what was pressed."""
    await visit.staff(group_id)
    member = await visit.tx.get(Member, (group_id, member_id))
    if member is None or member.role is not Role.DEPUTY:
        raise Refusal(Gone())
    await visit.change(await queries.history(visit.tx, member))


ENTRIES: tuple[Entry, ...] = (pressed(b.ShowTerms, show_terms, may="staff"),)

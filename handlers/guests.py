"""How staff note down who else was there."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.screens import guests as b
from models.activities import guests, queries
from models.activities import roll_notices as on_roll
from models.errors import Done, Gone, Refusal
from models.people.rules import acting

PAGE = 10  # guests on a page


async def show_guests(visit: Visit) -> None:
    """Staff look at the guests, or turn a page."""
    button = visit.pressed(b.ShowGuests)
    await show(visit, button.group_id, button.activity_id, button.page)
    await visit.toast(Done())


async def show(visit: Visit, group_id: int, activity_id: int, wanted: int = 0) -> None:
    """Show a page of the guests to the staff, in place of what was pressed."""
    await visit.staff(group_id)
    one = await queries.activity(visit.tx, group_id=group_id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    there = await guests.listed(visit.tx, one)
    pages = max(-(-len(there) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    await visit.change(
        on_roll.Guests(
            activity=queries.shown(one, now=visit.now),
            guests=there[page * PAGE : (page + 1) * PAGE],
            page=page,
            pages=pages,
            total=len(there),
        )
    )


async def take_off(visit: Visit) -> None:
    """Staff take a guest off again."""
    button = visit.pressed(b.GuestOff)
    staff = await visit.staff(button.group_id)
    await guests.remove(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        guest_id=button.guest_id,
        by=acting(staff),
        now=visit.now,
    )
    await show(visit, button.group_id, button.activity_id)
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.ShowGuests, show_guests, may="staff"),
    pressed(b.GuestOff, take_off, may="staff"),
)

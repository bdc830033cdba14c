"""How people see the points behind a statement."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.points import seen
from handlers.screens import statements as b
from models.errors import Done
from models.people.tables import Role
from models.points import explaining


async def why(visit: Visit) -> None:
    """Somebody wants to see the points behind a statement."""
    button = visit.pressed(b.Why)
    member = await seen(visit, button.group_id, button.member_id)
    group = await visit.group(button.group_id)
    is_staff = await visit.place(Role.STAFF, group.id) is not None
    await visit.tell(
        await explaining.my_points(
            visit.tx, member, group, year=button.year, now=visit.now, for_staff=is_staff
        )
    )
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (pressed(b.Why, why, may="deputy: own, staff: of the group"),)

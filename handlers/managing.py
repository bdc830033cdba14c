"""The list from which staff run their activities: the most urgent first, a page at a time."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import managing as b
from handlers.screens.activities import List
from models.activities import notices as n
from models.activities import queries
from models.activities.managing import Stage, managed, stage_of
from models.errors import Done

PAGE = 8  # activities on a page


async def manage(visit: Visit) -> None:
    """Staff ask for the activities of their group."""
    staff = await visit.staff()
    await visit.tell(await _managed(visit, staff.group_id, 0))


async def list_again(visit: Visit) -> None:
    """Staff go back to the list."""
    button = visit.pressed(List)
    await visit.staff(button.group_id)
    await visit.change(await _managed(visit, button.group_id, 0))
    await visit.toast(Done())


async def turn(visit: Visit) -> None:
    """Staff turn the pages of the list."""
    button = visit.pressed(b.ListPage)
    await visit.staff(button.group_id)
    await visit.change(await _managed(visit, button.group_id, button.page))
    await visit.toast(Done())


async def _managed(visit: Visit, group_id: int, wanted: int) -> n.Manage:
    rows = await managed(visit.tx, group_id=group_id, now=visit.now)
    pages = max(-(-len(rows) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    here = rows[page * PAGE : (page + 1) * PAGE]
    held = [one.id for one in here if stage_of(one, visit.now) is Stage.HELD]
    return n.Manage(
        group_name=(await visit.group(group_id)).name,
        group_id=group_id,
        activities=tuple(queries.shown(one, now=visit.now) for one in here),
        held=tuple(held),
        page=page,
        pages=pages,
    )


ENTRIES: tuple[Entry, ...] = (
    word("activities.w_manage", manage, may="staff"),
    pressed(List, list_again, may="staff"),
    pressed(b.ListPage, turn, may="staff"),
)

"""The staff's list of all requests to be excused that nobody has answered yet."""

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import leaves as b
from models.errors import Done
from models.leaves import notices as n
from models.leaves.open_requests import waiting

PAGE = 8  # requests on a page


async def asked(visit: Visit) -> None:
    """Staff ask which requests wait."""
    staff = await visit.staff()
    await visit.tell(await _waiting(visit, staff.group_id, 0))


async def turn(visit: Visit) -> None:
    """Staff turn the pages, or look for the others after one is decided."""
    button = visit.pressed(b.ListWaiting)
    await visit.staff(button.group_id)
    await visit.tell(await _waiting(visit, button.group_id, button.page))
    await visit.toast(Done())


async def _waiting(visit: Visit, group_id: int, wanted: int) -> n.AllWaiting:
    rows = await waiting(visit.tx, group_id=group_id)
    pages = max(-(-len(rows) // PAGE), 1)
    page = min(max(wanted, 0), pages - 1)
    return n.AllWaiting(
        group_id=group_id,
        lines=tuple(rows[page * PAGE : (page + 1) * PAGE]),
        total=len(rows),
        page=page,
        pages=pages,
    )


ENTRIES: tuple[Entry, ...] = (
    word("leaves.w_waiting", asked, may="staff"),
    pressed(b.ListWaiting, turn, may="staff"),
)

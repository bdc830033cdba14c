"""Everything a person can say, in order: the first entry that fits is the one."""

from handlers import activities, points
from handlers.kit.entries import Entry, any_press
from handlers.kit.visit import Visit
from models.errors import Gone


async def stale_press(visit: Visit) -> None:
    """Somebody presses a button that no longer exists, or never did."""
    await visit.toast(Gone())


REGISTER: tuple[Entry, ...] = (
    *activities.ENTRIES,
    *points.ENTRIES,
    any_press(stale_press),
)

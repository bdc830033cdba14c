"""How staff look at the roll of an activity: it follows by itself while they look at it."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.following import follow, unfollow
from handlers.kit.live import live
from handlers.kit.visit import Visit
from handlers.screens import activities as b
from models import clock
from models.activities import queries
from models.activities import roll_notices as on_roll
from models.activities.checking import card_about
from models.activities.tables import Activity
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.messages.notices import Notice
from models.replies import rolls


async def _the(visit: Visit, group_id: int, activity_id: int) -> Activity:
    await visit.staff(group_id)
    one = await queries.activity(visit.tx, group_id=group_id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def roll(visit: Visit) -> None:
    """Staff look at the roll by name, a page at a time."""
    button = visit.pressed(b.ShowRoll)
    one = await _the(visit, button.group_id, button.activity_id)
    page = await rolls.page_of(visit.tx, one, button.page, now=visit.now)
    await follow(visit, page, group_id=button.group_id, about=card_about(one.id))
    await visit.toast(Done())


async def roll_of(visit: Visit) -> None:
    """Staff look at one deputy's entry, to correct it."""
    button = visit.pressed(b.RollEntry)
    one = await _the(visit, button.group_id, button.activity_id)
    entries = await rolls.entries(visit.tx, one)
    entry = next((each for each in entries if each.member_id == button.member_id), None)
    if entry is None:
        raise Refusal(Gone())
    await unfollow(visit, group_id=button.group_id, about=card_about(one.id))
    await visit.change(on_roll.RollOf(activity=queries.shown(one, now=visit.now), entry=entry))
    await visit.toast(Done())


@live(on_roll.Roll)
async def roll_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return the page of the roll as it is now."""
    if not isinstance(then, on_roll.Roll):
        return None
    key = then.activity
    one = await queries.activity(tx, group_id=key.group_id, activity_id=key.activity_id)
    return await rolls.page_of(tx, one, then.page, now=clock.now()) if one is not None else None


ENTRIES: tuple[Entry, ...] = (
    pressed(b.ShowRoll, roll, may="staff"),
    pressed(b.RollEntry, roll_of, may="staff"),
)

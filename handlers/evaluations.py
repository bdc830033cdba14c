"""How staff note down whose work was evaluated."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.screens import evaluations as b
from models.activities.queries import activity
from models.errors import Done, Gone, Refusal
from models.evaluations import actions, queries
from models.people.rules import acting


async def show_bodies(visit: Visit) -> None:
    """Staff look at the bodies of an evaluation."""
    button = visit.pressed(b.ShowBodies)
    await show(visit, button.group_id, button.activity_id)
    await visit.toast(Done())


async def show(visit: Visit, group_id: int, activity_id: int) -> None:
    """Show the bodies to the staff, in place of what was pressed."""
    await visit.staff(group_id)
    one = await activity(visit.tx, group_id=group_id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    await visit.change(await queries.shown(visit.tx, one))


async def take_off(visit: Visit) -> None:
    """Staff take a body off that was noted by mistake."""
    button = visit.pressed(b.BodyOff)
    staff = await visit.staff(button.group_id)
    one = await actions.take_off(
        visit.tx,
        group_id=button.group_id,
        body_id=button.body_id,
        by=acting(staff),
        now=visit.now,
    )
    await visit.change(await queries.shown(visit.tx, one))
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.ShowBodies, show_bodies, may="staff"),
    pressed(b.BodyOff, take_off, may="staff"),
)

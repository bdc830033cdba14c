"""What people say to reminders, and what they wish to be told."""

from handlers.kit.entries import Entry, command, pressed
from handlers.kit.visit import Visit
from handlers.screens import reminders as b
from models.activities.queries import activity
from models.errors import Done, Gone, Refusal
from models.people.tables import Role
from models.reminders import actions
from models.reminders import notices as n
from models.reminders.rules import AHEAD, ReminderKind
from models.reminders.saying import ahead


async def known(visit: Visit) -> None:
    """A deputy presses 知道了."""
    button = visit.pressed(b.Known)
    if button.which not in set(AHEAD):
        raise Refusal(Gone())
    row = await actions.know(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        kind=ReminderKind(button.which),
        by=await visit.actor(Role.DEPUTY, button.group_id),
        now=visit.now,
    )
    one = await activity(visit.tx, group_id=row.group_id, activity_id=row.activity_id)
    if one is None:
        raise Refusal(Gone())
    await visit.change(await ahead(visit.tx, row, one, now=visit.now))
    await visit.toast(Done())


async def settings(visit: Visit) -> None:
    """Somebody asks what the bot tells them."""
    await visit.tell(n.Settings(wants_thanks=visit.account.wants_thanks))


async def want_thanks(visit: Visit) -> None:
    """Somebody wants to be thanked, or not."""
    wants = bool(visit.pressed(b.WantThanks).wants)
    await actions.want_thanks(visit.tx, account=visit.account, wants=wants)
    await visit.change(n.Settings(wants_thanks=wants))
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    command("settings", settings),
    pressed(b.Known, known, may="deputy"),
    pressed(b.WantThanks, want_thanks, may="anyone"),
)

"""How staff note down which deputies reported to the voters."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.visit import Visit
from handlers.screens import voter_reports as b
from models.activities.queries import activity
from models.errors import Done, Gone, Refusal
from models.people.rules import acting
from models.voter_reports import actions, queries
from models.voter_reports.tables import ReportForm


async def show_reporters(visit: Visit) -> None:
    """Staff look at who reported, or turn a page."""
    button = visit.pressed(b.ShowReporters)
    await visit.staff(button.group_id)
    one = await activity(visit.tx, group_id=button.group_id, activity_id=button.activity_id)
    if one is None:
        raise Refusal(Gone())
    await visit.change(await queries.reporters(visit.tx, one, page=button.page))
    await visit.toast(Done())


async def note(visit: Visit) -> None:
    """Staff press a deputy: not, by word, in writing."""
    button = visit.pressed(b.NoteReporter)
    staff = await visit.staff(button.group_id)
    if button.form not in {b.NONE, *ReportForm}:
        raise Refusal(Gone())
    one = await actions.note(
        visit.tx,
        group_id=button.group_id,
        activity_id=button.activity_id,
        member_id=button.member_id,
        form=None if button.form == b.NONE else ReportForm(button.form),
        by=acting(staff),
        now=visit.now,
    )
    await visit.change(await queries.reporters(visit.tx, one, page=button.page))
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    pressed(b.ShowReporters, show_reporters, may="staff"),
    pressed(b.NoteReporter, note, may="staff"),
)

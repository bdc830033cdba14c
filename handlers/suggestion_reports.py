"""How staff take a year's suggestions out of the program: as a file, and for the group."""

from zoneinfo import ZoneInfo

from handlers.kit.entries import Entry, pressed
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import suggestions as b
from models import clock
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.people.tables import Role
from models.suggestions import progress
from models.suggestions import progress_notices as p


async def report(visit: Visit) -> None:
    """Staff take the progress report of a year as a file."""
    button = visit.pressed(b.Report)
    await visit.staff(button.group_id)
    if button.form not in ("docx", "xlsx"):
        raise Refusal(Gone())
    group = await visit.group(button.group_id)
    await visit.hand(
        p.Progress(group_id=group.id, group_name=group.name, year=button.year, form=button.form),
        as_document=True,
    )
    await visit.toast(Done())


async def ask_tell_group(visit: Visit) -> None:
    """Staff look at what the group would be told."""
    button = visit.pressed(b.AskTellGroup)
    await visit.staff(button.group_id)
    found = await progress.for_group(
        visit.tx, group_id=button.group_id, year=button.year, now=visit.now
    )
    await visit.tell(p.SureToTell(group_id=button.group_id, year=button.year, progress=found))
    await visit.toast(Done())


async def tell_group(visit: Visit) -> None:
    """Staff tell the group how far its suggestions are, without a name."""
    button = visit.pressed(b.TellGroup)
    await progress.tell_group(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        year=button.year,
        by=await visit.actor(Role.STAFF, button.group_id),
        now=visit.now,
    )
    await visit.change(p.GroupTold())
    await visit.toast(Done())


@paper(p.Progress)
async def progress_report(tx: Transaction, notice: p.Progress, spoken: Spoken) -> Paper:
    """Make the progress report of a year."""
    from reports import suggestions as reports  # noqa: PLC0415  (python-docx loads slowly)

    today = clock.now().astimezone(ZoneInfo(spoken.zone)).date()
    found = await reports.read(
        tx, group_id=notice.group_id, year=notice.year, group_name=notice.group_name, today=today
    )
    content = reports.document(found) if notice.form == "docx" else reports.table(found)
    counts = {"total": found.counts.total, "answered": found.counts.answered}
    return Paper(
        filename=f"{reports.title(found)}.{notice.form}",
        content=content,
        notice=notice.model_copy(update=counts),
    )


ENTRIES: tuple[Entry, ...] = (
    pressed(b.Report, report, may="staff"),
    pressed(b.AskTellGroup, ask_tell_group, may="staff"),
    pressed(b.TellGroup, tell_group, may="staff"),
)

"""A plan that the staff send back as a file: shown, then taken."""

from telegram import Document, Message
from telegram.ext import filters

from handlers.kit.entries import PRIVATE, Entry, message, pressed
from handlers.kit.visit import Visit
from handlers.screens.receptions import plan as b
from models.errors import Done, Gone, Refusal
from models.people.rules import acting
from models.receptions import round_trip
from models.receptions.notices import PlanTaken
from models.receptions.round_trip import PlanLine
from reports.receptions import read_plan, year_in


class _IsPlan(filters.MessageFilter):
    """A document that is called as our plans are."""

    def filter(self, message: Message) -> bool:
        """Tell whether the file is a plan by its name."""
        document = message.document
        return document is not None and year_in(document.file_name or "") is not None


async def sent(visit: Visit) -> None:
    """Staff send a plan back: what it would change is shown."""
    staff = await visit.staff()
    document = _document(visit)
    name = document.file_name or ""
    year = year_in(name) or 0
    lines, problems = visit.bring(document, lambda content: read_plan(content, name, year=year))
    found = await round_trip.compare(
        visit.tx, group_id=staff.group_id, year=year, lines=lines, now=visit.now
    )
    wrong = (*problems, *found.problems)
    version = await round_trip.keep(
        visit.tx,
        account_id=visit.user.id,
        group_id=staff.group_id,
        year=year,
        lines=lines,
        now=visit.now,
    )
    await visit.tell(round_trip.preview(staff.group_id, version, found.changes, wrong))


def _document(visit: Visit) -> Document:
    found = visit.update.message.document if visit.update.message else None
    if found is None:
        raise Refusal(Gone())
    return found


async def decide(visit: Visit) -> None:
    """Staff take the plan that was shown, or let it be."""
    button = visit.pressed(b.SendPlan)
    group_id, year, lines = await round_trip.kept(
        visit.tx, account_id=visit.user.id, version=button.version, now=visit.now
    )
    changed = await _take(visit, group_id, year, lines) if button.takes else 0
    await round_trip.drop(visit.tx, account_id=visit.user.id)
    await visit.change(PlanTaken(changed=changed))
    await visit.toast(Done())


async def _take(visit: Visit, group_id: int, year: int, lines: list[PlanLine]) -> int:
    """Compare once more, as things are now, and make the changes; Refusal if they do not fit."""
    staff = await visit.staff(group_id)
    found = await round_trip.compare(
        visit.tx, group_id=group_id, year=year, lines=lines, now=visit.now
    )
    if found.problems:
        raise Refusal(Gone())
    return await round_trip.apply(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=group_id,
        changes=found.changes,
        by=acting(staff),
        now=visit.now,
    )


ENTRIES: tuple[Entry, ...] = (
    message("plan of receptions", PRIVATE & _IsPlan(), sent, may="staff"),
    pressed(b.SendPlan, decide, may="staff"),
)

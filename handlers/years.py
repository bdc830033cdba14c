"""How the staff look at the figures of a year, and take the report with them."""

from pydantic import ValidationError

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.visit import Visit
from handlers.screens import years as b
from models.errors import Done, Gone, Refusal
from models.people.rules import acting
from models.years import notices as n
from models.years.figures import Year
from models.years.gathering import year_of
from reports.years import telling

EARLIEST = 2000


async def this_year(visit: Visit) -> None:
    """Staff ask for the report of the year: in January it is the year before that is due."""
    staff = await visit.staff()
    today = await visit.local(staff.group_id)
    year = today.year - 1 if today.month == 1 else today.year
    await visit.tell(await _shown(visit, staff.group_id, year, compared=False))


async def show_year(visit: Visit) -> None:
    """Staff look at a year, or set the year before beside it."""
    button = visit.pressed(b.ShowYear)
    shown = await _shown(visit, button.group_id, button.year, compared=bool(button.compared))
    await visit.change(shown)
    await visit.toast(Done())


async def open_figure(visit: Visit) -> None:
    """Staff open a figure into its rows, or turn a page."""
    button = visit.pressed(b.OpenFigure)
    one = await _year(visit, button.group_id, button.year)
    group = await visit.group(button.group_id)
    await visit.change(telling.opened(group, one, key=button.key, page=button.page))
    await visit.toast(Done())


async def get_paper(visit: Visit) -> None:
    """Staff take the report with them as a file."""
    button = visit.pressed(b.GetPaper)
    await visit.staff(button.group_id)
    group = await visit.group(button.group_id)
    facts = {"group_id": group.id, "group_name": group.name, "year": button.year}
    try:
        order = n.YearPaper.model_validate({**facts, "format": button.format})
    except ValidationError as problem:  # a forged button
        raise Refusal(Gone()) from problem
    await visit.hand(order, as_document=True)
    await visit.toast(Done())


async def _shown(visit: Visit, group_id: int, year: int, *, compared: bool) -> n.YearShown:
    one = await _year(visit, group_id, year)
    before = await _year(visit, group_id, year - 1) if compared else None
    return telling.year_shown(await visit.group(group_id), one, before=before)


async def _year(visit: Visit, group_id: int, year: int) -> Year:
    staff = await visit.staff(group_id)
    if not EARLIEST <= year <= visit.now.year + 1:
        raise Refusal(Gone())
    return await year_of(
        visit.tx, await visit.group(group_id), year=year, by=acting(staff), now=visit.now
    )


ENTRIES: tuple[Entry, ...] = (
    word("years.w_year", this_year, "年度报告", "年报", "工作报告", may="staff"),
    pressed(b.ShowYear, show_year, may="staff"),
    pressed(b.OpenFigure, open_figure, may="staff"),
    pressed(b.GetPaper, get_paper, may="staff"),
)

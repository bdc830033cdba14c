"""How staff look at attendance, and ask those who stay away what would help."""

import telegram

from handlers.kit.entries import Entry, pressed, word
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.visit import Visit
from handlers.screens import attendance as b
from models.activities import analysing, rates
from models.activities import analysis_notices as n
from models.database import Transaction
from models.errors import Done, Gone, Refusal
from models.groups.queries import groups
from models.messages.notices import Notice
from models.people.rules import acting
from models.people.tables import Member, Role
from reports import attendance as tables
from reports.sheets.writing import write_table

_FIRST_YEAR, _LAST_YEAR = 2000, 2199  # of activities there can be


async def analysis(visit: Visit) -> None:
    """Staff ask how attendance stands this year."""
    staff = await visit.staff()
    await _hand(visit, staff.group_id, (await visit.local(staff.group_id)).year)


async def of_year(visit: Visit) -> None:
    """Staff ask for another year."""
    button = visit.pressed(b.Year)
    await visit.staff(button.group_id)
    await _hand(visit, button.group_id, _year(button.year))
    await visit.toast(Done())


async def _hand(visit: Visit, group_id: int, year: int) -> None:
    found = await analysing.analysis(visit.tx, await visit.group(group_id), year=year)
    if not found.invited:
        raise Refusal(n.NothingToAnalyse(year=year))
    await visit.hand(found)


async def by_deputy(visit: Visit) -> None:
    """Staff look at the year deputy by deputy, or turn a page."""
    button = visit.pressed(b.Deputies)
    await visit.staff(button.group_id)
    if button.order not in set(n.Order):
        raise Refusal(Gone())
    group = await visit.group(button.group_id)
    order = n.Order(button.order)
    await _show(
        visit,
        await rates.by_deputy(
            visit.tx, group, year=_year(button.year), order=order, page=button.page
        ),
    )


async def by_kind(visit: Visit) -> None:
    """Staff look at the year by kind of activity."""
    button = visit.pressed(b.Kinds)
    await visit.staff(button.group_id)
    group = await visit.group(button.group_id)
    await _show(visit, await rates.by_kind(visit.tx, group, year=_year(button.year)))


async def _show(visit: Visit, notice: Notice) -> None:
    """Show lines in place of lines; under the picture of the year they are a message of their own.

    The words under a picture are cut at 1024 characters.
    """
    query = visit.update.callback_query
    message = query.message if query else None
    if isinstance(message, telegram.Message) and message.photo:
        await visit.tell(notice)
    else:
        await visit.change(notice)
    await visit.toast(Done())


def _year(year: int) -> int:
    """Return a year that can be asked about; Refusal (gone) for any other."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Refusal(Gone())
    return year


async def hand_sheet(visit: Visit) -> None:
    """Staff want the year as a workbook."""
    button = visit.pressed(b.Sheet)
    await visit.staff(button.group_id)
    await visit.hand(n.AnalysisSheet(group_id=button.group_id, year=button.year), as_document=True)
    await visit.toast(Done())


@paper(n.AnalysisSheet)
async def sheet(tx: Transaction, notice: n.AnalysisSheet, _spoken: Spoken) -> Paper:
    """Make the workbook of a year: by deputy, kind and month."""
    group = await tx.load(groups, notice.group_id)
    if group is None:
        raise LookupError("the group is gone")
    rows = await tables.rows_of(tx, group, notice.year)
    return Paper(
        filename=f"attendance-{group.code}-{notice.year}.xlsx",
        content=write_table(tables.HEADERS, rows, "xlsx"),
        notice=notice,
    )


async def ask(visit: Visit) -> None:
    """Staff have a deputy asked what would help."""
    button = visit.pressed(b.Ask)
    staff = await visit.staff(button.group_id)
    when = await analysing.nudge(
        visit.tx,
        bot_id=visit.bot.id,
        group_id=button.group_id,
        member_id=button.member_id,
        by=acting(staff),
        now=visit.now,
    )
    member = await visit.tx.get(Member, (button.group_id, button.member_id))
    name, held = member.name if member else "", when is not None and when > visit.now
    await visit.toast(n.Nudged(name=name, sent=when is not None, is_held=held))


async def answer(visit: Visit) -> None:
    """A deputy says what would help: the staff hear it, nobody else."""
    button = visit.pressed(b.Answer)
    place = await visit.place(Role.DEPUTY, button.group_id)
    if place is None or button.answer not in b.ANSWERS:
        raise Refusal(Gone())
    await analysing.pass_on(visit.tx, place, button.answer, bot_id=visit.bot.id, now=visit.now)
    await visit.change(n.NudgeThanks(answer=button.answer))
    await visit.toast(Done())


ENTRIES: tuple[Entry, ...] = (
    word("attendance.w_analysis", analysis, may="staff"),
    pressed(b.Year, of_year, may="staff"),
    pressed(b.Deputies, by_deputy, may="staff"),
    pressed(b.Kinds, by_kind, may="staff"),
    pressed(b.Sheet, hand_sheet, may="staff"),
    pressed(b.Ask, ask, may="staff"),
    pressed(b.Answer, answer, may="deputy"),
)

"""The buttons under the figures of voters' reports, and their files."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from handlers.kit.buttons import Button, Press
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.screens import Keyboard, under
from models import clock
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.issues import figure_notices as n
from models.issues.counting import cases_of
from reports import issues as tables
from reports.sheets.writing import write_table


class Figures(Button):
    """Do something with the figures of a year: chart, sheet, ask, publish, year."""

    code: ClassVar[str] = "if"
    group_id: int
    year: int
    act: str


@under(n.Year)
def year(notice: n.Year) -> Keyboard:
    """Offer the picture, the sheet, the year before, and to publish."""
    of = {"group_id": notice.group_id, "year": notice.year}
    before = Figures(group_id=notice.group_id, year=notice.year - 1, act="year")
    return [
        Press(Figures(**of, act="chart"), "figures.b_chart"),
        Press(Figures(**of, act="sheet"), "figures.b_sheet"),
        Press(Figures(**of, act="ask"), "figures.b_publish"),
        Press(before, "figures.b_before", (("year", notice.year - 1),)),
    ]


@under(n.SureToPublish)
def sure(notice: n.SureToPublish) -> Keyboard:
    """Offer to post it, or to go back."""
    of = {"group_id": notice.group_id, "year": notice.year}
    return [
        Press(Figures(**of, act="publish"), "figures.b_yes_publish"),
        Press(Figures(**of, act="year"), "figures.b_back"),
    ]


async def _group(tx: Transaction, group_id: int) -> Group:
    group = await tx.get(Group, group_id)
    if group is None:
        raise Refusal(Gone())
    return group


@paper(n.Chart)
async def chart(tx: Transaction, notice: n.Chart, _spoken: Spoken) -> Paper:
    """Draw the picture when it leaves."""
    from reports.issue_chart import issue_chart  # noqa: PLC0415  (it loads slowly)

    group = await _group(tx, notice.group_id)
    cases = await cases_of(tx, group, notice.year)
    content = issue_chart(
        group.name, notice.year, cases, zone=ZoneInfo(group.timezone), now=clock.now()
    )
    return Paper(filename=f"issues-{notice.year}.png", content=content, notice=notice)


@paper(n.Sheet)
async def sheet(tx: Transaction, notice: n.Sheet, _spoken: Spoken) -> Paper:
    """Make the workbook when it leaves."""
    group = await _group(tx, notice.group_id)
    rows = await tables.year_figures(tx, group, notice.year)
    content = write_table(tables.FIGURE_HEADERS, rows, "xlsx")
    return Paper(filename=f"issues-{notice.year}.xlsx", content=content, notice=notice)

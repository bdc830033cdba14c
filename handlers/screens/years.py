"""The buttons of the report of a year, and its files."""

import asyncio
from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.papers import Paper, Spoken, paper
from handlers.kit.screens import Keyboard, Row, under
from handlers.kit.texts import zone
from handlers.screens.ballots import Show
from models import clock
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.years import notices as n
from models.years.gathering import figures_of
from reports.years import papers, sheets
from reports.years.telling import PAGE


class ShowYear(Button):
    """Show the figures of a year, beside those of the year before (1) or alone (0)."""

    code: ClassVar[str] = "yr"
    group_id: int
    year: int
    compared: int


class OpenFigure(Button):
    """Open a figure into a page of its rows."""

    code: ClassVar[str] = "yf"
    group_id: int
    year: int
    key: str
    page: int


class GetPaper(Button):
    """Get the report as a file: docx or xlsx."""

    code: ClassVar[str] = "yp"
    group_id: int
    year: int
    format: str


FORMATS = ("docx", "xlsx")


@under(n.YearShown)
def year(notice: n.YearShown) -> Keyboard:
    """Offer each figure to be opened, what is not counted, the files, the years."""
    facts = {"group_id": notice.group_id, "year": notice.year}
    figures: list[Row | list[Row]] = [
        Press(
            OpenFigure(**facts, key=one.key, page=0),
            "years.b_figure",
            (
                ("label_zh", one.label_zh),
                ("label_en", one.label_en),
                ("value", one.value),
                ("percent", one.percent),
            ),
        )
        for one in notice.figures
    ]
    doubts = [
        Press(
            OpenFigure(**facts, key=one.key, page=0),
            "years.b_doubt",
            (("label_zh", one.label_zh), ("label_en", one.label_en), ("rows", one.rows)),
        )
        for one in notice.doubts
    ]
    files = [Press(GetPaper(**facts, format=one), f"years.b_{one}") for one in FORMATS]
    return [*figures, *doubts, *files, *_years(notice)]


def _years(notice: n.YearShown) -> list[Row]:
    group_id, year = notice.group_id, notice.year
    compare = ShowYear(group_id=group_id, year=year, compared=int(not notice.compared))
    before = ShowYear(group_id=group_id, year=year - 1, compared=0)
    label = "years.b_alone" if notice.compared else "years.b_compare"
    return [Press(compare, label), Press(before, "years.b_year", (("year", year - 1),))]


@under(n.FigureOpened)
def figure(notice: n.FigureOpened) -> Keyboard:
    """Offer the pages, and the way back."""
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_page(notice, notice.page - 1, "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(_page(notice, notice.page + 1, "activities.b_page_after"))
    back = ShowYear(group_id=notice.group_id, year=notice.year, compared=0)
    return [*_ballots(notice), *([turn] if turn else []), Press(back, "years.b_back")]


def _ballots(notice: n.FigureOpened) -> list[Press]:
    """Offer each ballot of the page once, by the numbers of the rows that it proves."""
    rows: dict[int, list[int]] = {}
    for number, one in enumerate(notice.rows, 1 + notice.page * PAGE):
        if one.ballot:
            rows.setdefault(one.ballot, []).append(number)
    return [
        Press(
            Show(group_id=notice.group_id, ballot_id=key),
            "years.b_ballot",
            (("rows", tuple(numbers)), ("only", len(rows) == 1)),
        )
        for key, numbers in rows.items()
    ]


def _page(notice: n.FigureOpened, page: int, label: str) -> Press:
    button = OpenFigure(group_id=notice.group_id, year=notice.year, key=notice.key, page=page)
    return Press(button, label)


@paper(n.YearPaper)
async def made(tx: Transaction, notice: n.YearPaper, spoken: Spoken) -> Paper:
    """Make the file from the rows as they are now, beside the year before."""
    group = await tx.load(groups, notice.group_id)
    if group is None:
        raise Refusal(Gone())
    now = clock.now()
    one = await figures_of(tx, group, year=notice.year, now=now)
    before = await figures_of(tx, group, year=notice.year - 1, now=now)
    beside = before if before.figures else None
    if notice.format == "docx":
        today = now.astimezone(zone(spoken.zone)).date()
        content = await asyncio.to_thread(papers.document, one, before=beside, today=today)
    else:
        content = await asyncio.to_thread(sheets.workbook, one, before=beside)
    return Paper(filename=f"report-{notice.year}.{notice.format}", content=content, notice=notice)

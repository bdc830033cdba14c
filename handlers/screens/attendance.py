"""The buttons of the analysis of attendance, and its picture."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, Row, under, with_file
from models.activities import analysis_notices as n


class Ask(Button):
    """Ask a deputy privately what would help."""

    code: ClassVar[str] = "na"
    group_id: int
    member_id: int


class Answer(Button):
    """What would help: another time, the way there, health, or a call."""

    code: ClassVar[str] = "nw"
    group_id: int
    answer: str


class Year(Button):
    """Show the analysis of a year."""

    code: ClassVar[str] = "ny"
    group_id: int
    year: int


class Sheet(Button):
    """Hand over the attendance of a year as a workbook."""

    code: ClassVar[str] = "nyx"
    group_id: int
    year: int


class Deputies(Button):
    """Show a page of a year's attendance by deputy, by name or by rate."""

    code: ClassVar[str] = "nyd"
    group_id: int
    year: int
    order: str
    page: int


class Kinds(Button):
    """Show a year's attendance by kind of activity."""

    code: ClassVar[str] = "nyk"
    group_id: int
    year: int


ANSWERS = ("time", "way", "health", "call")


@with_file(n.Analysis)
def picture(notice: n.Analysis) -> tuple[str, bytes]:
    """Draw the months of the year."""
    from reports.chart import chart  # noqa: PLC0415  (the drawing library loads slowly)

    return f"attendance-{notice.year}.png", chart(notice)


@under(n.Analysis)
def analysis(notice: n.Analysis) -> Keyboard:
    """Offer to ask each deputy who has missed several, the lines, and the year before."""
    asks = [
        Press(
            Ask(group_id=notice.group_id, member_id=one.member_id),
            "attendance.b_ask",
            (("name", one.name),),
        )
        for one in notice.missed[:20]
    ]
    before = Year(group_id=notice.group_id, year=notice.year - 1)
    sheet = Sheet(group_id=notice.group_id, year=notice.year)
    facts = {"group_id": notice.group_id, "year": notice.year}
    return [
        *asks,
        Press(Deputies(**facts, order=n.Order.NAME.value, page=0), "attendance.b_deputies"),
        Press(Kinds(**facts), "attendance.b_kinds"),
        Press(sheet, "attendance.b_sheet"),
        Press(before, "attendance.b_year", (("year", notice.year - 1),)),
    ]


@under(n.ByDeputy)
def by_deputy(notice: n.ByDeputy) -> Keyboard:
    """Offer the pages, the other order, and the kinds."""
    other = n.Order.RATE if notice.order is n.Order.NAME else n.Order.NAME
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_deputies(notice, "activities.b_page_before", page=notice.page - 1))
    if notice.page + 1 < notice.pages:
        turn.append(_deputies(notice, "activities.b_page_after", page=notice.page + 1))
    kinds = Kinds(group_id=notice.group_id, year=notice.year)
    return [
        *([turn] if turn else []),
        _deputies(notice, f"attendance.b_by_{other.value}", order=other),
        Press(kinds, "attendance.b_kinds"),
    ]


def _deputies(
    notice: n.ByDeputy, label: str, *, page: int = 0, order: n.Order | None = None
) -> Press:
    button = Deputies(
        group_id=notice.group_id,
        year=notice.year,
        order=(order or notice.order).value,
        page=page,
    )
    return Press(button, label)


@under(n.ByKind)
def by_kind(notice: n.ByKind) -> Keyboard:
    """Offer the deputies."""
    button = Deputies(group_id=notice.group_id, year=notice.year, order=n.Order.NAME.value, page=0)
    return [Press(button, "attendance.b_deputies")]


@under(n.Nudge)
def nudge(notice: n.Nudge) -> Keyboard:
    """Offer what may help, one a row."""
    return [
        Press(Answer(group_id=notice.group_id, answer=one), f"attendance.b_{one}")
        for one in ANSWERS
    ]

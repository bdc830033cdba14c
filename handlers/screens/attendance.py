"""The buttons of the analysis of attendance, and its picture."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, under, with_file
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


ANSWERS = ("time", "way", "health", "call")


@with_file(n.Analysis)
def picture(notice: n.Analysis) -> tuple[str, bytes]:
    """Draw the months of the year."""
    from reports.chart import chart  # noqa: PLC0415  (the drawing library loads slowly)

    return f"attendance-{notice.year}.png", chart(notice)


@under(n.Analysis)
def analysis(notice: n.Analysis) -> Keyboard:
    """Offer to ask each deputy who has missed several, and the year before."""
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
    return [
        *asks,
        Press(sheet, "attendance.b_sheet"),
        Press(before, "attendance.b_year", (("year", notice.year - 1),)),
    ]


@under(n.Nudge)
def nudge(notice: n.Nudge) -> Keyboard:
    """Offer what may help, one a row."""
    return [
        Press(Answer(group_id=notice.group_id, answer=one), f"attendance.b_{one}")
        for one in ANSWERS
    ]

"""The buttons and papers of quarterly statements and appeals."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, Row, under, with_file
from handlers.screens.points import Deputies, Earlier, Points
from models.points import statement_notices as n
from reports.sheets.writing import write_table


class Why(Button):
    """Show the points behind a statement, as a message of its own: the paper stays."""

    code: ClassVar[str] = "sw"
    group_id: int
    member_id: int
    year: int


class Appeal(Button):
    """Appeal against a statement; the reason is asked next."""

    code: ClassVar[str] = "sa"
    group_id: int
    member_id: int
    year: int
    quarter: int


class Decide(Button):
    """Agree (1) with an appeal, or not (0); what is granted, or why not, is asked next."""

    code: ClassVar[str] = "sd"
    group_id: int
    appeal_id: int
    upheld: int


class GiveOf(Button):
    """Give the statement of a quarter, or (member 0) the staff's table of it."""

    code: ClassVar[str] = "swq"
    group_id: int
    member_id: int
    year: int
    quarter: int


class GiveTable(Button):
    """Give the staff's table of the last quarter once more."""

    code: ClassVar[str] = "swt"
    group_id: int


@under(n.Statement)
def statement(notice: n.Statement) -> Keyboard:
    """Offer the reasons, and the appeal."""
    facts = {"group_id": notice.group_id, "member_id": notice.member_id, "year": notice.year}
    return [
        Press(Why(**facts), "statements.b_why"),
        Press(Appeal(**facts, quarter=notice.quarter), "statements.b_appeal"),
    ]


@under(n.Quarters)
def quarters(notice: n.Quarters) -> Keyboard:
    """Offer each quarter, the pages, and the way back."""
    facts = {"group_id": notice.group_id, "member_id": notice.member_id}
    rows: list[Row | list[Row]] = [
        Press(
            GiveOf(**facts, year=one.year, quarter=one.quarter),
            "statements.b_quarter",
            (("year", one.year), ("quarter", one.quarter)),
        )
        for one in notice.quarters
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(Press(Earlier(**facts, page=notice.page - 1), "statements.b_later"))
    if notice.page + 1 < notice.pages:
        turn.append(Press(Earlier(**facts, page=notice.page + 1), "statements.b_before"))
    if not notice.member_id:
        back = Press(Deputies(group_id=notice.group_id, page=0), "rules.b_back")
    else:
        back = Press(Points(**facts, year=notice.this_year), "points.b_back")
    return [*rows, *([turn] if turn else []), back]


@with_file(n.Statement)
def paper(notice: n.Statement) -> tuple[str, bytes]:
    """Make the deputy's paper."""
    from reports.statements import document, filenames  # noqa: PLC0415  (python-docx loads slowly)

    return filenames([notice])[0], document(notice)


@with_file(n.StatementSheet)
def sheet(notice: n.StatementSheet) -> tuple[str, bytes]:
    """Make the staff's table."""
    from reports.statements import HEADERS, rows_of  # noqa: PLC0415  (as above)

    content = write_table(HEADERS, rows_of(notice.statements), "xlsx")
    return f"statement-{notice.year}Q{notice.quarter}.xlsx", content


@under(n.AppealFiled)
def filed(notice: n.AppealFiled) -> Keyboard:
    """Offer to look, to agree, to disagree."""
    facts = {"group_id": notice.group_id, "appeal_id": notice.appeal_id}
    look = Why(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    return [
        Press(look, "statements.b_look"),
        Press(Decide(**facts, upheld=1), "statements.b_agree"),
        Press(Decide(**facts, upheld=0), "statements.b_disagree"),
    ]


@under(n.AppealAnswered)
def answered(notice: n.AppealAnswered) -> Keyboard:
    """Lead from the answer to the total."""
    points = Points(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    return [Press(points, "points.b_my_points")]

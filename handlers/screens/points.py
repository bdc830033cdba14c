"""The buttons of points."""

from typing import ClassVar

from handlers.kit.buttons import Button, Press
from handlers.kit.screens import Keyboard, under
from models.points import notices as n


class Points(Button):
    """Show a deputy's points of a year."""

    code: ClassVar[str] = "pt"
    group_id: int
    member_id: int
    year: int


class PointsBeside(Button):
    """Show a deputy's points under the message, which stays as it is."""

    code: ClassVar[str] = "pb"
    group_id: int
    member_id: int
    year: int


class Why(Button):
    """Open one rule of a deputy's points into its lines."""

    code: ClassVar[str] = "pw"
    group_id: int
    member_id: int
    year: int
    rule_id: str


class Deputies(Button):
    """Show a page of the deputies."""

    code: ClassVar[str] = "ll"
    group_id: int
    page: int


class Enter(Button):
    """Choose what is entered for a deputy."""

    code: ClassVar[str] = "le"
    group_id: int
    member_id: int


class TakeBack(Button):
    """Take a line back; the reason is asked next."""

    code: ClassVar[str] = "lb"
    group_id: int
    line_id: int


class Give(Button):
    """Give the statement of the last quarter once more."""

    code: ClassVar[str] = "swg"
    group_id: int
    member_id: int


class Earlier(Button):
    """Show the quarters that are over: a deputy's, or (0) those of the staff's tables."""

    code: ClassVar[str] = "swe"
    group_id: int
    member_id: int
    page: int


@under(n.MyPoints)
def my_points(notice: n.MyPoints) -> Keyboard:
    """Offer every rule that brought something, the year before, and to staff what they can do."""
    rules = [
        Press(
            Why(
                group_id=notice.group_id,
                member_id=notice.member_id,
                year=notice.year,
                rule_id=one.rule_id,
            ),
            "points.b_rule",
            (("item_zh", one.item_zh), ("item_en", one.item_en), ("counted", one.counted)),
        )
        for one in notice.rules
    ]
    before = Points(group_id=notice.group_id, member_id=notice.member_id, year=notice.year - 1)
    paper = Give(group_id=notice.group_id, member_id=notice.member_id)
    earlier = Earlier(group_id=notice.group_id, member_id=notice.member_id, page=0)
    rows = [
        *rules,
        Press(paper, "statements.b_give"),
        Press(earlier, "statements.b_earlier"),
        Press(before, "points.b_year", (("year", notice.year - 1),)),
    ]
    if not notice.for_staff:
        return rows
    return [
        *rows,
        Press(Enter(group_id=notice.group_id, member_id=notice.member_id), "ledger.b_enter"),
        Press(Deputies(group_id=notice.group_id, page=0), "ledger.b_list"),
    ]


@under(n.WhyPoints)
def why(notice: n.WhyPoints) -> Keyboard:
    """Lead back to the total; staff may take back what was entered by hand."""
    back = Points(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    lines = [
        Press(
            TakeBack(group_id=notice.group_id, line_id=one.line_id),
            "ledger.b_take_back",
            (("number", number),),
        )
        for number, one in enumerate(notice.lines, 1)
        if notice.for_staff and one.can_be_taken_back
    ]
    return [*lines, Press(back, "points.b_back")]

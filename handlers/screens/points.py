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


class Why(Button):
    """Open one rule of a deputy's points into its lines."""

    code: ClassVar[str] = "pw"
    group_id: int
    member_id: int
    year: int
    rule_id: str


@under(n.MyPoints)
def my_points(notice: n.MyPoints) -> Keyboard:
    """Offer every rule that brought something, and the year before."""
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
    return [*rules, Press(before, "points.b_year", (("year", notice.year - 1),))]


@under(n.WhyPoints)
def why(notice: n.WhyPoints) -> Keyboard:
    """Lead back to the total."""
    back = Points(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    return [Press(back, "points.b_back")]

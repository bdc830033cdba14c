"""The buttons of the staff's side of points."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.points import Deputies, Earlier, Points
from handlers.screens.rulebook import ShowRules
from handlers.screens.statements import GiveTable
from models.points import notices as n


class Pick(Button):
    """Enter this item for a deputy; the evidence is asked next."""

    code: ClassVar[str] = "li"
    group_id: int
    member_id: int
    rule_id: str
    number: int


class Grant(Button):
    """Grant an appeal by this item, or (no rule) by what the roll says now."""

    code: ClassVar[str] = "lg"
    group_id: int
    appeal_id: int
    rule_id: str
    number: int


class SwitchRanking(Button):
    """Switch the ranking on or off."""

    code: ClassVar[str] = "lr"
    group_id: int
    on: int


class NewerRules(Button):
    """Show what the newer standard would change (0), or take it from today on (1)."""

    code: ClassVar[str] = "lw"
    group_id: int
    takes: int


@under(n.NewerRules)
def newer_rules(notice: n.NewerRules) -> Keyboard:
    """Offer to take it, if there is something to take, and the way back."""
    back = Press(Deputies(group_id=notice.group_id, page=0), "ledger.b_to_deputies")
    if not notice.changes:
        return [back]
    return [Press(NewerRules(group_id=notice.group_id, takes=1), "ledger.b_take_newer"), back]


@under(n.Deputies)
def deputies(notice: n.Deputies) -> Keyboard:
    """Offer each deputy, the pages, and the switch of the ranking."""
    rows: list[Row | list[Row]] = [
        Choice(
            Points(group_id=notice.group_id, member_id=one.member_id, year=notice.year), one.name
        )
        for one in notice.deputies
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_page(notice, notice.page - 1, "ledger.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(_page(notice, notice.page + 1, "ledger.b_page_after"))
    label = "ledger.b_ranking_off" if notice.ranking_on else "ledger.b_ranking_on"
    switch = SwitchRanking(group_id=notice.group_id, on=int(not notice.ranking_on))
    rules = Press(ShowRules(group_id=notice.group_id), "rules.b_rules")
    table = Press(GiveTable(group_id=notice.group_id), "statements.b_table")
    earlier = Press(
        Earlier(group_id=notice.group_id, member_id=0, page=0), "statements.b_earlier_tables"
    )
    more: list[Row] = [rules, table, earlier, Press(switch, label)]
    if notice.newer:
        more.append(Press(NewerRules(group_id=notice.group_id, takes=0), "ledger.b_newer"))
    return [*rows, *([turn] if turn else []), *more]


def _page(notice: n.Deputies, page: int, label: str) -> Press:
    return Press(Deputies(group_id=notice.group_id, page=page), label)


@under(n.Items)
def items(notice: n.Items) -> Keyboard:
    """Offer each item; for an appeal also that nothing is to be added."""
    rows: list[Row] = [
        Press(
            _picked(notice, one),
            "ledger.b_item",
            (
                ("item_zh", one.item_zh),
                ("item_en", one.item_en),
                ("first", one.first),
                ("credited", one.credited),
            ),
        )
        for one in notice.items
    ]
    if notice.appeal_id:
        none = Grant(group_id=notice.group_id, appeal_id=notice.appeal_id, rule_id="", number=0)
        return [*rows, Press(none, "ledger.b_none")]
    back = Points(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    return [*rows, Press(back, "points.b_back")]


def _picked(notice: n.Items, one: n.Item) -> Button:
    if notice.appeal_id:
        return Grant(
            group_id=notice.group_id,
            appeal_id=notice.appeal_id,
            rule_id=one.rule_id,
            number=one.number,
        )
    return Pick(
        group_id=notice.group_id,
        member_id=notice.member_id,
        rule_id=one.rule_id,
        number=one.number,
    )


@under(n.Entered)
def entered(notice: n.Entered) -> Keyboard:
    """Lead from the news to the total."""
    points = Points(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    return [Press(points, "points.b_my_points")]


@under(n.TakenBack)
def taken_back(notice: n.TakenBack) -> Keyboard:
    """Lead from the news to the total."""
    points = Points(group_id=notice.group_id, member_id=notice.member_id, year=notice.year)
    return [Press(points, "points.b_my_points")]

"""The buttons of suggestions that are with a unit: for its contacts, and for the staff."""

from collections.abc import Callable
from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.suggestions import Show
from models.suggestions import order_notices as n
from models.suggestions.rules import Move, SuggestionState, may

_S = SuggestionState


class Order(Button):
    """A contact does something with a suggestion: show, accept, talk, answer."""

    code: ClassVar[str] = "so"
    group_id: int
    suggestion_id: int
    unit_id: int
    act: str


class Which(Button):
    """Staff look for a unit: to assign, to assist, or to match the name of a list."""

    code: ClassVar[str] = "sow"
    group_id: int
    suggestion_id: int
    purpose: str
    page: int


class This(Button):
    """It is this unit; 0: one that is not on the list, its name is written."""

    code: ClassVar[str] = "sot"
    group_id: int
    suggestion_id: int
    unit_id: int
    purpose: str


class Files(Button):
    """Whoever may see a suggestion gets what was handed in with its answers."""

    code: ClassVar[str] = "sof"
    group_id: int
    suggestion_id: int


class Print(Button):
    """Staff print a suggestion for a unit without Telegram."""

    code: ClassVar[str] = "sop"
    group_id: int
    suggestion_id: int


def _acts(notice: n.Card) -> list[str]:
    """Return what a unit can do with a suggestion now."""
    if not notice.is_mine:
        return []
    if not notice.is_leading:
        is_owed = notice.opinion is None and may(Move.ASSIST, notice.state)
        return ["opinion"] if is_owed else []
    acts = []
    if may(Move.ACCEPT, notice.state):
        acts.append("accept")
    if may(Move.SEND_BACK, notice.state) and notice.can_return:
        acts.append("send_back")
    if may(Move.TALK, notice.state):
        acts += ["talk", "answer"]
    if _is_promised(notice) and may(Move.CLAIM, notice.state):
        acts.append("claim")
    return acts


def _is_promised(notice: n.Card) -> bool:
    answer = notice.answer
    is_open = answer is not None and answer.promised_for is not None and answer.proven_on is None
    return is_open and notice.claimed_on is None


@under(n.Card)
def card(notice: n.Card) -> Keyboard:
    """Offer what the unit can do now, and its whole text on paper."""
    about = {
        "group_id": notice.group_id,
        "suggestion_id": notice.suggestion_id,
        "unit_id": notice.unit_id,
    }
    if not notice.is_mine:
        return []
    acts = [*_acts(notice), "sheet"]
    return [Press(Order(**about, act=act), f"suggestion_orders.b_{act}") for act in acts]


@under(n.Orders)
def orders(notice: n.Orders) -> Keyboard:
    """Offer each suggestion."""
    return [
        Choice(
            Order(
                group_id=one.group_id,
                suggestion_id=one.suggestion_id,
                unit_id=one.unit_id,
                act="show",
            ),
            f"📝 {' '.join(part for part in (one.number, one.title) if part)}",
        )
        for one in notice.lines
    ]


@under(n.TermsEnding)
def terms_ending(notice: n.TermsEnding) -> Keyboard:
    """Offer each suggestion, at most ten."""
    return [
        Choice(
            Order(
                group_id=one.group_id,
                suggestion_id=one.suggestion_id,
                unit_id=notice.unit_id,
                act="show",
            ),
            f"📝 {' '.join(part for part in (one.number, one.title) if part)}",
        )
        for one in notice.endings[:10]
    ]


@under(n.Moved)
def moved(notice: n.Moved) -> Keyboard:
    """Lead to the suggestion."""
    show = Order(
        group_id=notice.group_id,
        suggestion_id=notice.suggestion_id,
        unit_id=notice.unit_id,
        act="show",
    )
    return [Press(show, "suggestion_orders.b_show")]


@under(n.WhichUnit)
def which_unit(notice: n.WhichUnit) -> Keyboard:
    """Offer each unit, the pages, writing the name instead, and the way back."""
    about = {"group_id": notice.group_id, "suggestion_id": notice.suggestion_id}
    rows: list[Row | list[Row]] = [
        Choice(This(**about, unit_id=key, purpose=notice.purpose), f"🏢 {name}")
        for key, name in notice.choices
    ]

    def turned(page: int) -> Which:
        return Which(**about, purpose=notice.purpose, page=page)

    turn = _turn(notice.page, notice.pages, turned)
    rows += [turn] if turn else []
    if notice.purpose == "assign":
        typed = This(**about, unit_id=0, purpose=notice.purpose)
        rows.append(Press(typed, "suggestion_orders.b_typed"))
    return [*rows, Press(Show(**about), "suggestions.b_back")]


def _turn(page: int, pages: int, to: Callable[[int], Which]) -> list[Row]:
    turn: list[Row] = []
    if page:
        turn.append(Press(to(page - 1), "suggestions.b_before"))
    if page + 1 < pages:
        turn.append(Press(to(page + 1), "suggestions.b_next"))
    return turn

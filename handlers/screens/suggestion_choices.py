"""Lists to choose from for suggestions: deputies, reports, inspections."""

from collections.abc import Callable

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.suggestions import AskToSign, Cosigners, ForDeputy, New, Show, TieTo
from models.suggestions import notices as n

Turning = Callable[[int], Button]


@under(n.WhichDeputies)
def which_deputies(notice: n.WhichDeputies) -> Keyboard:
    """Offer each deputy, the pages, and the way back."""
    about = {"group_id": notice.group_id, "suggestion_id": notice.suggestion_id}
    marks = {"": "▫️", "asked": "⏳", "signed": "✅", "listed": "✅", "declined": "✖️"}
    rows: list[Row | list[Row]] = [
        Choice(AskToSign(**about, member_id=key, page=notice.page), f"{marks.get(said)} {name}")
        for key, name, said in notice.choices
    ]
    turn = _turning(notice.page, notice.pages, lambda page: Cosigners(**about, page=page))
    return [*rows, *turn, Press(Show(**about), "suggestions.b_back")]


@under(n.WhoseSuggestion)
def whose_suggestion(notice: n.WhoseSuggestion) -> Keyboard:
    """Offer each deputy."""
    rows: list[Row | list[Row]] = [
        Choice(ForDeputy(group_id=notice.group_id, member_id=key), name)
        for key, name in notice.choices
    ]
    return [
        *rows,
        *_turning(
            notice.page,
            notice.pages,
            lambda page: New(group_id=notice.group_id, staff=1, page=page),
        ),
    ]


def _turning(page: int, pages: int, button: Turning) -> list[Row | list[Row]]:
    rows: list[Row] = []
    if page:
        rows.append(Press(button(page - 1), "suggestions.b_before"))
    if page + 1 < pages:
        rows.append(Press(button(page + 1), "suggestions.b_next"))
    return [rows] if rows else []


@under(n.TieWhat)
def tie_what(notice: n.TieWhat) -> Keyboard:
    """Offer each with a mark, and the way back."""
    about = {"group_id": notice.group_id, "suggestion_id": notice.suggestion_id}
    rows = [
        Choice(
            TieTo(**about, kind=notice.to, subject_id=one.subject_id),
            f"{'✅' if one.is_tied else '▫️'} {one.words}",
        )
        for one in notice.ties
    ]
    return [*rows, Press(Show(**about), "suggestions.b_back")]

"""The buttons of the list from which staff run their activities."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show
from handlers.screens.plans import HowToSend, ShowMonth, ShowYear
from models.activities import notices as n
from models.activities.rules import ActivityState

_MARKS = {ActivityState.DRAFT: "📝", ActivityState.ANNOUNCED: "📣"}


class ListPage(Button):
    """Show a page of the activities of a group to the staff."""

    code: ClassVar[str] = "alp"
    group_id: int
    page: int


@under(n.Manage)
def manage(notice: n.Manage) -> Keyboard:
    """Offer each activity of the page, the pages, and other ways to see the year."""
    group_id = notice.group_id
    turn: list[Row] = []
    if notice.page > 0:
        before = ListPage(group_id=group_id, page=notice.page - 1)
        turn.append(Press(before, "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        after = ListPage(group_id=group_id, page=notice.page + 1)
        turn.append(Press(after, "activities.b_page_after"))
    return [
        *(
            Choice(
                Show(group_id=one.group_id, activity_id=one.activity_id),
                f"{_mark(one, notice)} {one.title}",
            )
            for one in notice.activities
        ),
        *([turn] if turn else []),
        Press(ShowMonth(group_id=group_id, year=0, month=0), "plans.b_month"),
        Press(ShowYear(group_id=group_id, year=0, page=-1), "plans.b_year_list"),
        Press(HowToSend(group_id=group_id), "plans.b_import"),
    ]


def _mark(one: n.Shown, notice: n.Manage) -> str:
    if one.is_open:
        return "🟢"
    return "⏳" if one.activity_id in notice.held else _MARKS.get(one.state, "✅")

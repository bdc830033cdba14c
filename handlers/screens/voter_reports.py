"""The buttons of reports to voters."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show, on_staff_card
from models.activities.notices import Shown
from models.activities.rules import ActivityKind, ActivityState
from models.voter_reports import notices as n
from models.voter_reports.tables import ReportForm


class ShowReporters(Button):
    """Show a page of the deputies with what each reported."""

    code: ClassVar[str] = "vr"
    group_id: int
    activity_id: int
    page: int


class NoteReporter(Button):
    """Note how a deputy reported (oral, written), or that they did not (none)."""

    code: ClassVar[str] = "vn"
    group_id: int
    activity_id: int
    member_id: int
    form: str
    page: int


NONE = "none"
_MARKS = {ReportForm.ORAL: "🎤", ReportForm.WRITTEN: "📄", None: "⬜"}
_NEXT = {None: ReportForm.ORAL.value, ReportForm.ORAL: ReportForm.WRITTEN.value}


@on_staff_card
def rows(one: Shown) -> list[Row | list[Row]]:
    """Offer the deputies of a meeting at which they report."""
    if one.kind is not ActivityKind.REPORT_TO_VOTERS or one.state is ActivityState.CANCELLED:
        return []
    button = ShowReporters(group_id=one.group_id, activity_id=one.activity_id, page=0)
    return [Press(button, "voter_reports.b_reporters")]


@under(n.Reporters)
def reporters(notice: n.Reporters) -> Keyboard:
    """Offer each deputy: a press turns ⬜ to 🎤, 🎤 to 📄, 📄 to ⬜; the pages; the way back."""
    facts = {"group_id": notice.group_id, "activity_id": notice.activity_id}
    names: list[Row | list[Row]] = [
        Choice(
            NoteReporter(
                **facts,
                member_id=one.member_id,
                form=_NEXT.get(one.form, NONE),
                page=notice.page,
            ),
            f"{_MARKS[one.form]} {one.name}",
        )
        for one in notice.deputies
    ]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(_page(notice, notice.page - 1, "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(_page(notice, notice.page + 1, "activities.b_page_after"))
    back = Press(Show(**facts), "activities.b_back")
    return [*names, *([turn] if turn else []), back]


def _page(notice: n.Reporters, page: int, label: str) -> Press:
    button = ShowReporters(group_id=notice.group_id, activity_id=notice.activity_id, page=page)
    return Press(button, label)

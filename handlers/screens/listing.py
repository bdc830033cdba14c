"""The buttons of the staff's list and of the sheet on paper."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.activities import Show, on_staff_card
from models.activities import notices as n
from models.activities import roll_notices as on_roll
from models.activities.rules import ActivityState, AttendanceState

_MARKS = {
    AttendanceState.PRESENT: "✅",
    AttendanceState.LATE: "🕒",
    AttendanceState.EXCUSED: "📄",
    AttendanceState.ABSENT: "⬜",
    None: "⬜",
}


class ShowTicks(Button):
    """Show a page of the list to be ticked."""

    code: ClassVar[str] = "at"
    group_id: int
    activity_id: int
    page: int


class Tick(Button):
    """Tick a deputy, or take the tick back."""

    code: ClassVar[str] = "ak"
    group_id: int
    activity_id: int
    member_id: int
    page: int


class Sheet(Button):
    """Make a sheet to be signed."""

    code: ClassVar[str] = "ap"
    group_id: int
    activity_id: int


class SheetYes(Button):
    """Enter the signed sheet as it was read back."""

    code: ClassVar[str] = "az"
    group_id: int
    activity_id: int
    version: int


@on_staff_card
def rows(one: n.Shown) -> list[Row | list[Row]]:
    """Offer the list from the opening on, and the sheet to be printed before."""
    facts = {"group_id": one.group_id, "activity_id": one.activity_id}
    sheet = Press(Sheet(**facts), "activities.b_sheet")
    tick = Press(ShowTicks(**facts, page=0), "activities.b_tick")
    match one.state:
        case ActivityState.DRAFT:
            return [sheet]
        case ActivityState.ANNOUNCED | ActivityState.CLOSED | ActivityState.RECORDED:
            return [[tick, sheet]]
        case _:
            return []


@under(on_roll.Ticks)
def ticks(notice: on_roll.Ticks) -> Keyboard:
    """Offer the deputies of the page, two in a row, the pages, and the way back."""
    one = notice.activity
    facts = {"group_id": one.group_id, "activity_id": one.activity_id}
    names = [
        Choice(
            Tick(**facts, member_id=entry.member_id, page=notice.page),
            f"{_MARKS[entry.state]} {entry.name}",
        )
        for entry in notice.entries
    ]
    pairs: list[list[Row]] = [list(names[place : place + 2]) for place in range(0, len(names), 2)]
    turn: list[Row] = []
    if notice.page > 0:
        turn.append(Press(ShowTicks(**facts, page=notice.page - 1), "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        turn.append(Press(ShowTicks(**facts, page=notice.page + 1), "activities.b_page_after"))
    back = Press(Show(**facts), "activities.b_back")
    return [*pairs, *([turn] if turn else []), back]


@under(on_roll.PaperRead)
def paper_read(notice: on_roll.PaperRead) -> Keyboard:
    """Offer to enter it, or to leave it."""
    one = notice.activity
    facts = {"group_id": one.group_id, "activity_id": one.activity_id}
    yes = SheetYes(**facts, version=notice.version)
    return [Press(yes, "activities.b_sheet_yes"), Press(Show(**facts), "activities.b_sheet_no")]

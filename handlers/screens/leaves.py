"""The buttons of leaves."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from handlers.screens.replies import ShowLeave
from models.leaves import notices as n
from models.leaves.rules import LeaveState


class ThisOne(Button):
    """It is this activity that I mean."""

    code: ClassVar[str] = "lc"
    group_id: int
    leave_id: int


class Yes(Button):
    """It was understood rightly: hand it in."""

    code: ClassVar[str] = "ly"
    group_id: int
    leave_id: int


class No(Button):
    """It was not meant so."""

    code: ClassVar[str] = "ln"
    group_id: int
    leave_id: int


class YesAll(Button):
    """All that was read back is meant: hand every request in. The number is of the first."""

    code: ClassVar[str] = "lya"
    group_id: int
    leave_id: int


class TakeThisBack(Button):
    """It is this leave that I want to take back."""

    code: ClassVar[str] = "lv"
    group_id: int
    leave_id: int


class TakeBackYes(Button):
    """It was understood rightly: I come after all."""

    code: ClassVar[str] = "lvy"
    group_id: int
    leave_id: int


class KeepIt(Button):
    """My leave stays as it is."""

    code: ClassVar[str] = "lvn"
    group_id: int


class ListWaiting(Button):
    """Show the staff a page of the requests that wait."""

    code: ClassVar[str] = "lal"
    group_id: int
    page: int


class Approve(Button):
    """The staff agree."""

    code: ClassVar[str] = "lp"
    group_id: int
    leave_id: int


class Decline(Button):
    """The staff do not agree; the reason is asked next."""

    code: ClassVar[str] = "ld"
    group_id: int
    leave_id: int


@under(n.ReadBack)
def read_back(notice: n.ReadBack) -> Keyboard:
    """Offer yes and no."""
    about = {"group_id": notice.group_id, "leave_id": notice.leave_id}
    return [Press(Yes(**about), "leaves.b_yes"), Press(No(**about), "leaves.b_no")]


@under(n.WhichActivity)
def which_activity(notice: n.WhichActivity) -> Keyboard:
    """Offer each that may be meant, and none."""
    if not notice.choices:
        return []
    rows = [
        Choice(ThisOne(group_id=one.group_id, leave_id=one.leave_id), f"{number}. {one.title}")
        for number, one in enumerate(notice.choices, start=1)
    ]
    first = notice.choices[0]
    none = No(group_id=first.group_id, leave_id=first.leave_id)
    return [*rows, Press(none, "leaves.b_none")]


@under(n.ReadBackAll)
def read_back_all(notice: n.ReadBackAll) -> Keyboard:
    """Offer all of them, one of them, and none."""
    if not notice.choices:
        return []
    first = notice.choices[0]
    about = {"group_id": first.group_id, "leave_id": first.leave_id}
    singles = [
        Press(
            ThisOne(group_id=one.group_id, leave_id=one.leave_id),
            "leaves.b_only",
            (("title", one.title),),
        )
        for one in notice.choices
    ]
    return [
        Press(YesAll(**about), "leaves.b_yes_all"),
        *singles,
        Press(No(**about), "leaves.b_no"),
    ]


@under(n.TakeBack)
def take_back(notice: n.TakeBack) -> Keyboard:
    """Offer to come after all, or to leave it as it is."""
    yes = TakeBackYes(group_id=notice.group_id, leave_id=notice.leave_id)
    keep = KeepIt(group_id=notice.group_id)
    return [Press(yes, "leaves.b_take_back"), Press(keep, "leaves.b_keep")]


@under(n.TakeWhichBack)
def take_which_back(notice: n.TakeWhichBack) -> Keyboard:
    """Offer each that may be meant, and none."""
    rows = [
        Choice(TakeThisBack(group_id=one.group_id, leave_id=one.leave_id), f"{number}. {one.title}")
        for number, one in enumerate(notice.choices, start=1)
    ]
    keep = [Press(KeepIt(group_id=one.group_id), "leaves.b_keep") for one in notice.choices[:1]]
    return [*rows, *keep]


@under(n.AllWaiting)
def all_waiting(notice: n.AllWaiting) -> Keyboard:
    """Offer each request, and the pages."""
    rows: list[Row | list[Row]] = [
        Choice(
            ShowLeave(group_id=notice.group_id, leave_id=one.leave_id), f"📄 {one.name} {one.title}"
        )
        for one in notice.lines
    ]
    turn: list[Row] = []
    if notice.page > 0:
        before = ListWaiting(group_id=notice.group_id, page=notice.page - 1)
        turn.append(Press(before, "activities.b_page_before"))
    if notice.page + 1 < notice.pages:
        after = ListWaiting(group_id=notice.group_id, page=notice.page + 1)
        turn.append(Press(after, "activities.b_page_after"))
    return [*rows, *([turn] if turn else [])]


@under(n.LeaveCard)
def leave_card(notice: n.LeaveCard) -> Keyboard:
    """Offer both answers while there is none, and the others that wait."""
    others = Press(ListWaiting(group_id=notice.group_id, page=0), "leaves.b_waiting")
    if notice.state is not LeaveState.ASKED:
        return [others]
    about = {"group_id": notice.group_id, "leave_id": notice.leave_id}
    return [
        Press(Approve(**about), "leaves.b_approve"),
        Press(Decline(**about), "leaves.b_decline"),
        others,
    ]

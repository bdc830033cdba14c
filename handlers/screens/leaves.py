"""The buttons of leaves."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, under
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


@under(n.LeaveCard)
def leave_card(notice: n.LeaveCard) -> Keyboard:
    """Offer both answers while there is none."""
    if notice.state is not LeaveState.ASKED:
        return []
    about = {"group_id": notice.group_id, "leave_id": notice.leave_id}
    return [
        Press(Approve(**about), "leaves.b_approve"),
        Press(Decline(**about), "leaves.b_decline"),
    ]

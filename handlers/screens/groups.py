"""The buttons that say what a chat is."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, under
from models.groups import notices as n
from models.groups.tables import ChatRole


class ThisIs(Button):
    """This chat is the group's chat of a kind; group 0: the one whose staff presses."""

    code: ClassVar[str] = "gl"
    group_id: int
    role: str
    replace: int  # 1: in place of the chat there is


@under(n.WhatIsThis)
def what_is_this(_notice: n.WhatIsThis) -> Keyboard:
    """Offer both kinds of chat."""
    return [_this_is(0, role, f"groups.b_{role.value}") for role in ChatRole]


@under(n.WhichGroup)
def which_group(notice: n.WhichGroup) -> Keyboard:
    """Offer each group whose staff the person is."""
    return [
        Choice(ThisIs(group_id=group_id, role=notice.role.value, replace=0), name)
        for group_id, name in notice.groups
    ]


@under(n.RoleTaken)
def role_taken(notice: n.RoleTaken) -> Keyboard:
    """Offer to move here."""
    button = ThisIs(group_id=notice.group_id, role=notice.role.value, replace=1)
    return [Press(button, "groups.b_move_here")]


def _this_is(group_id: int, role: ChatRole, label: str) -> Press:
    return Press(ThisIs(group_id=group_id, role=role.value, replace=0), label)

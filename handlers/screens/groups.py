"""The buttons that say what a chat is."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, Row, under
from models.groups import notices as n
from models.groups.tables import ChatRole


class ThisIs(Button):
    """This chat is the group's chat of a kind; group 0: the one whose staff presses."""

    code: ClassVar[str] = "gl"
    group_id: int
    role: str
    replace: int  # 1: in place of the chat there is


class ChannelIs(Button):
    """This channel is for the notices of a group; group 0: for none of them."""

    code: ClassVar[str] = "gc"
    group_id: int
    chat_id: int
    replace: int  # 1: in place of the channel there is


class DropChannel(Button):
    """Post no notices in the public channel any more."""

    code: ClassVar[str] = "gd"
    group_id: int


@under(n.IsThisTheChannel)
def is_this_the_channel(notice: n.IsThisTheChannel) -> Keyboard:
    """Offer each group whose staff the person is, and to let it be."""
    rows: list[Row] = [
        Press(
            ChannelIs(group_id=group_id, chat_id=notice.chat_id, replace=0),
            "groups.b_channel",
            (("name", name),),
        )
        for group_id, name in notice.groups
    ]
    no = ChannelIs(group_id=0, chat_id=notice.chat_id, replace=0)
    return [*rows, Press(no, "groups.b_no_channel")]


@under(n.ChannelTaken)
def channel_taken(notice: n.ChannelTaken) -> Keyboard:
    """Offer to take this one instead, or to keep the other."""
    about = {"chat_id": notice.chat_id}
    return [
        Press(ChannelIs(group_id=notice.group_id, **about, replace=1), "groups.b_this_channel"),
        Press(ChannelIs(group_id=0, **about, replace=0), "groups.b_old_channel"),
    ]


@under(n.WhatIsThis)
def what_is_this(_notice: n.WhatIsThis) -> Keyboard:
    """Offer both kinds of chat."""
    kinds = (ChatRole.DEPUTIES, ChatRole.STAFF)
    return [_this_is(0, role, f"groups.b_{role.value}") for role in kinds]


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

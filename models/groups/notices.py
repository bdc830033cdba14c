"""What people are told about groups and their chats."""

from datetime import datetime
from typing import ClassVar

from models.groups.tables import ChatRole
from models.messages.notices import Notice


class WhatIsThis(Notice):
    """The bot is in a chat that belongs to no group: the staff say what it is."""

    kind: ClassVar[str] = "groups.what_is_this"
    title: str


class WhichGroup(Notice):
    """Staff of several groups choose whose chat this is."""

    kind: ClassVar[str] = "groups.which_group"
    title: str
    role: ChatRole
    groups: tuple[tuple[int, str], ...]


class RoleTaken(Notice):
    """The group has another chat of this kind: keep that one, or move here."""

    kind: ClassVar[str] = "groups.role_taken"
    group_id: int
    group_name: str
    role: ChatRole
    title: str


class Linked(Notice):
    """The chat belongs to a group now."""

    kind: ClassVar[str] = "groups.linked"
    group_name: str
    role: ChatRole


class NotForYou(Notice):
    """Somebody who is not of the staff pressed the button of the staff."""

    kind: ClassVar[str] = "groups.not_for_you"


class ChatTaken(Notice):
    """The chat belongs to another group, or is something else to this one."""

    kind: ClassVar[str] = "groups.chat_taken"


class ChatLost(Notice):
    """The staff hear that the bot is no longer in a chat of theirs."""

    kind: ClassVar[str] = "groups.chat_lost"
    group_name: str
    role: ChatRole
    title: str
    at: datetime


class IsThisTheChannel(Notice):
    """Somebody of the staff has made the bot an administrator of a channel: what it is for."""

    kind: ClassVar[str] = "groups.is_this_the_channel"
    chat_id: int
    title: str
    groups: tuple[tuple[int, str], ...]


class ChannelTaken(Notice):
    """The group has another public channel: keep that one, or take this."""

    kind: ClassVar[str] = "groups.channel_taken"
    group_id: int
    chat_id: int
    group_name: str
    title: str
    was_title: str


class ChannelLinked(Notice):
    """The notices of a group's receptions appear in a channel from now on."""

    kind: ClassVar[str] = "groups.channel_linked"
    group_name: str
    title: str


class ChannelLeft(Notice):
    """Nothing is posted in a channel."""

    kind: ClassVar[str] = "groups.channel_left"
    title: str


class MayNotPost(Notice):
    """The bot is in a channel and may not write there."""

    kind: ClassVar[str] = "groups.may_not_post"
    title: str


class ChannelForStaff(Notice):
    """Somebody who is not of the staff has put the bot into a channel."""

    kind: ClassVar[str] = "groups.channel_for_staff"
    title: str


class CodeTaken(Notice):
    """Another group has this code."""

    kind: ClassVar[str] = "groups.code_taken"
    code: str


class BadCode(Notice):
    """A code is two to sixteen letters or digits."""

    kind: ClassVar[str] = "groups.bad_code"
    code: str


class BadName(Notice):
    """A group needs a name of at most 64 characters."""

    kind: ClassVar[str] = "groups.bad_name"


class BadTimezone(Notice):
    """There is no such time zone."""

    kind: ClassVar[str] = "groups.bad_timezone"
    timezone: str


class NoGroup(Notice):
    """There is no group with this code."""

    kind: ClassVar[str] = "groups.no_group"
    code: str
    codes: tuple[str, ...] = ()

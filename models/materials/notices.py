"""What people are told about study materials."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.materials.rules import AudienceKind, Category, MaterialState, Target
from models.messages.carried import Carrying
from models.messages.notices import Notice


class Card(Carrying):
    """A material in somebody's private chat; `member_id` 0 is a preview to its author."""

    kind: ClassVar[str] = "materials.card"
    group_id: int
    material_id: int
    member_id: int
    title: str
    category: Category
    text: str
    minutes: int | None
    deadline: datetime | None
    has_link: bool
    url: str | None
    questions: int
    is_read: bool = False
    is_corrected: bool = False
    is_withdrawn: bool = False


class Enclosed(Carrying):
    """The files that stand before a card, where they cannot be in it."""

    kind: ClassVar[str] = "materials.enclosed"
    title: str


class GroupCard(Carrying):
    """A material in the deputies' group: who has read it is told as a number only."""

    kind: ClassVar[str] = "materials.group_card"
    group_id: int
    material_id: int
    title: str
    category: Category
    text: str
    minutes: int | None
    deadline: datetime | None
    url: str | None
    read: int
    asked: int
    is_corrected: bool = False
    is_withdrawn: bool = False


class Audience(BaseModel):
    """For whom a material is, in facts; `value` is a level, a delegation or a number of names."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: AudienceKind
    value: str = ""


class Confirm(Notice):
    """The question before a material leaves: to whom, and who cannot be reached."""

    kind: ClassVar[str] = "materials.confirm"
    group_id: int
    material_id: int
    title: str
    target: Target
    audience: Audience
    deputies: int
    unreachable: tuple[str, ...]
    due_at: datetime | None
    is_moved: bool  # the hour asked for is a quiet one
    has_group_chat: bool


class Scheduled(Notice):
    """It is confirmed; for some seconds it can be taken back without anybody noticing."""

    kind: ClassVar[str] = "materials.scheduled"
    group_id: int
    material_id: int
    title: str
    deputies: int
    due_at: datetime
    is_now: bool
    state: MaterialState


class Manage(Notice):
    """One material as the staff see it, with what came of it."""

    kind: ClassVar[str] = "materials.manage"
    group_id: int
    material_id: int
    title: str
    category: Category
    state: MaterialState
    due_at: datetime | None
    sent_at: datetime | None
    deadline: datetime | None
    asked: int
    read: int
    arrived: int
    on_the_way: int
    unreachable: int
    questions: int


class SureToWithdraw(Notice):
    """The question before a material is called back."""

    kind: ClassVar[str] = "materials.sure_to_withdraw"
    group_id: int
    material_id: int
    title: str
    arrived: int
    on_the_way: int


class Withdrawn(Notice):
    """A material was stopped midway, or called back: how many have it already, honestly."""

    kind: ClassVar[str] = "materials.withdrawn"
    group_id: int
    material_id: int
    title: str
    arrived: int
    stopped: int
    on_the_way: int


class Person(BaseModel):
    """One deputy and where a material is with them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    state: str  # read, arrived, waiting, or why it did not arrive
    since: datetime | None


class Reach(Notice):
    """Who has read a material, who has not, who cannot be reached: by name, for staff only."""

    kind: ClassVar[str] = "materials.reach"
    group_id: int
    material_id: int
    title: str
    read: tuple[str, ...]
    unread: tuple[str, ...]
    unreachable: tuple[Person, ...]
    more: int


class Nudged(Notice):
    """How many were reminded by hand, and how many were not because enough was said today."""

    kind: ClassVar[str] = "materials.nudged"
    told: int
    spared: int


class Entry(BaseModel):
    """One line of a list of materials."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    material_id: int
    title: str
    category: Category
    sent_at: datetime | None
    deadline: datetime | None
    is_read: bool
    state: MaterialState


class Library(Notice):
    """The way into the library: what is new and unread, and the categories."""

    kind: ClassVar[str] = "materials.library"
    group_id: int
    unread: int
    total: int
    categories: tuple[Category, ...]
    courses: int


class Listed(Notice):
    """Some materials of the library, newest first; `what` says which."""

    kind: ClassVar[str] = "materials.listed"
    group_id: int
    what: str
    words: str = ""
    entries: tuple[Entry, ...]
    page: int = 0
    pages: int = 1
    is_staff: bool = False


class Desk(Notice):
    """The staff's way to materials."""

    kind: ClassVar[str] = "materials.desk"
    group_id: int
    sent: int
    waiting: int
    studies: int


class Unread(Notice):
    """Somebody's unread materials in one message: at most one a day (domain §4)."""

    kind: ClassVar[str] = "materials.unread"
    group_id: int
    entries: tuple[Entry, ...]
    is_nudge: bool = False


class Paper(Notice):
    """The list of a material's readers, to print or to keep."""

    kind: ClassVar[str] = "materials.paper"
    group_id: int
    material_id: int
    title: str


class Dropped(Notice):
    """A draft was thrown away."""

    kind: ClassVar[str] = "materials.dropped"
    title: str


class Corrected(Notice):
    """A correction is on its way to everybody who has the material."""

    kind: ClassVar[str] = "materials.corrected"
    title: str
    copies: int
    only_words: bool  # files that came separately stay as they were


class ReadNoted(Notice):
    """The press on 已学习 was heard."""

    kind: ClassVar[str] = "materials.read_noted"
    title: str
    is_first: bool

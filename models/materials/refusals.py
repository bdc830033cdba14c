"""Why something cannot be done with a study material."""

from typing import ClassVar

from models.materials.rules import MaterialState
from models.messages.notices import Notice


class NothingInside(Notice):
    """A material needs words or a file."""

    kind: ClassVar[str] = "materials.nothing_inside"


class TextTooLong(Notice):
    """A material's words do not fit one message."""

    kind: ClassVar[str] = "materials.text_too_long"
    most: int


class DeadlinePast(Notice):
    """A deadline lies before the material is even sent."""

    kind: ClassVar[str] = "materials.deadline_past"


class NobodyThere(Notice):
    """The audience holds nobody."""

    kind: ClassVar[str] = "materials.nobody_there"


class UnknownNames(Notice):
    """Names of an audience that no deputy bears, or several do."""

    kind: ClassVar[str] = "materials.unknown_names"
    names: tuple[str, ...]


class NoGroupChat(Notice):
    """The group has no chat to send to."""

    kind: ClassVar[str] = "materials.no_group_chat"


class NotNow(Notice):
    """What was asked for does not fit the state a material is in."""

    kind: ClassVar[str] = "materials.not_now"
    title: str
    state: MaterialState

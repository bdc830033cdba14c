"""What is said about systems and their keys."""

from typing import ClassVar

from models.messages.notices import Notice


class NameTaken(Notice):
    """A system of this name has a key already."""

    kind: ClassVar[str] = "systems.name_taken"
    name: str


class NoSystem(Notice):
    """No system of this name has a key."""

    kind: ClassVar[str] = "systems.no_system"
    name: str

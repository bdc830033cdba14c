"""How far a year's suggestions are: for the standing committee, and for the group."""

from typing import ClassVar

from models.messages.notices import Notice


class GroupProgress(Notice):
    """How far the year's suggestions are, without a name: for the deputies' group."""

    kind: ClassVar[str] = "suggestions.group_progress"
    group_name: str
    year: int
    total: int
    filed: int
    assigned: int
    answered: int
    rated: int
    satisfied: int
    done: int
    overdue: int


class SureToTell(Notice):
    """The notice for the group, before it goes there."""

    kind: ClassVar[str] = "suggestions.sure_to_tell"
    group_id: int
    year: int
    progress: GroupProgress


class GroupTold(Notice):
    """The notice stands in the group."""

    kind: ClassVar[str] = "suggestions.group_told"


class NoGroupChat(Notice):
    """There is no linked chat to tell."""

    kind: ClassVar[str] = "suggestions.no_group_chat"


class Progress(Notice):
    """The progress report for the standing committee, as a file."""

    kind: ClassVar[str] = "suggestions.progress"
    group_id: int
    group_name: str
    year: int
    form: str  # docx or xlsx
    total: int = 0
    answered: int = 0


class ListTaken(Notice):
    """What became of the congress's list."""

    kind: ClassVar[str] = "suggestions.list_taken"
    added: int
    known: int
    left_out: int

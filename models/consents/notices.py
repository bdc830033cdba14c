"""The notice before the first question, and what follows the answer to it."""

from datetime import datetime
from typing import ClassVar

from models.messages.notices import Notice


class Ask(Notice):
    """What is kept of a report and who sees it; `then` and `about` say what was begun.

    `group_name` is the body that keeps it, None where several could.
    """

    kind: ClassVar[str] = "consents.ask"
    version: int
    group_name: str | None
    days: int  # after closing, until contact data is deleted
    then: str
    about: int


class Agreed(Notice):
    """Somebody has agreed; flashes over the chat."""

    kind: ClassVar[str] = "consents.agreed"


class Declined(Notice):
    """Somebody does not agree: nothing is kept, and there are other ways."""

    kind: ClassVar[str] = "consents.declined"


class Withdrawn(Notice):
    """Somebody takes their agreement back: what they reported stays until they delete it."""

    kind: ClassVar[str] = "consents.withdrawn"
    agreed_at: datetime

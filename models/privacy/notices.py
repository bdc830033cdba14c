"""What is said about contact data that somebody wants to see, hold or delete."""

from typing import ClassVar

from models.messages.notices import Notice


class ReasonMissing(Notice):
    """Contact data is shown, and a record held, only for a reason that is written down."""

    kind: ClassVar[str] = "privacy.reason_missing"

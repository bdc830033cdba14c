"""What is said about contact data that somebody wants to see, hold or delete."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice


class ReasonMissing(Notice):
    """Contact data is shown, and a record held, only for a reason that is written down."""

    kind: ClassVar[str] = "privacy.reason_missing"


class OwnData(Notice):
    """Somebody's own data as a file, made when it leaves: as a text, or as JSON."""

    kind: ClassVar[str] = "privacy.own_data"
    account_id: int
    form: str


class SureToErase(Notice):
    """What a deletion does, before it is done."""

    kind: ClassVar[str] = "privacy.sure_to_erase"
    reports: int


class Erased(Notice):
    """What was deleted; `kept` are reports that the law makes us keep for now."""

    kind: ClassVar[str] = "privacy.erased"
    severed: int
    kept: tuple[str, ...]


class NothingErased(Notice):
    """Somebody thought better of it."""

    kind: ClassVar[str] = "privacy.nothing_erased"


class WhichReason(Notice):
    """Why a member of staff wants to see a voter's contact data."""

    kind: ClassVar[str] = "privacy.which_reason"
    group_id: int
    issue_id: int
    number: str


class ContactShown(Notice):
    """A voter's contact data in clear, privately to one member of staff; encrypted at rest."""

    kind: ClassVar[str] = "privacy.contact_shown"
    number: str
    name: str | None
    phone: str | None
    address: str | None


class LookNoted(Notice):
    """The look has been written down; flashes over the chat."""

    kind: ClassVar[str] = "privacy.look_noted"


class LogLine(BaseModel):
    """Who looked at contact data, when, of which report, and why."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    at: datetime
    who: str
    number: str | None
    reason: str


class Log(Notice):
    """The last looks at contact data, the newest first."""

    kind: ClassVar[str] = "privacy.log"
    lines: tuple[LogLine, ...]

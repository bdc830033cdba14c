"""What the staff are told about their roster, invitations and the files they send."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.people.notices import Kept
from models.people.sealed import Sealed
from models.people.tables import Role


class Counts(BaseModel):
    """How a roster stands."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    deputies: int = 0
    staff: int = 0
    bound: int = 0
    unbound: int = 0
    unreachable: int = 0  # bound, but cannot be written to


class Line(BaseModel):
    """One member in a list: `state` is bound, unbound, or unreachable."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    member_id: int
    name: str
    role: Role
    state: str


class Roster(Notice):
    """The roster for the staff: counts and one page of names."""

    kind: ClassVar[str] = "people.roster"
    group_id: int
    group_name: str
    counts: Counts
    members: tuple[Line, ...]
    page: int
    pages: int


class WhichRoster(Notice):
    """Staff of several groups choose whose roster they mean."""

    kind: ClassVar[str] = "people.which_roster"
    groups: tuple[tuple[int, str], ...]
    version: int | None = None  # of the file that was sent; None: to look at


class MemberCard(Notice):
    """One member for the staff; the phone is masked."""

    kind: ClassVar[str] = "people.member_card"
    group_id: int
    member_id: int
    kept: Kept
    state: str
    invited_until: datetime | None
    left_at: datetime | None


class SureOf(Notice):
    """A question before something that cannot be undone: unbind, leave, invite_all."""

    kind: ClassVar[str] = "people.sure_of"
    group_id: int
    member_id: int  # 0: all who are not bound yet
    act: str
    name: str
    people: int


class Invitation(Notice):
    """A personal link, with its QR code, for the staff to pass on."""

    kind: ClassVar[str] = "people.invitation"
    name: str
    group_name: str
    url: Sealed
    expires_at: datetime


class Invitee(BaseModel):
    """One person and their link."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    name: str
    url: Sealed


class Invitations(Notice):
    """Links of several people, one part of the list."""

    kind: ClassVar[str] = "people.invitations"
    invitees: tuple[Invitee, ...]
    part: int
    parts: int
    expires_at: datetime


class NobodyToInvite(Notice):
    """Everybody on the roster is bound."""

    kind: ClassVar[str] = "people.nobody_to_invite"


class AlreadyBound(Notice):
    """An invitation for somebody who is bound to an account."""

    kind: ClassVar[str] = "people.already_bound"
    name: str


class NotBound(Notice):
    """Nobody is bound there."""

    kind: ClassVar[str] = "people.not_bound"
    name: str


class LastStaff(Notice):
    """The last of the staff cannot lock everybody out."""

    kind: ClassVar[str] = "people.last_staff"


class RowProblem(Notice):
    """Why a row of a sheet cannot be used: the words of `code` are in sheets.j2."""

    kind: ClassVar[str] = "sheets.problem"
    row: int | None
    column: str | None
    code: str
    value: str = ""  # never a phone
    other_row: int | None = None


class RosterPreview(Notice):
    """What a roster file would change; nothing has been changed yet."""

    kind: ClassVar[str] = "people.roster_preview"
    group_id: int
    group_name: str
    filename: str
    version: int
    added: tuple[str, ...]  # the first names
    changed: tuple[str, ...]
    returned: tuple[str, ...]
    n_added: int
    n_changed: int
    n_same: int
    n_returned: int
    problems: tuple[RowProblem, ...]  # the first few
    n_problems: int
    notes: tuple[RowProblem, ...] = ()
    other_sheets: tuple[str, ...] = ()


class RosterImported(Notice):
    """What an import has changed."""

    kind: ClassVar[str] = "people.roster_imported"
    group_id: int
    group_name: str
    added: int
    changed: int
    returned: int
    same: int
    left_out: int


class RosterDropped(Notice):
    """A file was not imported; nothing has changed."""

    kind: ClassVar[str] = "people.roster_dropped"


class RosterDoubtful(Notice):
    """Rows of which it is not clear whom they mean: nothing has changed."""

    kind: ClassVar[str] = "people.roster_doubtful"
    problems: tuple[RowProblem, ...]

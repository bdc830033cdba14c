"""What people are told about ballots. No choice stands in any of them but a result's count."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.ballots.rules import BallotKind, BallotState, ElectorKind, Opinion, Quorum, Way
from models.messages.notices import Notice


class Line(BaseModel):
    """A ballot as one line of a list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    group_id: int
    ballot_id: int
    title: str
    state: BallotState
    closes_at: datetime | None


class Page(Notice):
    """The group's ballots, the newest first."""

    kind: ClassVar[str] = "ballots.page"
    group_id: int
    lines: tuple[Line, ...]


class Cell(BaseModel):
    """What was counted for one item of one subject; `rate` in tenths of a percent."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    subject: str
    item: str
    satisfied: int
    basically: int
    dissatisfied: int
    abstained: int
    rate: int | None


class Card(Notice):
    """A ballot as the staff see it: the list, who has come, and after the close the counts."""

    kind: ClassVar[str] = "ballots.card"
    group_id: int
    ballot_id: int
    ballot_kind: BallotKind
    title: str
    state: BallotState
    quorum: Quorum
    subjects: tuple[str, ...]
    items: tuple[str, ...]
    by_kind: tuple[tuple[ElectorKind, int], ...]
    eligible: int
    online: int
    paper: int
    voted: int
    paper_counts: int
    paper_agreed: bool
    closes_at: datetime | None
    result: "Result | None" = None


class Result(Notice):
    """What a closed ballot amounts to, for whoever it is shown to."""

    kind: ClassVar[str] = "ballots.result"
    ballot_kind: BallotKind
    title: str
    eligible: int
    issued: int
    returned: int
    invalid: int
    is_quorate: bool
    is_published: bool
    closed_at: datetime
    cells: tuple[Cell, ...]


class Electors(Notice):
    """Who is on the list, and how each was given a ballot."""

    kind: ClassVar[str] = "ballots.electors"
    group_id: int
    ballot_id: int
    title: str
    is_open: bool
    people: tuple["Someone", ...]
    page: int
    pages: int
    total: int


class Someone(BaseModel):
    """Somebody on the list."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    elector_id: int
    elector_kind: ElectorKind
    name: str
    note: str
    way: Way
    has_voted: bool


class OneElector(Notice):
    """One on the list, and what can be done for them."""

    kind: ClassVar[str] = "ballots.one_elector"
    group_id: int
    ballot_id: int
    title: str
    person: Someone
    is_member: bool


class ElectorLink(Notice):
    """An elector's link as a QR code; the link itself stands in no row."""

    kind: ClassVar[str] = "ballots.elector_link"
    group_id: int
    elector_id: int
    username: str
    name: str
    title: str
    url: str = ""


class Slips(Notice):
    """The links of all who vote by one, as slips to be cut and handed out."""

    kind: ClassVar[str] = "ballots.slips"
    group_id: int
    ballot_id: int
    username: str
    title: str
    count: int = 0


class ResultPaper(Notice):
    """The result as a file, with the receipts."""

    kind: ClassVar[str] = "ballots.result_paper"
    group_id: int
    ballot_id: int
    title: str


class Invitation(Notice):
    """An elector of the group is asked to vote."""

    kind: ClassVar[str] = "ballots.invitation"
    group_id: int
    ballot_id: int
    ballot_kind: BallotKind
    title: str
    closes_at: datetime
    marks: int


class Question(Notice):
    """The next mark; what was marked before stands nowhere."""

    kind: ClassVar[str] = "ballots.question"
    group_id: int
    ballot_id: int
    title: str
    subject: str
    item: str
    place: int
    total: int


class Marked(BaseModel):
    """One mark, as its maker sees it before the vote is cast."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    subject: str
    item: str
    opinion: Opinion


class Review(Notice):
    """All marks before they are cast. `lines` is filled in when it leaves, and stored nowhere."""

    kind: ClassVar[str] = "ballots.review"
    group_id: int
    ballot_id: int
    account_id: int
    title: str
    lines: tuple[Marked, ...] = ()


class Voted(Notice):
    """The vote is in the urn; the receipt says that, and not what."""

    kind: ClassVar[str] = "ballots.voted"
    title: str
    receipt: str


class Left(Notice):
    """Somebody left the booth without a vote."""

    kind: ClassVar[str] = "ballots.left"
    group_id: int
    ballot_id: int
    title: str


class SureOfBallot(Notice):
    """Before a ballot is closed or called off."""

    kind: ClassVar[str] = "ballots.sure_to"
    group_id: int
    ballot_id: int
    title: str
    act: str
    voted: int
    eligible: int


class Listed(Notice):
    """How many were added to the list."""

    kind: ClassVar[str] = "ballots.listed"
    group_id: int
    ballot_id: int
    title: str
    added: int
    problems: tuple[str, ...] = ()


class PaperEntered(Notice):
    """A count of paper ballots was entered; two people have to say the same."""

    kind: ClassVar[str] = "ballots.paper_entered"
    group_id: int
    ballot_id: int
    is_agreed: bool


class ClosedByItself(Notice):
    """The staff hear that the time was up, or that paper counts are missing."""

    kind: ClassVar[str] = "ballots.closed_by_itself"
    group_id: int
    ballot_id: int
    title: str
    is_closed: bool


class Published(Notice):
    """The result stands in the group."""

    kind: ClassVar[str] = "ballots.published"
    title: str


Card.model_rebuild()
Electors.model_rebuild()

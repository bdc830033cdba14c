"""What cannot be done with a ballot, and why."""

from datetime import datetime
from typing import ClassVar

from models.messages.notices import Notice


class NotOpenYet(Notice):
    """Voting has not begun."""

    kind: ClassVar[str] = "ballots.not_open_yet"
    title: str


class ClosedAlready(Notice):
    """Voting is over; whoever was in the middle of it has not voted."""

    kind: ClassVar[str] = "ballots.closed_already"
    title: str
    closed_at: datetime | None


class VotedAlready(Notice):
    """This ballot has been cast: each counts once."""

    kind: ClassVar[str] = "ballots.voted_already"
    title: str


class HasPaper(Notice):
    """This elector was given a paper ballot."""

    kind: ClassVar[str] = "ballots.has_paper"
    title: str


class NotEligible(Notice):
    """Somebody who is not on the list."""

    kind: ClassVar[str] = "ballots.not_eligible"
    title: str


class TokenUnknown(Notice):
    """A link or slip that is not, or no longer, good."""

    kind: ClassVar[str] = "ballots.token_unknown"


class TooFew(Notice):
    """Fewer electors than a secret ballot needs."""

    kind: ClassVar[str] = "ballots.too_few"
    there: int
    needed: int


class NothingToVoteOn(Notice):
    """No subject, or more marks than a person can make in a minute."""

    kind: ClassVar[str] = "ballots.nothing_to_vote_on"
    marks: int
    most: int


class Doubles(Notice):
    """Names that stand on the list twice: nothing was taken over."""

    kind: ClassVar[str] = "ballots.doubles"
    names: tuple[str, ...]


class NotWhileOpen(Notice):
    """What can only be changed before the opening."""

    kind: ClassVar[str] = "ballots.not_while_open"
    title: str


class DoesNotAddUp(Notice):
    """A count of paper ballots whose numbers do not fit together."""

    kind: ClassVar[str] = "ballots.does_not_add_up"
    issued: int
    returned: int
    valid: int


class PaperMissing(Notice):
    """Paper ballots are out, and two equal counts of them are not there."""

    kind: ClassVar[str] = "ballots.paper_missing"
    issued: int
    counts: int


class NobodyNamed(Notice):
    """A line of a list that holds no kind and names."""

    kind: ClassVar[str] = "ballots.nobody_named"
    line: str


class RowsWrong(Notice):
    """A sheet with rows that cannot be used: row, column, what is wrong, what stood there."""

    kind: ClassVar[str] = "ballots.rows_wrong"
    rows: tuple[tuple[int, str, str, str], ...]
    count: int


class Namesakes(Notice):
    """Several deputies are called so: the constituency in brackets tells them apart."""

    kind: ClassVar[str] = "ballots.namesakes"
    name: str


class OwnGap(Notice):
    """On paper it would show whose ballot it is that leaves somebody out."""

    kind: ClassVar[str] = "ballots.own_gap"
    name: str

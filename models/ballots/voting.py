"""Voting: enter the booth, mark, cast. What is cast is nobody's any more.

None of these leaves an audit entry or a moment: when somebody voted is as little kept as what.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from models.ballots import refusals as r
from models.ballots import urn
from models.ballots.actions import the
from models.ballots.queries import booth_of, by_token, elector, elector_of, places
from models.ballots.rules import BallotState, Opinion, Way, marked, opinions_of, written
from models.ballots.tables import Ballot, Booth, Elector, Urn
from models.database import Transaction
from models.errors import Gone, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far somebody is in the booth: the ballot, and which place is marked next."""

    ballot: Ballot
    places: int
    marks: str

    @property
    def is_complete(self) -> bool:
        """Tell whether everything is marked."""
        return len(self.marks) == self.places


async def enter_by_token(tx: Transaction, *, token: str, account_id: int, now: datetime) -> Ballot:
    """Let whoever has a token into the booth; Refusal if it is not good, used, or too late."""
    row = await by_token(tx, token)
    if row is None:
        raise Refusal(r.TokenUnknown())
    one = await the(tx, group_id=row.group_id, ballot_id=row.ballot_id)
    await _enter(tx, one, row, account_id=account_id, now=now)
    return one


async def enter_as_member(
    tx: Transaction,
    *,
    group_id: int,
    ballot_id: int,
    member_id: int,
    account_id: int,
    now: datetime,
) -> Ballot:
    """Let a member of the group into the booth; Refusal if they are not on the list."""
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    row = await elector_of(tx, one, member_id)
    if row is None:
        raise Refusal(r.NotEligible(title=one.title))
    await _enter(tx, one, row, account_id=account_id, now=now)
    return one


async def _enter(
    tx: Transaction, one: Ballot, row: Elector, *, account_id: int, now: datetime
) -> None:
    require_open(one, now)
    _require_unused(one, row)
    await tx.execute(
        delete(Booth).where(
            Booth.group_id == one.group_id,
            Booth.ballot_id == one.id,
            (Booth.elector_id == row.id) | (Booth.account_id == account_id),
        )
    )
    asked = len(await places(tx, one))
    tx.add(
        Booth(
            group_id=one.group_id,
            ballot_id=one.id,
            elector_id=row.id,
            account_id=account_id,
            sealed=urn.seal_marks("", asked, elector_id=row.id),
        )
    )
    await tx.flush()


def require_open(one: Ballot, now: datetime) -> None:
    """Refuse before the opening and after the close, whether or not the tick has noticed it."""
    if one.state is BallotState.DRAFT:
        raise Refusal(r.NotOpenYet(title=one.title))
    if one.state is not BallotState.OPEN or (one.closes_at and now >= one.closes_at):
        raise Refusal(r.ClosedAlready(title=one.title, closed_at=one.closed_at or one.closes_at))


def _require_unused(one: Ballot, row: Elector) -> None:
    if row.has_voted:
        raise Refusal(r.VotedAlready(title=one.title))
    if row.way is Way.PAPER:
        raise Refusal(r.HasPaper(title=one.title))


async def standing(
    tx: Transaction, *, group_id: int, ballot_id: int, account_id: int, now: datetime
) -> Standing:
    """Return how far somebody is; Refusal if they are in no booth, or the ballot is over."""
    one, booth = await _booth(tx, group_id, ballot_id, account_id, now)
    asked = len(await places(tx, one))
    marks = urn.open_marks(booth.sealed, elector_id=booth.elector_id)
    return Standing(ballot=one, places=asked, marks=marks)


async def _booth(
    tx: Transaction, group_id: int, ballot_id: int, account_id: int, now: datetime
) -> tuple[Ballot, Booth]:
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    booth = await booth_of(tx, account_id=account_id, ballot_id=ballot_id)
    require_open(one, now)
    if booth is None or booth.group_id != group_id:
        raise Refusal(Gone())
    return one, booth


async def mark(
    tx: Transaction,
    *,
    group_id: int,
    ballot_id: int,
    account_id: int,
    place: int,
    opinion: Opinion,
    now: datetime,
) -> Standing:
    """Mark a place, the next one or one marked before; Refusal (gone) for a place far ahead."""
    one, booth = await _booth(tx, group_id, ballot_id, account_id, now)
    asked = len(await places(tx, one))
    marks = urn.open_marks(booth.sealed, elector_id=booth.elector_id)
    if not 0 <= place <= len(marks) or place >= asked:
        raise Refusal(Gone())
    marks = marks[:place] + marked([opinion]) + marks[place + 1 :]
    booth.sealed = urn.seal_marks(marks, asked, elector_id=booth.elector_id)
    await tx.flush()
    return Standing(ballot=one, places=asked, marks=marks)


async def back(
    tx: Transaction, *, group_id: int, ballot_id: int, account_id: int, now: datetime
) -> Standing:
    """Take the last mark away."""
    one, booth = await _booth(tx, group_id, ballot_id, account_id, now)
    asked = len(await places(tx, one))
    marks = urn.open_marks(booth.sealed, elector_id=booth.elector_id)[:-1]
    booth.sealed = urn.seal_marks(marks, asked, elector_id=booth.elector_id)
    await tx.flush()
    return Standing(ballot=one, places=asked, marks=marks)


async def cast(
    tx: Transaction, *, group_id: int, ballot_id: int, account_id: int, now: datetime
) -> tuple[Ballot, str]:
    """Put the vote into the urn and close the booth; return the receipt.

    In one transaction the elector is marked as having voted and the whole urn is written anew:
    neither says which vote in it is theirs.
    """
    one, booth = await _booth(tx, group_id, ballot_id, account_id, now)
    row = await elector(tx, group_id=group_id, elector_id=booth.elector_id)
    if row is None:
        raise Refusal(Gone())
    _require_unused(one, row)
    opinions = opinions_of(urn.open_marks(booth.sealed, elector_id=row.id))
    if len(opinions) != len(await places(tx, one)):
        raise Refusal(Gone())
    receipt = urn.new_receipt()
    await _into_the_urn(tx, one, written(row.kind, opinions), receipt)
    row.has_voted, row.token_hash = True, None
    await tx.session.delete(booth)
    await tx.flush()
    return one, receipt


async def _into_the_urn(tx: Transaction, one: Ballot, ballot: str, receipt: str) -> None:
    found = await tx.scalars(
        select(Urn)
        .where(Urn.group_id == one.group_id, Urn.ballot_id == one.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = found.one()
    content = urn.opened(row.sealed, ballot_id=one.id).with_one(ballot, receipt)
    row.sealed = urn.sealed(content, ballot_id=one.id)


async def leave(tx: Transaction, *, account_id: int, ballot_id: int) -> None:
    """Leave the booth without a vote; the token still holds."""
    await tx.execute(
        delete(Booth).where(Booth.account_id == account_id, Booth.ballot_id == ballot_id)
    )

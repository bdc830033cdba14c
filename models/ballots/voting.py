"""Voting: enter the booth, mark, cast. What is cast is nobody's any more.

None of these leaves an audit entry or a moment: when somebody voted is as little kept as what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select

from models.ballots import refusals as r
from models.ballots import urn
from models.ballots.actions import the
from models.ballots.queries import asked_of, booth_of, by_token, elector, elector_of, places
from models.ballots.rules import (
    BallotState,
    ElectorKind,
    Opinion,
    Way,
    handed_in,
    marked,
    opinions_of,
    written,
)
from models.ballots.tables import Ballot, Booth, Elector, Urn
from models.database import Transaction
from models.errors import Gone, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far somebody is in the booth: the ballot, what they are asked, and what is marked.

    `asked` are the places they mark, by their number among all of the ballot's.
    """

    ballot: Ballot
    asked: Sequence[int]
    marks: str

    @property
    def is_complete(self) -> bool:
        """Tell whether everything is marked."""
        return len(self.marks) == len(self.asked)


async def enter_by_token(
    tx: Transaction, *, token: str, account_id: int, now: datetime
) -> Standing:
    """Let whoever has a token into the booth; Refusal if it is not good, used, or too late."""
    row = await by_token(tx, token)
    if row is None:
        raise Refusal(r.TokenUnknown())
    one = await the(tx, group_id=row.group_id, ballot_id=row.ballot_id)
    return await _enter(tx, one, row, account_id=account_id, now=now)


async def enter_as_member(
    tx: Transaction,
    *,
    group_id: int,
    ballot_id: int,
    member_id: int,
    account_id: int,
    now: datetime,
) -> Standing:
    """Let a member of the group into the booth; Refusal if they are not on the list."""
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    row = await elector_of(tx, one, member_id)
    if row is None:
        raise Refusal(r.NotEligible(title=one.title))
    return await _enter(tx, one, row, account_id=account_id, now=now)


async def _enter(
    tx: Transaction, one: Ballot, row: Elector, *, account_id: int, now: datetime
) -> Standing:
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
    return Standing(ballot=one, asked=await asked_of(tx, one, row), marks="")


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
    return (await _in_booth(tx, group_id, ballot_id, account_id, now))[0]


async def _in_booth(
    tx: Transaction, group_id: int, ballot_id: int, account_id: int, now: datetime
) -> tuple[Standing, Booth, Elector]:
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    booth = await booth_of(tx, account_id=account_id, ballot_id=ballot_id)
    require_open(one, now)
    if booth is None or booth.group_id != group_id:
        raise Refusal(Gone())
    row = await elector(tx, group_id=group_id, elector_id=booth.elector_id)
    if row is None:
        raise Refusal(Gone())
    marks = urn.open_marks(booth.sealed, elector_id=row.id)
    found = Standing(ballot=one, asked=await asked_of(tx, one, row), marks=marks)
    return found, booth, row


async def _marked(tx: Transaction, found: Standing, booth: Booth, marks: str) -> Standing:
    """Keep other marks; the sealed value is as long as that of any elector."""
    every = len(await places(tx, found.ballot))
    booth.sealed = urn.seal_marks(marks, every, elector_id=booth.elector_id)
    await tx.flush()
    return replace(found, marks=marks)


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
    """Mark a place, the next one or one marked before; Refusal (gone) for a place far ahead.

    `place` counts among those the elector is asked.
    """
    found, booth, _row = await _in_booth(tx, group_id, ballot_id, account_id, now)
    marks = found.marks
    if not 0 <= place <= len(marks) or place >= len(found.asked):
        raise Refusal(Gone())
    return await _marked(tx, found, booth, marks[:place] + marked([opinion]) + marks[place + 1 :])


async def back(
    tx: Transaction, *, group_id: int, ballot_id: int, account_id: int, now: datetime
) -> Standing:
    """Take the last mark away."""
    found, booth, _row = await _in_booth(tx, group_id, ballot_id, account_id, now)
    return await _marked(tx, found, booth, found.marks[:-1])


async def cast(
    tx: Transaction, *, group_id: int, ballot_id: int, account_id: int, now: datetime
) -> tuple[Ballot, str]:
    """Put the vote into the urn and close the booth; return the receipt.

    In one transaction the elector is marked as having voted and the whole urn is written anew:
    neither says which marks in it are theirs.
    """
    found, booth, row = await _in_booth(tx, group_id, ballot_id, account_id, now)
    _require_unused(found.ballot, row)
    if not found.is_complete:
        raise Refusal(Gone())
    receipt = urn.new_receipt()
    marks = dict(zip(found.asked, opinions_of(found.marks), strict=True))
    await _into_the_urn(tx, found.ballot, row.kind, marks, receipt)
    row.has_voted, row.token_hash = True, None
    await tx.session.delete(booth)
    await tx.flush()
    return found.ballot, receipt


async def _into_the_urn(
    tx: Transaction,
    one: Ballot,
    kind: ElectorKind,
    marks: Mapping[int, Opinion],
    receipt: str,
) -> None:
    found = await tx.scalars(
        select(Urn)
        .where(Urn.group_id == one.group_id, Urn.ballot_id == one.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = found.one()
    content = urn.opened(row.sealed, ballot_id=one.id)
    content = content.with_one(handed_in(kind), written(kind, marks), receipt)
    row.sealed = urn.sealed(content, ballot_id=one.id)


async def leave(tx: Transaction, *, account_id: int, ballot_id: int) -> None:
    """Leave the booth without a vote; the token still holds."""
    await tx.execute(
        delete(Booth).where(Booth.account_id == account_id, Booth.ballot_id == ballot_id)
    )

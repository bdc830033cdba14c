"""Reads of ballots."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.ballots.rules import BallotKind, BallotState, Counts, ElectorKind, Opinion, Way
from models.ballots.tables import (
    IS_OPEN,
    Ballot,
    Booth,
    Elector,
    Item,
    PaperCount,
    Receipt,
    Subject,
    Tally,
)
from models.database import Transaction

ALL = "all"


def result_about(ballot_id: int) -> str:
    """Return what the result in the group's chat is about, in the outbox."""
    return f"ballot-result:{ballot_id}"


async def ballot(tx: Transaction, *, group_id: int, ballot_id: int) -> Ballot | None:
    """Return a ballot, or None."""
    return await tx.get(Ballot, (group_id, ballot_id))


async def held(tx: Transaction, *, group_id: int, ballot_id: int) -> Ballot | None:
    """Return a ballot as it is now, held until the end of the transaction."""
    rows = await tx.scalars(
        select(Ballot)
        .where(Ballot.group_id == group_id, Ballot.id == ballot_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.first()


async def ballots(tx: Transaction, *, group_id: int, limit: int = 30) -> Sequence[Ballot]:
    """Return the group's ballots, the newest first."""
    rows = await tx.scalars(
        select(Ballot)
        .where(Ballot.group_id == group_id, Ballot.state != BallotState.CANCELLED)
        .order_by(Ballot.id.desc())
        .limit(limit)
    )
    return rows.all()


async def closed_within(
    tx: Transaction, *, group_id: int, kind: BallotKind, since: datetime, until: datetime
) -> Sequence[tuple[Ballot, Subject]]:
    """Return what was voted on in ballots of a kind that were closed within [since, until)."""
    rows = await tx.execute(
        select(Ballot, Subject)
        .join(Subject, (Subject.group_id == Ballot.group_id) & (Subject.ballot_id == Ballot.id))
        .where(
            Ballot.group_id == group_id,
            Ballot.kind == kind,
            Ballot.state == BallotState.CLOSED,
            Ballot.closed_at >= since,
            Ballot.closed_at < until,
        )
        .order_by(Ballot.closed_at, Ballot.id, Subject.number)
    )
    return [(row[0], row[1]) for row in rows]


async def overdue(tx: Transaction, *, now: datetime) -> Sequence[tuple[int, int]]:
    """Return the open ballots whose time is up."""
    rows = await tx.execute(
        select(Ballot.group_id, Ballot.id)
        .where(IS_OPEN, Ballot.closes_at <= now)
        .order_by(Ballot.closes_at)
    )
    return [(row[0], row[1]) for row in rows]


async def subjects(tx: Transaction, one: Ballot) -> Sequence[Subject]:
    """Return what is voted on."""
    rows = await tx.scalars(
        select(Subject)
        .where(Subject.group_id == one.group_id, Subject.ballot_id == one.id)
        .order_by(Subject.number)
    )
    return rows.all()


async def items(tx: Transaction, one: Ballot) -> Sequence[Item]:
    """Return what each is asked about."""
    rows = await tx.scalars(
        select(Item)
        .where(Item.group_id == one.group_id, Item.ballot_id == one.id)
        .order_by(Item.number)
    )
    return rows.all()


async def places(tx: Transaction, one: Ballot) -> Sequence[tuple[Subject, Item]]:
    """Return every mark of a ballot in its order: each item of each subject."""
    asked = await items(tx, one)
    return [(subject, item) for subject in await subjects(tx, one) for item in asked]


async def asked_of(tx: Transaction, one: Ballot, row: Elector) -> Sequence[int]:
    """Return the places an elector marks, by their number among all: not what is about them."""
    every = await places(tx, one)
    if not one.skips_self:
        return range(len(every))
    return [at for at, (subject, _item) in enumerate(every) if not is_about(subject, row)]


def is_about(subject: Subject, row: Elector) -> bool:
    """Tell whether a subject is an elector: the same on the roster, else a deputy of that name."""
    if subject.member_id is not None and row.member_id is not None:
        return subject.member_id == row.member_id
    return row.kind is ElectorKind.DEPUTY and row.name == subject.name


async def selves(tx: Transaction, one: Ballot) -> Sequence[Elector]:
    """Return the electors who are voted on themselves, where nobody votes on themselves."""
    if not one.skips_self:
        return []
    about = await subjects(tx, one)
    return [row for row in await electors(tx, one) if any(is_about(it, row) for it in about)]


async def electors(tx: Transaction, one: Ballot) -> Sequence[Elector]:
    """Return who may vote, by kind and name."""
    rows = await tx.scalars(
        select(Elector)
        .where(Elector.group_id == one.group_id, Elector.ballot_id == one.id)
        .order_by(Elector.kind, Elector.name, Elector.note)
    )
    return rows.all()


async def elector(tx: Transaction, *, group_id: int, elector_id: int) -> Elector | None:
    """Return an elector as they are now, held until the end of the transaction."""
    rows = await tx.scalars(
        select(Elector)
        .where(Elector.group_id == group_id, Elector.id == elector_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.first()


async def elector_of(tx: Transaction, one: Ballot, member_id: int) -> Elector | None:
    """Return the elector that a member of the group is, or None."""
    rows = await tx.scalars(
        select(Elector).where(
            Elector.group_id == one.group_id,
            Elector.ballot_id == one.id,
            Elector.member_id == member_id,
        )
    )
    return rows.first()


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def by_token(tx: Transaction, token: str) -> Elector | None:
    """Return the elector whose token this is, or None."""
    rows = await tx.scalars(select(Elector).where(Elector.token_hash == token_hash(token)))
    return rows.first()


async def booth_of(tx: Transaction, *, account_id: int, ballot_id: int) -> Booth | None:
    """Return where an account is voting in a ballot, or None."""
    rows = await tx.scalars(
        select(Booth).where(Booth.account_id == account_id, Booth.ballot_id == ballot_id)
    )
    return rows.first()


async def turnout(tx: Transaction, one: Ballot) -> "Turnout":
    """Count who may vote, was given a ballot, and has voted."""
    rows = await tx.execute(
        select(Elector.kind, Elector.way, Elector.has_voted, func.count())
        .where(Elector.group_id == one.group_id, Elector.ballot_id == one.id)
        .group_by(Elector.kind, Elector.way, Elector.has_voted)
    )
    found = rows.all()
    by_kind: dict[ElectorKind, int] = {}
    for kind, _way, _voted, count in found:
        by_kind[kind] = by_kind.get(kind, 0) + count
    return Turnout(
        eligible=sum(row[3] for row in found),
        online=sum(row[3] for row in found if row[1] is Way.ONLINE),
        paper=sum(row[3] for row in found if row[1] is Way.PAPER),
        voted=sum(row[3] for row in found if row[2]),
        by_kind=by_kind,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """How many electors there are, were given a ballot, and have voted online."""

    eligible: int
    online: int
    paper: int
    voted: int
    by_kind: Mapping[ElectorKind, int]


async def counts(tx: Transaction, one: Ballot, kind: str = ALL) -> Sequence[Counts]:
    """Return the counts of each place of a closed ballot; empty where they are not published."""
    rows = await tx.scalars(
        select(Tally).where(
            Tally.group_id == one.group_id, Tally.ballot_id == one.id, Tally.kind == kind
        )
    )
    found = {(row.subject, row.item, row.opinion): row.count for row in rows}
    if not found:
        return ()
    return [
        Counts(*(found.get((subject.number, item.number, each), 0) for each in Opinion))
        for subject, item in await places(tx, one)
    ]


async def shown_kinds(tx: Transaction, one: Ballot) -> Sequence[str]:
    """Return the kinds of electors whose counts are shown apart."""
    rows = await tx.scalars(
        select(Tally.kind)
        .where(Tally.group_id == one.group_id, Tally.ballot_id == one.id, Tally.kind != ALL)
        .distinct()
        .order_by(Tally.kind)
    )
    return rows.all()


async def receipts(tx: Transaction, one: Ballot) -> Sequence[str]:
    """Return the receipts of a closed ballot, in the order of the alphabet."""
    rows = await tx.scalars(
        select(Receipt.code)
        .where(Receipt.group_id == one.group_id, Receipt.ballot_id == one.id)
        .order_by(Receipt.code)
    )
    return rows.all()


async def paper_counts(tx: Transaction, one: Ballot) -> Sequence[PaperCount]:
    """Return the counts of paper ballots that were entered."""
    rows = await tx.scalars(
        select(PaperCount)
        .where(PaperCount.group_id == one.group_id, PaperCount.ballot_id == one.id)
        .order_by(PaperCount.entered_at)
    )
    return rows.all()

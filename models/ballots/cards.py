"""Ballots as they are shown."""

from collections.abc import Collection, Sequence

from models.ballots import notices as n
from models.ballots import queries as q
from models.ballots.counting import agreed
from models.ballots.rules import BallotState, Counts, is_quorate
from models.ballots.tables import Ballot, Elector
from models.database import Transaction

PAGE = 10


async def page(tx: Transaction, *, group_id: int) -> n.Page:
    """Return the group's ballots."""
    rows = await q.ballots(tx, group_id=group_id)
    lines = tuple(
        n.Line(
            group_id=group_id,
            ballot_id=one.id,
            title=one.title,
            state=one.state,
            closes_at=one.closes_at,
        )
        for one in rows
    )
    return n.Page(group_id=group_id, lines=lines)


async def card(tx: Transaction, one: Ballot) -> n.Card:
    """Return a ballot as the staff see it."""
    turned = await q.turnout(tx, one)
    is_closed = one.state is BallotState.CLOSED
    return n.Card(
        group_id=one.group_id,
        ballot_id=one.id,
        ballot_kind=one.kind,
        title=one.title,
        state=one.state,
        quorum=one.quorum,
        skips_self=one.skips_self,
        subjects=tuple(row.name for row in await q.subjects(tx, one)),
        items=tuple(row.name for row in await q.items(tx, one)),
        by_kind=tuple(sorted(turned.by_kind.items())),
        eligible=turned.eligible,
        online=turned.online,
        paper=turned.paper,
        voted=turned.voted,
        paper_counts=len(await q.paper_counts(tx, one)),
        paper_agreed=await agreed(tx, one) is not None,
        closes_at=one.closes_at,
        result=await result(tx, one) if is_closed else None,
    )


async def result(tx: Transaction, one: Ballot) -> n.Result | None:
    """Return what a closed ballot amounts to; None before the close."""
    if one.closed_at is None:
        return None
    return n.Result(
        ballot_kind=one.kind,
        title=one.title,
        eligible=one.eligible,
        issued=one.issued,
        returned=one.returned,
        invalid=one.invalid,
        is_quorate=is_quorate(one.quorum, eligible=one.eligible, returned=one.returned),
        is_published=one.is_published,
        skips_self=one.skips_self,
        closed_at=one.closed_at,
        cells=await cells(tx, one),
    )


async def cells(tx: Transaction, one: Ballot, kind: str = q.ALL) -> tuple[n.Cell, ...]:
    """Return the counts of a closed ballot, place by place."""
    found: Sequence[Counts] = await q.counts(tx, one, kind)
    if not found:
        return ()
    return tuple(
        n.Cell(
            subject=subject.name,
            item=item.name,
            satisfied=each.satisfied,
            basically=each.basically,
            dissatisfied=each.dissatisfied,
            abstained=each.abstained,
            rate=None if each.rate is None else int(each.rate * 10),
        )
        for (subject, item), each in zip(await q.places(tx, one), found, strict=True)
    )


async def electors(tx: Transaction, one: Ballot, *, number: int) -> n.Electors:
    """Return a page of the list."""
    rows = await q.electors(tx, one)
    own = {row.id for row in await q.selves(tx, one)}
    pages = max(-(-len(rows) // PAGE), 1)
    number = min(max(number, 0), pages - 1)
    return n.Electors(
        group_id=one.group_id,
        ballot_id=one.id,
        title=one.title,
        is_open=one.state is BallotState.OPEN,
        people=tuple(someone(row, own=own) for row in rows[number * PAGE : (number + 1) * PAGE]),
        page=number,
        pages=pages,
        total=len(rows),
    )


def someone(row: Elector, *, own: Collection[int]) -> n.Someone:
    """Return an elector as the staff see them: whether they voted, never what.

    `own` are the electors who do not mark what is about themselves.
    """
    return n.Someone(
        elector_id=row.id,
        elector_kind=row.kind,
        name=row.name,
        note=row.note,
        way=row.way,
        has_voted=row.has_voted,
        is_subject=row.id in own,
    )

"""Issues as lists and as their voters see them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from models.database import Transaction
from models.issues import contacts
from models.issues import notices as n
from models.issues import voter_notices as v
from models.issues.alike import Likeness, most_alike
from models.issues.cards import count_of, cut, joined_to, number_of, turns, unit_name
from models.issues.queries import in_states
from models.issues.reports import Report
from models.issues.rules import Move, Party, may
from models.issues.states import OPEN, VOTERS_OWN, IssueState
from models.issues.tables import Issue, IssueFile
from models.privacy.scanning import masked

_LINE, _WORDS = 40, 1200
RECENT = timedelta(days=60)  # so far back like reports are looked for

#: Which states stand on which list of the staff's.
LISTS: dict[str, tuple[IssueState, ...]] = {
    "fresh": (IssueState.RECEIVED, IssueState.REOPENED),
    "checking": (IssueState.CHECKING, IssueState.ESCALATED),
    "asked": (IssueState.ASKED,),
    "handled": (IssueState.ROUTED, IssueState.ACCEPTED, IssueState.WORKING),
    "answered": (IssueState.ANSWERED,),
    "told": (IssueState.REPORTED, IssueState.RATED),
    "parked": (IssueState.PARKED,),
}


def line_of(one: Issue) -> n.Line:
    """Return an issue as a line of a list."""
    return n.Line(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        state=one.state,
        words=cut(" ".join(masked(one.own_words).split()), _LINE),
        reported_at=one.reported_at,
        due_at=one.due_at if one.paused_at is None else None,
        light=int(one.light),
    )


async def counts(tx: Transaction, *, group_id: int) -> dict[str, int]:
    """Return how many issues stand on each list of the staff's."""
    rows = await tx.execute(
        select(Issue.state, func.count())
        .where(Issue.group_id == group_id, Issue.state.in_(OPEN))
        .group_by(Issue.state)
    )
    found = {row[0]: int(row[1]) for row in rows}
    return {name: sum(found.get(each, 0) for each in states) for name, states in LISTS.items()}


async def voter_card(tx: Transaction, one: Issue, party: Party, *, proof: str = "") -> v.VoterCard:
    """Return an issue as its voter sees it: never a note, never a unit's word.

    Whoever only said "me too" sees where it is and what comes of it, and of the voter's words no
    more than they were offered.
    """
    is_neighbour = party is Party.OTHER
    lines = [turn for turn in await turns(tx, one) if turn.kind in VOTERS_OWN]
    return v.VoterCard(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        state=one.state,
        category=one.category,
        place=one.place,
        words=line_of(one).words if is_neighbour else cut(one.own_words, _WORDS),
        wish=None if is_neighbour else one.wish,
        files=0 if is_neighbour else await count_of(tx, one, IssueFile),
        reported_at=one.reported_at,
        unit=await unit_name(tx, one),
        due_at=one.due_at if one.paused_at is None else None,
        turns=() if is_neighbour else tuple(lines),
        answer=cut(one.answer, _WORDS) if one.answer and one.told_at else None,
        outcome=one.outcome if one.told_at else None,
        reason=one.reason,
        parked_until=one.parked_until,
        merged_into=await number_of(tx, one.group_id, one.merged_into),
        also=await joined_to(tx, one),
        may_publish=one.may_publish,
        is_mine=party is Party.VOTER,
        can_rate=may(Move.RATE, one.state, party)
        and not (one.state is IssueState.CLOSED and one.solved is not None),
        can_reply=may(Move.REPLY, one.state, party),
        can_add=one.state in OPEN and party in (Party.VOTER, Party.DEPUTY, Party.STAFF),
        can_withdraw=may(Move.WITHDRAW, one.state, party),
        can_call=one.state in OPEN and party is Party.VOTER and not one.is_anonymous,
        phone=contacts.masked(one).phone if party is Party.VOTER else None,
        proof=proof,
    )


async def like(
    tx: Transaction, *, group_id: int, report: Report, now: datetime, most: int = 3
) -> Sequence[Issue]:
    """Return the open issues of the last two months that are most like a report."""
    rows = await tx.scalars(
        select(Issue)
        .where(
            Issue.group_id == group_id,
            Issue.state.in_(OPEN),
            Issue.reported_at >= now - RECENT,
        )
        .order_by(Issue.reported_at.desc())
        .limit(300)
    )
    known = {row.id: row for row in rows}
    mine = Likeness(
        words=report.words,
        category=report.category,
        place=report.place,
        latitude=report.latitude,
        longitude=report.longitude,
    )
    others = [(row.id, _likeness(row)) for row in known.values()]
    return [known[number] for number in most_alike(mine, others, most=most)]


def _likeness(row: Issue) -> Likeness:
    return Likeness(
        words=row.own_words,
        category=row.category,
        place=row.place,
        latitude=row.latitude,
        longitude=row.longitude,
    )


async def like_issue(tx: Transaction, one: Issue, *, now: datetime) -> Sequence[Issue]:
    """Return the open issues most like another, for staff who merge; itself excepted."""
    report = Report(
        words=one.own_words,
        category=one.category,
        place=one.place,
        latitude=one.latitude,
        longitude=one.longitude,
    )
    found = await like(tx, group_id=one.group_id, report=report, now=now, most=6)
    return [each for each in found if each.id != one.id][:5]


async def page_of(
    tx: Transaction, *, group_id: int, which: str, page: int, size: int
) -> Sequence[n.Line]:
    """Return a page of one of the staff's lists."""
    rows = await in_states(
        tx, group_id=group_id, states=LISTS[which], limit=size, offset=page * size
    )
    return [line_of(one) for one in rows]

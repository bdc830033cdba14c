"""Verbs on ballots, as the staff use them: create, list electors, open, issue, cancel."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.audit import actions as audit
from models.ballots import refusals as r
from models.ballots import urn
from models.ballots.oneself import leave_out, members_called
from models.ballots.queries import (
    elector,
    electors,
    held,
    places,
    selves,
    token_hash,
)
from models.ballots.rules import (
    FEWEST,
    MOST_MARKS,
    BallotKind,
    BallotState,
    ElectorKind,
    Quorum,
    Way,
)
from models.ballots.tables import Ballot, Elector, Item, Subject, Urn
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a ballot is about."""

    group_id: int
    kind: BallotKind
    title: str
    subjects: tuple[str, ...]
    items: tuple[str, ...]
    quorum: Quorum = Quorum.HALF
    skips_self: bool | None = None  # None: as is usual for its kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody who may vote."""

    kind: ElectorKind
    name: str
    note: str = ""
    member_id: int | None = None


async def create(tx: Transaction, plan: Plan, *, by: Actor, now: datetime) -> Ballot:
    """Plan a ballot; Refusal (nothing to vote on) without a subject, or with too many marks."""
    require_staff(by, group_id=plan.group_id)
    marks = len(plan.subjects) * len(plan.items)
    if not 0 < marks <= MOST_MARKS:
        raise Refusal(r.NothingToVoteOn(marks=marks, most=MOST_MARKS))
    one = Ballot(
        group_id=plan.group_id,
        id=new_id(),
        kind=plan.kind,
        title=plan.title[:120],
        quorum=plan.quorum,
        skips_self=plan.kind is BallotKind.REPORT if plan.skips_self is None else plan.skips_self,
        state=BallotState.DRAFT,
        created_at=now,
        eligible=0,
        issued=0,
        returned=0,
        invalid=0,
        is_published=False,
    )
    tx.add(one)
    await tx.flush()
    at = {"group_id": one.group_id, "ballot_id": one.id}
    known = (
        await members_called(tx, plan.group_id, plan.subjects)
        if plan.kind is BallotKind.REPORT
        else {}
    )
    for number, name in enumerate(plan.subjects, start=1):
        tx.add(Subject(**at, number=number, name=name[:64], member_id=known.get(name)))
    for number, name in enumerate(plan.items, start=1):
        tx.add(Item(**at, number=number, name=name[:64]))
    audit.write(tx, "ballots.create", by=by, now=now, group_id=one.group_id, subject_id=one.id)
    await tx.flush()
    return one


async def the(tx: Transaction, *, group_id: int, ballot_id: int) -> Ballot:
    """Return a ballot, held; Refusal (gone) if there is none."""
    one = await held(tx, group_id=group_id, ballot_id=ballot_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def list_electors(
    tx: Transaction,
    *,
    group_id: int,
    ballot_id: int,
    named: Sequence[Named],
    by: Actor,
    now: datetime,
) -> int:
    """Add people to the list, all or none; return how many.

    Refusal (doubles) with every name that is there twice, in the list or beside what was listed;
    (not while open) once voting has begun.
    """
    require_staff(by, group_id=group_id)
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    if one.state is not BallotState.DRAFT:
        raise Refusal(r.NotWhileOpen(title=one.title))
    _require_each_once(await electors(tx, one), named)
    for row in named:
        tx.add(_listed(one, row))
    await tx.flush()
    audit.write(
        tx,
        "ballots.list",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=ballot_id,
        people=len(named),
    )
    return len(named)


def _require_each_once(there: Sequence[Elector], named: Sequence[Named]) -> None:
    every: list[Elector | Named] = [*there, *named]
    keys = Counter((row.kind, row.name, row.note) for row in every)
    members = Counter(row.member_id for row in every if row.member_id)
    doubles = [name for (_kind, name, _note), count in keys.items() if count > 1]
    doubles += [row.name for row in named if members.get(row.member_id or 0, 0) > 1]
    if doubles:
        raise Refusal(r.Doubles(names=tuple(dict.fromkeys(doubles))[:20]))


def _listed(one: Ballot, row: Named) -> Elector:
    return Elector(
        group_id=one.group_id,
        id=new_id(),
        ballot_id=one.id,
        kind=row.kind,
        name=row.name[:64],
        note=row.note[:64],
        member_id=row.member_id,
        way=Way.NONE,
        has_voted=False,
        issue=0,
    )


async def list_deputies(
    tx: Transaction, *, group_id: int, ballot_id: int, by: Actor, now: datetime
) -> int:
    """Add the group's deputies who are not on the list; return how many."""
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    there = {row.member_id for row in await electors(tx, one)}
    rows = await tx.scalars(
        select(Member)
        .where(Member.group_id == group_id, Member.role == Role.DEPUTY, Member.left_at.is_(None))
        .order_by(Member.name, Member.id)
    )
    new = [row for row in rows if row.id not in there]
    names = Counter(row.name for row in new)
    named = [
        Named(
            kind=ElectorKind.DEPUTY,
            name=row.name,
            note=(row.constituency or str(row.id))[:64] if names[row.name] > 1 else "",
            member_id=row.id,
        )
        for row in new
    ]
    return await list_electors(
        tx, group_id=group_id, ballot_id=ballot_id, named=named, by=by, now=now
    )


async def open_(
    tx: Transaction,
    *,
    group_id: int,
    ballot_id: int,
    closes_at: datetime,
    by: Actor,
    now: datetime,
) -> Ballot:
    """Begin the voting: the list is fixed, every elector has a token, and the urn is empty.

    Refusal (too few) with fewer than five electors: their votes could be guessed.
    """
    require_staff(by, group_id=group_id)
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    if one.state is not BallotState.DRAFT or closes_at <= now:
        raise Refusal(Gone())
    await leave_out(tx, one)
    rows = await electors(tx, one)
    needed = FEWEST + bool(await selves(tx, one))
    if len(rows) < needed:
        raise Refusal(r.TooFew(there=len(rows), needed=needed))
    for row in rows:
        _renew(row)
    empty = urn.sealed(urn.Content(), ballot_id=one.id)
    tx.add(Urn(group_id=group_id, ballot_id=ballot_id, sealed=empty))
    one.state, one.opened_at, one.closes_at = BallotState.OPEN, now, closes_at
    one.eligible = len(rows)
    await tx.flush()
    audit.write(tx, "ballots.open", by=by, now=now, group_id=group_id, subject_id=ballot_id)
    return one


def _renew(row: Elector) -> None:
    row.way, row.issue = Way.ONLINE, row.issue + 1
    made = urn.token(group_id=row.group_id, elector_id=row.id, issue=row.issue)
    row.token_hash = token_hash(made)


async def issue_anew(
    tx: Transaction, *, group_id: int, ballot_id: int, elector_id: int, by: Actor, now: datetime
) -> Elector:
    """Give an elector a new token; the one before no longer holds. Refusal once they have voted."""
    one, row = await _elector(tx, group_id, ballot_id, elector_id, by)
    _renew(row)
    await _noted(tx, one, row, "ballots.issue", by=by, now=now)
    return row


async def hand_paper(
    tx: Transaction, *, group_id: int, ballot_id: int, elector_id: int, by: Actor, now: datetime
) -> Elector:
    """Note that an elector takes a paper ballot: their token no longer holds.

    Refusal (own gap) for somebody who is voted on and does not mark themselves: on paper the gap
    would show whose ballot it is.
    """
    one, row = await _elector(tx, group_id, ballot_id, elector_id, by)
    if any(each.id == row.id for each in await selves(tx, one)):
        raise Refusal(r.OwnGap(name=row.name))
    row.way, row.token_hash = Way.PAPER, None
    await _noted(tx, one, row, "ballots.paper", by=by, now=now)
    return row


async def _elector(
    tx: Transaction, group_id: int, ballot_id: int, elector_id: int, by: Actor
) -> tuple[Ballot, Elector]:
    require_staff(by, group_id=group_id)
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    row = await elector(tx, group_id=group_id, elector_id=elector_id)
    if row is None or row.ballot_id != ballot_id:
        raise Refusal(Gone())
    if one.state is not BallotState.OPEN:
        raise Refusal(r.NotOpenYet(title=one.title))
    if row.has_voted:
        raise Refusal(r.VotedAlready(title=one.title))
    return one, row


async def _noted(
    tx: Transaction, one: Ballot, row: Elector, verb: str, *, by: Actor, now: datetime
) -> None:
    await tx.flush()
    audit.write(tx, verb, by=by, now=now, group_id=one.group_id, subject_id=one.id, elector=row.id)


async def cancel(
    tx: Transaction, *, group_id: int, ballot_id: int, by: Actor, now: datetime
) -> Ballot:
    """Call a ballot off that has not begun."""
    require_staff(by, group_id=group_id)
    one = await the(tx, group_id=group_id, ballot_id=ballot_id)
    if one.state is not BallotState.DRAFT:
        raise Refusal(r.NotWhileOpen(title=one.title))
    one.state = BallotState.CANCELLED
    audit.write(tx, "ballots.cancel", by=by, now=now, group_id=group_id, subject_id=ballot_id)
    return one


async def marks_of(tx: Transaction, one: Ballot) -> int:
    """Return how many marks a ballot has."""
    return len(await places(tx, one))

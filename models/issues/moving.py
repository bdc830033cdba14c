"""One move of an issue: who may, from where to where, and what follows for its clock."""

from datetime import datetime

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.issues import notices as n
from models.issues import telling, topics
from models.issues.clocks import Chased
from models.issues.rules import TABLE, Move, Party, may
from models.issues.states import SETTLED, IssueState, phase_of
from models.issues.tables import Issue
from models.issues.timing import (
    chase_after,
    note_lateness,
    resume_clock,
    settings_of,
    start_clock,
    stop_clock,
    zone_of,
)
from models.people.rules import Actor, ActorKind
from models.people.tables import Role
from models.units import timing as assisting
from models.units.queries import open_assisting

__all__ = ["move", "party_of", "stay", "the_issue", "zone_of"]


async def the_issue(tx: Transaction, *, group_id: int, issue_id: int) -> Issue:
    """Return an issue as it is now, held until the commit; Refusal (gone) if there is none."""
    one = await tx.session.get(
        Issue, (group_id, issue_id), with_for_update=True, populate_existing=True
    )
    if one is None:
        raise Refusal(Gone())
    return one


async def party_of(
    tx: Transaction, one: Issue | None, by: Actor, *, is_proven: bool = False
) -> Party:
    """Return what an actor is to an issue; `is_proven`: they know its receipt code."""
    if one is None:
        return Party.OTHER
    match by.kind:
        case ActorKind.OPERATOR:
            return Party.STAFF
        case ActorKind.CLOCK | ActorKind.SYSTEM:
            return Party.CLOCK if by.kind is ActorKind.CLOCK else Party.OTHER
        case ActorKind.UNIT:
            return await _unit(tx, one, by)
        case ActorKind.ACCOUNT:
            mine = one.account_id is not None and one.account_id == by.account_id
            return Party.VOTER if mine or (is_proven and one.is_anonymous) else Party.OTHER
        case ActorKind.MEMBER:
            return await _member(tx, one, by)


async def _unit(tx: Transaction, one: Issue, by: Actor) -> Party:
    if by.group_id != one.group_id or by.unit_id is None:
        return Party.OTHER
    if by.unit_id == one.unit_id:
        return Party.UNIT
    assists = any(row.unit_id == by.unit_id for row in await open_assisting(tx, one))
    return Party.ASSISTANT if assists else Party.OTHER


async def _member(tx: Transaction, one: Issue, by: Actor) -> Party:
    if by.group_id != one.group_id:
        return Party.OTHER
    if by.role is Role.STAFF:
        settings = await settings_of(tx, one.group_id)
        is_director = settings is not None and settings.director_id == by.member_id
        return Party.DIRECTOR if is_director else Party.STAFF
    if one.account_id is not None and one.account_id == by.account_id:
        return Party.VOTER
    return Party.DEPUTY if by.member_id == one.recorder_id else Party.OTHER


async def move(
    tx: Transaction,
    step: Move,
    *,
    group_id: int,
    issue_id: int,
    by: Actor,
    now: datetime,
    to: IssueState | None = None,
    is_proven: bool = False,
    **detail: str | int | None,
) -> Issue:
    """Make one move: the right, the state, the clock, the audit, the staff's card.

    `to` says where a move leads whose target depends on more than the table. Refusal: not
    allowed; not now, with the state it is in. Nothing has been written then.
    """
    one = await the_issue(tx, group_id=group_id, issue_id=issue_id)
    party = await party_of(tx, one, by, is_proven=is_proven)
    target = _target(one, step, party, to)
    note_lateness(one, now=now)
    was, one.state = one.state, target
    await _wind(tx, one, step, was=was, now=now)
    actor = Actor(kind=ActorKind.ACCOUNT) if one.is_anonymous and party is Party.VOTER else by
    audit.write(
        tx,
        f"issues.{step.value}",
        by=actor,
        now=now,
        group_id=group_id,
        subject_id=issue_id,
        was=was.value,
        to=target.value,
        **detail,
    )
    await tx.flush()
    await telling.touch(tx, one)
    await _show_in_topic(tx, one, was=was, now=now)
    return one


async def _show_in_topic(tx: Transaction, one: Issue, *, was: IssueState, now: datetime) -> None:
    """Have the topic of an issue show what staff who look over many need to see."""
    if phase_of(was) is not phase_of(one.state):
        await topics.follow(tx, one, now=now)
    if (was in SETTLED) != (one.state in SETTLED):
        await topics.close_or_reopen(tx, one, now=now)


async def stay(
    tx: Transaction,
    step: Move,
    one: Issue,
    *,
    by: Actor,
    now: datetime,
    **detail: str | int | None,
) -> None:
    """Make a move that leaves an issue where it is: the right, the audit, the staff's card."""
    _target(one, step, await party_of(tx, one, by), one.state)
    audit.write(
        tx,
        f"issues.{step.value}",
        by=by,
        now=now,
        group_id=one.group_id,
        subject_id=one.id,
        was=one.state.value,
        **detail,
    )
    await telling.touch(tx, one)


def _target(one: Issue, step: Move, party: Party, to: IssueState | None) -> IssueState:
    if party not in TABLE[step].by:
        raise Refusal(NotAllowed())
    target = TABLE[step].to or to or one.resumes
    if target is None or not may(step, one.state, party):
        raise Refusal(n.NotNow(number=one.number, state=one.state))
    return target


async def _wind(tx: Transaction, one: Issue, step: Move, *, was: IssueState, now: datetime) -> None:
    """Have the clock follow a move."""
    match step:
        case Move.ASK:
            one.resumes = was
            await stop_clock(one, now=now)
            await assisting.rest(tx, one)
            one.chase_at = await chase_after(tx, one, now)
        case Move.REPLY | Move.RESUME:
            one.resumes, paused = None, one.paused_at
            await resume_clock(tx, one, now=now)
            await assisting.go_on(tx, one, paused=paused, now=now)
        case Move.TAKE | Move.START if was in _RUNS_ON:
            pass
        case _:
            one.paused_at, one.resumes = None, None
            await start_clock(tx, one, now=now)
    _tidy(one, step, was=was, now=now)


#: Looking into it began when it came, and handling it when it was accepted.
_RUNS_ON = (IssueState.RECEIVED, IssueState.REOPENED, IssueState.ACCEPTED)


def _tidy(one: Issue, step: Move, *, was: IssueState, now: datetime) -> None:
    """Set what belongs to a state, and forget what belonged to the one before."""
    if one.state in SETTLED:
        one.closed_at = now
    elif was in SETTLED:
        one.closed_at = None
    if one.state is not IssueState.PARKED:
        one.parked_until = None
    if one.state is not IssueState.REPORTED:
        one.rating_due_at = None
    if one.state is not IssueState.ASKED:
        one.chase_at = None
    if step is not Move.TAKE:  # whoever takes it decides what follows from the silence
        one.chased = Chased.NOT

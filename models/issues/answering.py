"""How an issue is handled and answered: by its unit, or by the staff for it."""

from collections.abc import Sequence
from datetime import datetime

from models.database import Transaction
from models.errors import Refusal
from models.issues import desk_notices as d
from models.issues import notices as n
from models.issues import telling
from models.issues import voter_notices as v
from models.issues.actions import attach
from models.issues.history import write
from models.issues.moving import move
from models.issues.queries import files_of
from models.issues.reports import Piece, clean
from models.issues.rules import Move
from models.issues.states import EntryKind, Outcome
from models.issues.tables import Issue
from models.issues.triage import hold
from models.people.rules import Actor, ActorKind
from models.units import orders
from models.units.states import OrderState


async def _held(tx: Transaction, *, group_id: int, issue_id: int, by: Actor, now: datetime) -> None:
    """Let staff act only on what is theirs for now; a unit's right is asked by the move."""
    if by.kind is not ActorKind.UNIT:
        await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)


async def accept(
    tx: Transaction, *, bot_id: int, group_id: int, issue_id: int, by: Actor, now: datetime
) -> Issue:
    """Accept a work order; the voter hears that somebody is on it."""
    await _held(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    one = await move(tx, Move.ACCEPT, group_id=group_id, issue_id=issue_id, by=by, now=now)
    await orders.note(tx, one, OrderState.ACCEPTED, now=now)
    entry = write(tx, one, EntryKind.UNIT, "", by=by, now=now)
    notice = v.Accepted(number=one.number, unit=await orders.unit_of(tx, one), due_at=one.due_at)
    await telling.to_voters(tx, one, notice, entry_id=entry.id, bot_id=bot_id, now=now)
    return one


async def start(
    tx: Transaction,
    *,
    group_id: int,
    issue_id: int,
    by: Actor,
    now: datetime,
    words: str = "",
) -> Issue:
    """Say that work has begun, with a word on it; the staff's card shows it."""
    await _held(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    one = await move(tx, Move.START, group_id=group_id, issue_id=issue_id, by=by, now=now)
    await orders.note(tx, one, OrderState.ACCEPTED, now=now)
    write(tx, one, EntryKind.UNIT, clean(words), by=by, now=now)
    return one


async def give_back(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    reason: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Return a work order: it is not this unit's. The staff hear why at once."""
    await _held(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    if not clean(reason):
        raise Refusal(n.Empty())
    one = await move(tx, Move.RETURN, group_id=group_id, issue_id=issue_id, by=by, now=now)
    unit = await orders.unit_of(tx, one)
    await orders.note(tx, one, OrderState.RETURNED, now=now, reason=clean(reason)[:500])
    write(tx, one, EntryKind.UNIT, clean(reason), by=by, now=now)
    one.unit_id = None
    await tx.flush()
    await telling.to_staff(
        tx,
        one,
        d.GivenBack(
            group_id=one.group_id,
            issue_id=one.id,
            number=one.number,
            unit=unit,
            reason=clean(reason)[:500],
        ),
        about=f"issue-returned:{issue_id}:{now.timestamp():.0f}",
        bot_id=bot_id,
        now=now,
    )
    return one


async def answer(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    words: str,
    outcome: Outcome,
    by: Actor,
    now: datetime,
    proof: Sequence[Piece] = (),
) -> Issue:
    """Answer an issue, with proof where there is one. The voter hears it when staff report back.

    A unit's answer goes to the staff first. Refusal (empty) without words.
    """
    await _held(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    if not clean(words):
        raise Refusal(n.Empty())
    one = await move(
        tx, Move.ANSWER, group_id=group_id, issue_id=issue_id, by=by, now=now, outcome=outcome.value
    )
    one.answer, one.outcome, one.answered_at = clean(words), outcome, now
    one.told_at = one.told_way = one.solved = one.satisfaction = one.rated_at = None
    await orders.note(tx, one, OrderState.ANSWERED, now=now)
    await orders.spare(tx, one, now=now)
    write(tx, one, EntryKind.ANSWER, one.answer, by=by, now=now)
    await attach_proof(tx, one, proof, now=now)
    if by.kind is ActorKind.UNIT:
        await _show_answer(tx, one, outcome, bot_id=bot_id, now=now)
    return one


async def attach_proof(
    tx: Transaction, one: Issue, proof: Sequence[Piece], *, now: datetime
) -> None:
    """Keep what proves an answer; a file that the issue has already stays as it is."""
    known = {each.file_unique_id for each in await files_of(tx, one)}
    fresh = {each.file_unique_id: each for each in proof if each.file_unique_id not in known}
    attach(tx, one, list(fresh.values()), now=now, is_proof=True)
    await tx.flush()


async def _show_answer(
    tx: Transaction, one: Issue, outcome: Outcome, *, bot_id: int, now: datetime
) -> None:
    """Have the staff look at a unit's answer."""
    notice = d.UnitAnswered(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        unit=await orders.unit_of(tx, one),
        outcome=outcome,
        answer=(one.answer or "")[:600],
    )
    about = f"issue-answered:{one.id}:{now.timestamp():.0f}"
    await telling.to_staff(tx, one, notice, about=about, bot_id=bot_id, now=now)


async def redo(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    reason: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Send an answer back that will not do; the unit hears why and answers anew."""
    await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    if not clean(reason):
        raise Refusal(n.Empty())
    one = await move(tx, Move.REDO, group_id=group_id, issue_id=issue_id, by=by, now=now)
    write(tx, one, EntryKind.NOTE, clean(reason), by=by, now=now)
    await orders.again(tx, one, reason=clean(reason), bot_id=bot_id, now=now)
    return one

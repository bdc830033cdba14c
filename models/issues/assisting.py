"""Units that assist: asked by the staff, each with an order of its own; the leading one answers.

What an assisting unit contributes stands on the staff's card and in the leading unit's order. It
never becomes the answer by itself, and moves neither the issue nor its clock.
"""

from collections.abc import Sequence
from datetime import datetime

from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.issues import notices as n
from models.issues import telling
from models.issues.answering import attach_proof
from models.issues.history import write
from models.issues.moving import stay, the_issue
from models.issues.reports import Piece, clean
from models.issues.rules import Move
from models.issues.states import EntryKind
from models.issues.tables import Issue
from models.issues.triage import hold
from models.people.rules import Actor, ActorKind
from models.units import notices as u
from models.units import orders, timing
from models.units.queries import open_assisting
from models.units.states import OPEN_ORDERS, OrderState
from models.units.tables import Unit, WorkOrder


async def ask(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    unit_id: int,
    task: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Ask a further unit to assist with an issue that a unit leads.

    Refusal: nobody leads; the unit leads or assists already; it is not there any more.
    """
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    unit = await tx.get(Unit, (group_id, unit_id))
    if unit is None or unit.left_at is not None:
        raise Refusal(Gone())
    if one.unit_id is None:
        raise Refusal(u.NeedsLead(number=one.number))
    busy = {one.unit_id, *(row.unit_id for row in await open_assisting(tx, one))}
    if unit_id in busy:
        raise Refusal(u.HasItAlready(number=one.number, unit=unit.name))
    await stay(tx, Move.ASSIST, one, by=by, now=now, unit=unit_id)
    await orders.send(tx, one, unit, task=clean(task), bot_id=bot_id, now=now, is_assisting=True)
    await orders.touch_lead(tx, one)
    return one


async def accept(
    tx: Transaction, *, group_id: int, order_id: int, by: Actor, now: datetime
) -> Issue:
    """Accept to assist: the unit's time to contribute begins."""
    row, one = await _taken(tx, group_id=group_id, order_id=order_id, by=by, now=now)
    await stay(tx, Move.ASSIST_ACCEPT, one, by=by, now=now, unit=row.unit_id)
    if row.state is OrderState.SENT:
        await orders.put(tx, row, OrderState.ACCEPTED, now=now)
        await timing.start(tx, one, row, now=now)
    await orders.touch_lead(tx, one)
    return one


async def give_back(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    order_id: int,
    reason: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Say that a unit cannot assist; the staff hear why at once. Refusal (empty) without a word."""
    row, one = await _taken(tx, group_id=group_id, order_id=order_id, by=by, now=now)
    why = clean(reason)[:500]
    if not why:
        raise Refusal(n.Empty())
    await stay(tx, Move.ASSIST_RETURN, one, by=by, now=now, unit=row.unit_id)
    await orders.put(tx, row, OrderState.RETURNED, now=now, reason=why)
    name = await _name(tx, row)
    write(tx, one, EntryKind.ASSIST, f"{name} · {why}", by=by, now=now)
    await orders.touch_lead(tx, one)
    notice = u.AssistReturned(number=one.number, unit=name, reason=why)
    about = f"order-returned:{row.id}"
    await telling.to_staff(tx, one, notice, about=about, bot_id=bot_id, now=now)
    return one


async def contribute(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    order_id: int,
    words: str,
    by: Actor,
    now: datetime,
    proof: Sequence[Piece] = (),
) -> Issue:
    """Contribute to the answer, with proof; the leading unit and the staff hear it.

    Refusal (empty) without words.
    """
    row, one = await _taken(tx, group_id=group_id, order_id=order_id, by=by, now=now)
    said = clean(words)
    if not said:
        raise Refusal(n.Empty())
    await stay(tx, Move.CONTRIBUTE, one, by=by, now=now, unit=row.unit_id)
    row.contribution = said
    await orders.put(tx, row, OrderState.ANSWERED, now=now)
    name = await _name(tx, row)
    write(tx, one, EntryKind.ASSIST, f"{name} · {said}", by=by, now=now)
    await attach_proof(tx, one, proof, now=now)
    await orders.touch_lead(tx, one)
    notice = u.Contributed(number=one.number, unit=name, words=said[:600])
    about = f"order-contributed:{row.id}"
    if one.unit_id is not None:
        await orders.to_unit(tx, one, one.unit_id, notice, about=about, bot_id=bot_id, now=now)
    await telling.to_staff(tx, one, notice, about=about, bot_id=bot_id, now=now)
    return one


async def release(
    tx: Transaction, *, group_id: int, order_id: int, by: Actor, now: datetime
) -> Issue:
    """Let a unit go that is to assist; its card says so."""
    row, one = await _taken(tx, group_id=group_id, order_id=order_id, by=by, now=now)
    await stay(tx, Move.RELEASE, one, by=by, now=now, unit=row.unit_id)
    await orders.put(tx, row, OrderState.CANCELLED, now=now)
    await orders.touch_lead(tx, one)
    return one


async def _taken(
    tx: Transaction, *, group_id: int, order_id: int, by: Actor, now: datetime
) -> tuple[WorkOrder, Issue]:
    """Return an open order to assist and its issue, held until the commit.

    Refusal: not there; over; of another unit. Staff take the issue into their hands.
    """
    row = await tx.get(WorkOrder, (group_id, order_id))
    if row is None or not row.is_assisting:
        raise Refusal(Gone())
    one = await the_issue(tx, group_id=group_id, issue_id=row.issue_id)
    await tx.session.refresh(row, with_for_update=True)
    if by.kind is not ActorKind.UNIT:
        await hold(tx, group_id=group_id, issue_id=one.id, by=by, now=now)
    elif (by.group_id, by.unit_id) != (row.group_id, row.unit_id):
        raise Refusal(NotAllowed())
    if row.state not in OPEN_ORDERS:
        raise Refusal(u.OrderOver(number=one.number, state=row.state))
    return row, one


async def _name(tx: Transaction, row: WorkOrder) -> str:
    unit = await tx.get(Unit, (row.group_id, row.unit_id))
    return unit.name if unit else ""

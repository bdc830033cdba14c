"""Work orders as an issue moves: sent, noted, taken back. Only the unit's contacts hear of them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.base import new_id
from models.database import Transaction
from models.groups.queries import groups
from models.issues.clocks import Light
from models.issues.tables import Issue
from models.messages import actions as messages
from models.messages.notices import Notice
from models.privacy.scanning import masked
from models.reminders.budget import has_room
from models.units import notices as n
from models.units import timing
from models.units.queries import (
    assisting,
    contacts_of,
    leading_order,
    open_assisting,
    open_order,
)
from models.units.states import OPEN_ORDERS, OrderState
from models.units.tables import Unit, WorkOrder
from models.units.telling import tell_contacts


def order_about(order_id: int) -> str:
    """Return what the cards of a work order are about, in the outbox."""
    return f"order:{order_id}"


async def send(
    tx: Transaction,
    one: Issue,
    unit: Unit,
    *,
    task: str,
    bot_id: int,
    now: datetime,
    is_assisting: bool = False,
) -> WorkOrder:
    """Hand an issue to a unit, to lead or to assist: a card for each of its contacts."""
    row = WorkOrder(
        group_id=one.group_id,
        id=new_id(),
        issue_id=one.id,
        unit_id=unit.id,
        is_assisting=is_assisting,
        state=OrderState.SENT,
        task=task or None,
        sent_at=now,
        light=Light.BLUE,
    )
    tx.add(row)
    if is_assisting:
        await timing.start(tx, one, row, now=now)
    await tx.flush()
    card = n.OrderCard(group_id=one.group_id, order_id=row.id, **await facts_of(tx, one, row))
    await to_unit(
        tx, one, unit.id, card, about=order_about(row.id), bot_id=bot_id, now=now, live=True
    )
    return row


async def facts_of(tx: Transaction, one: Issue, row: WorkOrder) -> dict[str, Any]:
    """Return what a work order says: the voter's words, never who they are."""
    unit = await tx.get(Unit, (row.group_id, row.unit_id))
    return {
        "number": one.number,
        "unit": unit.name if unit else "",
        "state": row.state,
        "category": one.category,
        "urgency": one.urgency,
        "place": masked(one.place),
        "words": masked(one.own_words)[:1500],
        "wish": masked(one.wish) if one.wish else None,
        "task": row.task,
        "due_at": row.due_at if row.is_assisting else one.due_at,
        "reason": row.reason,
        "is_open": is_open(row, one),
        "is_assisting": row.is_assisting,
        "lead": await unit_of(tx, one) if row.is_assisting else None,
        "contribution": row.contribution,
        "assisting": () if row.is_assisting else await assisting_of(tx, one),
    }


def is_open(row: WorkOrder, one: Issue) -> bool:
    """Tell whether a unit can still act on an order."""
    return row.state in OPEN_ORDERS and (row.is_assisting or one.unit_id == row.unit_id)


async def assisting_of(tx: Transaction, one: Issue) -> tuple[n.AssistLine, ...]:
    """Return who assists with an issue, and what each has contributed; who was let go excepted."""
    return tuple(
        n.AssistLine(
            order_id=row.id,
            unit=unit.name,
            state=row.state,
            due_at=row.due_at,
            words=row.contribution,
            reason=row.reason,
        )
        for row, unit in await assisting(tx, one)
        if row.state is not OrderState.CANCELLED
    )


async def to_unit(
    tx: Transaction,
    one: Issue,
    unit_id: int,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
    live: bool = False,
) -> int:
    """Say something to a unit's contacts; return how many that are."""
    return await tell_contacts(
        tx,
        notice,
        group_id=one.group_id,
        unit_id=unit_id,
        about=about,
        bot_id=bot_id,
        now=now,
        live=live,
        counts=True,
    )


async def out_of_room(tx: Transaction, row: WorkOrder, *, now: datetime) -> bool:
    """Tell whether everybody who speaks for a unit has had the day's notices."""
    group = await tx.load(groups, row.group_id)
    known = await contacts_of(tx, group_id=row.group_id, unit_id=row.unit_id)
    accounts_ = [one.account_id for one in known if one.account_id is not None]
    if group is None or not accounts_:
        return False
    zone = ZoneInfo(group.timezone)
    return not any([await has_room(tx, one, zone, now=now) for one in accounts_])


async def note(
    tx: Transaction, one: Issue, state: OrderState, *, now: datetime, reason: str | None = None
) -> WorkOrder | None:
    """Note on the open leading order of an issue what the unit said; None if it has none."""
    row = await open_order(tx, group_id=one.group_id, issue_id=one.id)
    if row is not None:
        await put(tx, row, state, now=now, reason=reason)
    return row


async def put(
    tx: Transaction,
    row: WorkOrder,
    state: OrderState,
    *,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Put an order into a state; the unit's card shows it."""
    if state is OrderState.ACCEPTED:
        row.accepted_at = row.accepted_at or now
    else:
        row.ended_at = now
        timing.stop(row)
    row.state, row.reason = state, reason
    await tx.flush()
    await touch(tx, row)


async def touch(tx: Transaction, row: WorkOrder) -> None:
    """Have the cards of an order shown anew."""
    await messages.touch(tx, group_id=row.group_id, about=order_about(row.id))


async def touch_lead(tx: Transaction, one: Issue) -> None:
    """Have the leading unit's card shown anew: who assists has changed, or has said something."""
    row = await open_order(tx, group_id=one.group_id, issue_id=one.id)
    if row is not None:
        await touch(tx, row)


async def cancel(tx: Transaction, one: Issue, *, now: datetime) -> None:
    """Take every open order of an issue back; the units' cards say so."""
    await note(tx, one, OrderState.CANCELLED, now=now)
    for row in await open_assisting(tx, one):
        await put(tx, row, OrderState.CANCELLED, now=now)


async def change_lead(tx: Transaction, one: Issue, *, now: datetime) -> None:
    """Take back the order of whoever led before; who assists goes on, unless it leads now.

    Where no unit leads, nobody assists.
    """
    if one.unit_id is None:
        await cancel(tx, one, now=now)
        return
    await note(tx, one, OrderState.CANCELLED, now=now)
    for row in await open_assisting(tx, one):
        if row.unit_id == one.unit_id:
            await put(tx, row, OrderState.CANCELLED, now=now)
        else:
            await touch(tx, row)


async def spare(tx: Transaction, one: Issue, *, now: datetime) -> None:
    """Let those go who were still to contribute: the leading unit has answered."""
    for row in await open_assisting(tx, one):
        await put(tx, row, OrderState.NOT_NEEDED, now=now)


async def again(tx: Transaction, one: Issue, *, reason: str, bot_id: int, now: datetime) -> None:
    """Open the last order of an issue again, whose answer will not do; the unit hears why."""
    row = await leading_order(tx, one)
    if row is None or row.unit_id != one.unit_id:
        return
    row.state, row.ended_at, row.reason = OrderState.ACCEPTED, None, reason[:500]
    await tx.flush()
    await touch(tx, row)
    notice = n.Again(group_id=row.group_id, order_id=row.id, number=one.number, reason=reason[:500])
    about = f"order-again:{row.id}:{now.timestamp():.0f}"
    await to_unit(tx, one, row.unit_id, notice, about=about, bot_id=bot_id, now=now)


async def unit_of(tx: Transaction, one: Issue) -> str | None:
    """Return the name of the unit that has an issue."""
    unit = await tx.get(Unit, (one.group_id, one.unit_id)) if one.unit_id else None
    return unit.name if unit else None

"""Work orders as an issue moves: sent, noted, taken back. Only the unit's contacts hear of them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.base import new_id
from models.database import Transaction
from models.groups.queries import groups
from models.issues.tables import Issue
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.notices import Notice
from models.people.queries import accounts
from models.reminders.rules import is_quiet, next_morning
from models.units import notices as n
from models.units.queries import contacts_of, open_order
from models.units.states import OrderState
from models.units.tables import Unit, WorkOrder


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
) -> WorkOrder:
    """Hand an issue to a unit: a card for each of its contacts."""
    row = WorkOrder(
        group_id=one.group_id,
        id=new_id(),
        issue_id=one.id,
        unit_id=unit.id,
        state=OrderState.SENT,
        task=task or None,
        sent_at=now,
    )
    tx.add(row)
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
        "place": one.place,
        "words": one.own_words[:1500],
        "wish": one.wish,
        "task": row.task,
        "due_at": one.due_at,
        "reason": row.reason,
        "is_open": one.unit_id == row.unit_id
        and row.state in (OrderState.SENT, OrderState.ACCEPTED),
    }


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
    group = await tx.load(groups, one.group_id)
    told = 0
    for contact in await contacts_of(tx, group_id=one.group_id, unit_id=unit_id):
        if contact.account_id is None or group is None:
            continue
        account = await tx.load(accounts, contact.account_id)
        zone = group.timezone
        to = Recipient(
            chat_id=contact.account_id,
            locale=(account.locale if account else None) or group.locale,
            zone=zone,
            group_id=group.id,
        )
        await messages.post_once(
            tx,
            bot_id=bot_id,
            to=to,
            notice=notice,
            about=about,
            now=now,
            live=live,
            not_before=_polite(now, zone),
        )
        told += 1
    return told


def _polite(now: datetime, zone: str) -> datetime:
    where = ZoneInfo(zone)
    return next_morning(now, where) if is_quiet(now, where) else now


async def note(
    tx: Transaction, one: Issue, state: OrderState, *, now: datetime, reason: str | None = None
) -> WorkOrder | None:
    """Note on the open order of an issue what the unit said; None if it has none."""
    row = await open_order(tx, group_id=one.group_id, issue_id=one.id)
    if row is None:
        return None
    if state is OrderState.ACCEPTED:
        row.accepted_at = row.accepted_at or now
    else:
        row.ended_at = now
    row.state, row.reason = state, reason
    await tx.flush()
    await messages.touch(tx, group_id=row.group_id, about=order_about(row.id))
    return row


async def cancel(tx: Transaction, one: Issue, *, now: datetime) -> None:
    """Take the open order of an issue back; the unit's card says so."""
    await note(tx, one, OrderState.CANCELLED, now=now)


async def again(tx: Transaction, one: Issue, *, reason: str, bot_id: int, now: datetime) -> None:
    """Open the last order of an issue again, whose answer will not do; the unit hears why."""
    rows = await tx.scalars(
        select(WorkOrder)
        .where(WorkOrder.group_id == one.group_id, WorkOrder.issue_id == one.id)
        .order_by(WorkOrder.id.desc())
        .limit(1)
    )
    row = rows.first()
    if row is None or row.unit_id != one.unit_id:
        return
    row.state, row.ended_at, row.reason = OrderState.ACCEPTED, None, reason[:500]
    await tx.flush()
    await messages.touch(tx, group_id=row.group_id, about=order_about(row.id))
    notice = n.Again(group_id=row.group_id, order_id=row.id, number=one.number, reason=reason[:500])
    about = f"order-again:{row.id}:{now.timestamp():.0f}"
    await to_unit(tx, one, row.unit_id, notice, about=about, bot_id=bot_id, now=now)


async def unit_of(tx: Transaction, one: Issue) -> str | None:
    """Return the name of the unit that has an issue."""
    unit = await tx.get(Unit, (one.group_id, one.unit_id)) if one.unit_id else None
    return unit.name if unit else None

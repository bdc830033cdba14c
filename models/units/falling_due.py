"""What falls due for units that assist: the unit is reminded, once it is late the staff hear too.

Nobody else: the clock of the matter is that of the leading unit.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.issues import telling
from models.issues.clocks import Light
from models.issues.tables import Issue
from models.issues.timing import zone_of
from models.privacy.scanning import masked
from models.reminders.rules import is_quiet, next_morning
from models.units import notices as n
from models.units import orders, timing
from models.units.states import OPEN_ORDERS
from models.units.tables import Unit, WorkOrder

Key = tuple[int, int]


async def alarms_at(tx: Transaction, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the orders to assist whose clock has something to say."""
    rows = await tx.execute(
        select(WorkOrder.group_id, WorkOrder.id)
        .where(WorkOrder.alarm_at <= now)
        .order_by(WorkOrder.alarm_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def alarm(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Remind a unit that is to assist: half of its time is gone, or all of it. Once each."""
    row = await tx.session.get(WorkOrder, key, with_for_update=True, populate_existing=True)
    if row is None or row.alarm_at is None or row.alarm_at > now:
        return False
    one = await tx.get(Issue, (row.group_id, row.issue_id))
    if one is None or row.state not in OPEN_ORDERS:
        row.alarm_at = None
        return False
    zone = await zone_of(tx, row.group_id)
    is_late = row.due_at is not None and row.due_at <= now
    is_spent = not is_late and await orders.out_of_room(tx, row, now=now)
    if is_quiet(now, zone) or is_spent:
        row.alarm_at = next_morning(now, zone)
        return False
    light = await timing.ring(tx, one, row, now=now)
    await tx.flush()
    if light not in (Light.NUDGED, Light.RED):
        return False
    await _tell(tx, one, row, light, bot_id=bot_id, now=now)
    return True


async def _tell(
    tx: Transaction, one: Issue, row: WorkOrder, light: Light, *, bot_id: int, now: datetime
) -> None:
    """Remind the unit; the staff hear it where nobody of the unit can, and once it is late."""
    is_overdue = light is Light.RED
    about = f"order-light:{row.id}:{int(light)}:{row.clock_from:%y%m%d%H%M}"
    reminder = n.OrderDue(
        group_id=row.group_id,
        order_id=row.id,
        number=one.number,
        words=masked(one.own_words)[:60],
        due_at=row.due_at,
        is_overdue=is_overdue,
        is_assisting=True,
    )
    told = await orders.to_unit(tx, one, row.unit_id, reminder, about=about, bot_id=bot_id, now=now)
    if told and not is_overdue:
        return
    unit = await tx.get(Unit, (row.group_id, row.unit_id))
    notice = n.AssistDue(
        group_id=row.group_id,
        issue_id=one.id,
        number=one.number,
        unit=unit.name if unit else "",
        due_at=row.due_at,
        is_overdue=is_overdue,
    )
    await telling.to_staff(tx, one, notice, about=about, bot_id=bot_id, now=now)

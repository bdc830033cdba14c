"""What came too late to be of use, to anybody, is summed up to the staff in one message."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from models.database import Transaction
from models.people.queries import staff_of
from models.receptions import record_notices as r
from models.receptions.crew import say
from models.receptions.rules import SlotState
from models.receptions.tables import (
    IS_UNTOLD,
    IS_UNTOLD_SLOT,
    Call,
    ReceptionSession,
    Round,
    Slot,
)
from models.reminders.rules import ReminderState

What = Counter[tuple[str, date]]  # by kind and the day of the round
SLOT = "slot"


async def untold(tx: Transaction, *, now: datetime) -> Sequence[int]:  # noqa: ARG001
    """Return the groups in which something was missed that the staff have not heard of."""
    calls = await tx.scalars(select(Call.group_id).where(IS_UNTOLD).distinct())
    slots = await tx.scalars(select(Slot.group_id).where(IS_UNTOLD_SLOT).distinct())
    return sorted({*calls.all(), *slots.all()})


async def sum_up(tx: Transaction, group_id: int, *, bot_id: int, now: datetime) -> bool:
    """Tell the staff of a group what was missed, in one message, once.

    Whoever comes at the same moment waits for the rows, in their order, and finds them told:
    passing over them, each would tell a part.
    """
    counted = await _calls(tx, group_id, now=now) + await _slots(tx, group_id, now=now)
    if not counted:
        return False
    notice = r.MissedCalls(
        what=tuple((kind, day, count) for (kind, day), count in sorted(counted.items()))
    )
    about = f"missed-calls:{now:%y%m%d%H%M%S%f}"
    for member in await staff_of(tx, group_id=group_id):
        await say(tx, member, notice, about=about, bot_id=bot_id, now=now)
    return True


async def _calls(tx: Transaction, group_id: int, *, now: datetime) -> What:
    """Count the calls that were missed, and note that the staff hear of them."""
    rows = await tx.execute(
        select(Call, Round.day)
        .join(Round, (Round.group_id == Call.group_id) & (Round.id == Call.round_id))
        .where(
            Call.group_id == group_id,
            Call.state == ReminderState.MISSED,
            Call.sent_at.is_(None),
        )
        .order_by(Call.id)
        .with_for_update(of=Call)
    )
    counted: What = Counter()
    for call, day in rows.all():
        call.sent_at = now
        counted[call.kind.value, day] += 1
    return counted


async def _slots(tx: Transaction, group_id: int, *, now: datetime) -> What:
    """Count the voters who were not reminded of the place they had booked, likewise."""
    rows = await tx.execute(
        select(Slot, Round.day)
        .join(
            ReceptionSession,
            (ReceptionSession.group_id == Slot.group_id) & (ReceptionSession.id == Slot.session_id),
        )
        .join(
            Round,
            (Round.group_id == ReceptionSession.group_id) & (Round.id == ReceptionSession.round_id),
        )
        .where(
            Slot.group_id == group_id,
            Slot.state == SlotState.MISSED,
            Slot.told_at.is_(None),
        )
        .order_by(Slot.session_id, Slot.account_id)
        .with_for_update(of=Slot)
    )
    counted: What = Counter()
    for slot, day in rows.all():
        slot.told_at = now
        counted[SLOT, day] += 1
    return counted

"""Verbs on the queue of a session: a voter books a place, gives it back, is reminded."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from models.database import Transaction
from models.errors import Gone, Refusal
from models.receptions import voter_notices as v
from models.receptions.cards import booked, is_ahead
from models.receptions.notices import NotNow
from models.receptions.queries import Sitting, settings_of, sitting, zone_of
from models.receptions.rules import SLOT_BEFORE, SessionState, SlotState
from models.receptions.tables import ReceptionSession, Slot
from models.receptions.telling import tell
from models.reminders.rules import out_of_quiet

Key = tuple[int, int, int]  # group, session, account


async def book(
    tx: Transaction, *, group_id: int, session_id: int, account_id: int, now: datetime
) -> v.Booked:
    """Give somebody the next number in the queue; asked again, the number they have.

    Refusal (full) when every place is booked, (not now) once it has begun or is off. Numbers are
    given one at a time and never twice.
    """
    session = await tx.session.get(ReceptionSession, (group_id, session_id), with_for_update=True)
    one = await sitting(tx, group_id=group_id, session_id=session_id) if session else None
    if session is None or one is None:
        raise Refusal(Gone())
    if not is_ahead(session, now):
        raise Refusal(NotNow(state=session.state))
    slot = await tx.get(Slot, (group_id, session_id, account_id))
    if slot is None or slot.state is not SlotState.BOOKED:
        await _require_room(tx, one)
        slot = await _take(tx, session, account_id, slot, now=now)
    return v.Booked.model_validate(_facts(one, slot))


async def _require_room(tx: Transaction, one: Sitting) -> None:
    settings = await settings_of(tx, one.session.group_id)
    if await booked(tx, one.session) >= settings.slots:
        raise Refusal(v.Full(station=one.station.name, starts_at=one.session.starts_at))


async def _take(
    tx: Transaction,
    session: ReceptionSession,
    account_id: int,
    slot: Slot | None,
    *,
    now: datetime,
) -> Slot:
    if slot is None:
        rows = await tx.scalars(
            select(func.max(Slot.number)).where(
                Slot.group_id == session.group_id, Slot.session_id == session.id
            )
        )
        slot = Slot(
            group_id=session.group_id,
            session_id=session.id,
            account_id=account_id,
            number=(rows.first() or 0) + 1,
        )
    zone = await zone_of(tx, session.group_id)
    due = out_of_quiet(session.starts_at - SLOT_BEFORE, starts_at=session.starts_at, zone=zone)
    slot.state, slot.booked_at = SlotState.BOOKED, now
    slot.remind_at = due if due > now else None
    tx.add(slot)
    await tx.flush()
    return slot


def _facts(one: Sitting, slot: Slot) -> dict[str, object]:
    return {
        "group_id": slot.group_id,
        "session_id": slot.session_id,
        "station": one.station.name,
        "address": one.station.address,
        "starts_at": one.session.starts_at,
        "number": slot.number,
    }


async def give_back(
    tx: Transaction, *, group_id: int, session_id: int, account_id: int
) -> v.GivenBack:
    """Let somebody's place go; Refusal (gone) if they have none."""
    slot = await tx.get(Slot, (group_id, session_id, account_id))
    one = await sitting(tx, group_id=group_id, session_id=session_id)
    if slot is None or one is None or slot.state is not SlotState.BOOKED:
        raise Refusal(Gone())
    slot.state, slot.remind_at = SlotState.GIVEN_BACK, None
    return v.GivenBack(station=one.station.name)


async def due(tx: Transaction, *, now: datetime, limit: int = 1000) -> Sequence[Key]:
    """Return the bookings that are to be reminded of now."""
    rows = await tx.execute(
        select(Slot.group_id, Slot.session_id, Slot.account_id)
        .where(Slot.remind_at.is_not(None), Slot.remind_at <= now)
        .order_by(Slot.remind_at)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def remind(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Remind one voter, once; after the beginning it is only noted as missed."""
    slot = await tx.session.get(Slot, key, with_for_update=True, populate_existing=True)
    one = await sitting(tx, group_id=key[0], session_id=key[1])
    if slot is None or one is None or slot.remind_at is None or slot.remind_at > now:
        return False
    slot.remind_at = None
    session = one.session
    if slot.state is not SlotState.BOOKED or session.state is not SessionState.PUBLISHED:
        return True
    if now >= session.starts_at:
        slot.state = SlotState.MISSED
        return True
    notice = v.SlotSoon.model_validate(_facts(one, slot))
    about = f"slot:{session.id}:{session.starts_at:%y%m%d%H%M}"
    await tell(tx, session, key[2], notice, about=about, bot_id=bot_id, now=now)
    return True

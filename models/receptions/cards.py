"""Receptions as cards show them, as things are now."""

from datetime import datetime

from sqlalchemy import func, select

from models.activities.tables import Activity
from models.database import Transaction
from models.people import keys, phones
from models.receptions import duty_notices as d
from models.receptions import notices as n
from models.receptions.queries import OnDuty, Sitting, of_activity, sitting
from models.receptions.rules import DutyKind, SessionState, SlotState, SwapState
from models.receptions.tables import ReceptionSession, Slot, Swap
from models.reminders.rules import ReminderKind
from models.stations.queries import phone_of
from models.stations.tables import Station


def line_of(one: Sitting) -> n.Line:
    """Return a session as a line of a list."""
    return n.Line(
        group_id=one.session.group_id,
        session_id=one.session.id,
        station=one.station.name,
        mode=one.session.mode,
        state=one.session.state,
        starts_at=one.session.starts_at,
        names=tuple(each.member.name for each in one.on_duty),
        backup=one.backup.member.name if one.backup else None,
        short=one.short,
    )


def bare_line(session: ReceptionSession, station: Station) -> n.Line:
    """Return a session as a line of somebody's own list, without names."""
    return n.Line(
        group_id=session.group_id,
        session_id=session.id,
        station=station.name,
        mode=session.mode,
        state=session.state,
        starts_at=session.starts_at,
        names=(),
        backup=None,
        short=0,
    )


def person_of(one: OnDuty) -> n.Person:
    """Return a deputy at a session, and why it is them."""
    return n.Person(
        member_id=one.member.id,
        name=one.member.name,
        kind=one.duty.kind,
        last_on=one.duty.last_on,
        count=one.duty.count,
        is_home=one.duty.is_home,
        how=one.duty.how,
        is_confirmed=one.duty.confirmed_at is not None,
    )


async def booked(tx: Transaction, session: ReceptionSession) -> int:
    """Return how many voters have a place in the queue."""
    rows = await tx.scalars(
        select(func.count()).where(
            Slot.group_id == session.group_id,
            Slot.session_id == session.id,
            Slot.state == SlotState.BOOKED,
        )
    )
    count: int = rows.one()
    return count


async def shown(tx: Transaction, one: Sitting) -> n.Sitting:
    """Return a session as those see it who run it."""
    session, station = one.session, one.station
    return n.Sitting(
        group_id=session.group_id,
        round_id=session.round_id,
        session_id=session.id,
        activity_id=session.activity_id,
        station_id=station.id,
        station=station.name,
        address=station.address,
        mode=session.mode,
        state=session.state,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        topics=session.topics,
        people=tuple(person_of(each) for each in one.crew),
        short=one.short,
        has_pin=station.latitude is not None,
        booked=await booked(tx, session),
        visitors=session.visitors,
    )


def route_bound_to(session: ReceptionSession) -> str:
    """Return what the visits of a house call are sealed for: they are people's homes."""
    return f"route:{session.group_id}:{session.id}"


def route_of(session: ReceptionSession) -> str | None:
    """Return the visits of a house call, a line each, or None."""
    if session.route_sealed is None:
        return None
    return keys.current().unseal(session.route_sealed, bound_to=route_bound_to(session))


async def open_swap(tx: Transaction, session: ReceptionSession, member_id: int) -> Swap | None:
    """Return a deputy's wish to be relieved of a duty that is not settled, or None."""
    rows = await tx.scalars(
        select(Swap).where(
            Swap.group_id == session.group_id,
            Swap.session_id == session.id,
            Swap.member_id == member_id,
            Swap.state.in_((SwapState.ASKED, SwapState.OFFERED)),
        )
    )
    return rows.first()


async def duty_of_activity(
    tx: Transaction, one: Activity, member_id: int, which: ReminderKind
) -> d.DutyCard | None:
    """Return a deputy's card for the session an activity stands for; None if it is no session."""
    if one.round_id is None:
        return None
    session = await of_activity(tx, group_id=one.group_id, activity_id=one.id)
    return await duty_card(tx, session, member_id, which) if session else None


async def duty_card(
    tx: Transaction, session: ReceptionSession, member_id: int, which: ReminderKind
) -> d.DutyCard | None:
    """Return a deputy's card of a duty as things are now."""
    one = await sitting(tx, group_id=session.group_id, session_id=session.id)
    if one is None:
        return None
    mine = next((each for each in one.crew if each.member.id == member_id), None)
    swap = await open_swap(tx, session, member_id)
    station = one.station
    number = phone_of(station)
    return d.DutyCard(
        group_id=session.group_id,
        session_id=session.id,
        activity_id=session.activity_id or 0,
        member_id=member_id,
        which=which,
        station=station.name,
        address=station.address,
        mode=session.mode,
        state=session.state,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        contact=station.contact,
        phone=phones.written(number) if number else None,
        topics=session.topics,
        route=route_of(session) if mine else None,
        others=tuple(each.member.name for each in one.on_duty if each.member.id != member_id),
        is_mine=mine is not None,
        is_confirmed=mine is not None and mine.duty.confirmed_at is not None,
        is_backup=mine is not None and mine.duty.kind is DutyKind.BACKUP,
        has_pin=station.latitude is not None,
        swap=swap.state if swap else None,
    )


def is_ahead(session: ReceptionSession, now: datetime) -> bool:
    """Tell whether people can still be told of a session and change it."""
    return session.state is SessionState.PUBLISHED and now < session.starts_at

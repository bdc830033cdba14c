"""The verb on where a session is held and how: at another station, or at people's homes."""

from datetime import datetime

from sqlalchemy import select

from models.activities import changing
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.messages import actions as messages
from models.people.rules import Actor
from models.receptions import place_notices as p
from models.receptions.adjusting import recall, the
from models.receptions.crew import ask_anew, tell_duty_moved
from models.receptions.duties import swap_about
from models.receptions.handing import hand_last
from models.receptions.publishing import KINDS
from models.receptions.queries import Sitting, Was, sitting, sittings_of, was
from models.receptions.rules import CallKind, Mode, SessionState, SwapState
from models.receptions.tables import Swap
from models.receptions.telling import (
    count_told,
    is_announced,
    is_told,
    tell_moved,
    tell_subscribers,
)
from models.stations.queries import stations_of
from models.stations.rules import StationState
from models.stations.tables import Station


async def relocate(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    session_id: int,
    station_id: int | None = None,
    mode: Mode | None = None,
    by: Actor,
    now: datetime,
) -> Sitting:
    """Hold a session at another station, or otherwise; whoever was told the old hears the new.

    Those on duty and who stands by, voters who were told or have booked, and the channel; the
    subscribers of the new station too, if the day of telling has passed. Everybody on duty is
    asked for 知道了 anew. Refusal (station off, station busy) for a closed station and one that
    has a session in this round; (not now) once it has begun or somebody has checked in.
    """
    one = await the(tx, group_id=group_id, session_id=session_id, by=by)
    session, before = one.session, was(one)
    station = await _station(tx, one, station_id or session.station_id)
    if (station.id, mode or session.mode) == (session.station_id, session.mode):
        return one
    await _put(tx, one, station, mode or session.mode, by=by, now=now)
    audit.write(tx, "receptions.relocate", by=by, now=now, group_id=group_id, subject_id=session.id)
    after = await sitting(tx, group_id=group_id, session_id=session_id) or one
    if session.state is SessionState.PUBLISHED:
        await _tell(tx, after, before, bot_id=bot_id, now=now)
    return after


async def _put(
    tx: Transaction, one: Sitting, station: Station, mode: Mode, *, by: Actor, now: datetime
) -> None:
    """Write down where a session is and how, and have its activity follow."""
    session = one.session
    session.station_id, session.mode = station.id, mode
    session.route_sealed = None  # its homes belong to the old plan
    for each in one.crew:
        home = station.constituency
        each.duty.is_home = home is not None and home == each.member.constituency
    if session.activity_id is not None:
        await changing.relocate(
            tx,
            group_id=session.group_id,
            activity_id=session.activity_id,
            title=station.name,
            kind=KINDS[mode],
            place=station.address or station.name,
            by=by,
            now=now,
        )
    await tx.flush()


async def _station(tx: Transaction, one: Sitting, station_id: int) -> Station:
    """Return the station a session is to be at; Refusal if nobody can be received there."""
    session = one.session
    if station_id == session.station_id:
        return one.station
    found = await tx.get(Station, (session.group_id, station_id))
    if found is None:
        raise Refusal(Gone())
    if found.state is not StationState.OPEN:
        raise Refusal(p.StationOff(station=found.name))
    if station_id in await _taken(tx, one):
        raise Refusal(p.StationBusy(station=found.name))
    return found


async def _taken(tx: Transaction, one: Sitting) -> set[int]:
    """Return the stations that have a session in this round."""
    round_id = one.session.round_id
    found = await sittings_of(tx, group_id=one.session.group_id, round_ids=[round_id])
    return {
        each.station.id
        for each in found.get(round_id, ())
        if each.session.state is not SessionState.CANCELLED
    }


async def _tell(tx: Transaction, one: Sitting, before: Was, *, bot_id: int, now: datetime) -> None:
    session = one.session
    await ask_anew(tx, one)
    await recall(tx, session.group_id, session.round_id, now=now)
    await tell_duty_moved(tx, one, one.crew, was=before, bot_id=bot_id, now=now)
    await tell_moved(tx, one, was=before, bot_id=bot_id, now=now)
    if await is_told(tx, session, CallKind.VOTERS):
        await tell_subscribers(tx, one, bot_id=bot_id, now=now)
    if await is_told(tx, session, CallKind.LAST):
        await hand_last(tx, one, bot_id=bot_id, now=now)
    rows = await tx.scalars(
        select(Swap.id).where(
            Swap.group_id == session.group_id,
            Swap.session_id == session.id,
            Swap.state.in_((SwapState.ASKED, SwapState.OFFERED)),
        )
    )
    for swap_id in rows.all():
        await messages.touch(tx, group_id=session.group_id, about=swap_about(swap_id))


async def places_for(tx: Transaction, one: Sitting) -> list[Station]:
    """Return the stations a session could be held at instead, in the order they were entered."""
    taken = await _taken(tx, one)
    everywhere = await stations_of(tx, group_id=one.session.group_id, only_open=True)
    return [each for each in everywhere if each.id not in taken]


async def question(
    tx: Transaction, *, group_id: int, session_id: int, station_id: int, mode: Mode, by: Actor
) -> p.SureToRelocate:
    """Return what staff are asked before a published session is held elsewhere: who hears."""
    one = await the(tx, group_id=group_id, session_id=session_id, by=by)
    session = one.session
    station = await _station(tx, one, station_id)
    return p.SureToRelocate(
        group_id=group_id,
        session_id=session_id,
        station_id=station.id,
        station=station.name,
        address=station.address,
        mode=mode,
        was_station=one.station.name,
        was_mode=session.mode,
        starts_at=session.starts_at,
        people=len(one.crew),
        voters=await count_told(tx, session),
        is_public=await is_announced(tx, session),
        has_route=session.route_sealed is not None,
    )

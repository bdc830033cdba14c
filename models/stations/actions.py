"""Verbs on stations: import, change, close, open again; hear of them or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.people import keys, phones
from models.people.rules import Actor, require_staff
from models.stations import notices as n
from models.stations.queries import bound_to, is_subscribed, phone_of, station, stations_of
from models.stations.rules import StationState, new_token, place_in
from models.stations.tables import Station, StationSubscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class StationLine:
    """A station as a sheet states it; None: it says nothing about that. Phones begin with +86."""

    name: str
    address: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    contact: str | None = None
    hours: str | None = None
    constituency: str | None = None


_FACTS = ("address", "latitude", "longitude", "contact", "hours", "constituency")


async def import_stations(
    tx: Transaction, *, group_id: int, lines: Sequence[StationLine], by: Actor, now: datetime
) -> n.Imported:
    """Bring a group's stations to what a sheet says, by name.

    None is closed, an empty cell changes nothing, and the same sheet again changes nothing.
    """
    require_staff(by, group_id=group_id)
    if await tx.session.get(Group, group_id, with_for_update=True) is None:
        raise Refusal(Gone())
    known = {one.name: one for one in await stations_of(tx, group_id=group_id)}
    added = changed = 0
    for line in lines:
        one = known.get(line.name)
        if one is None:
            known[line.name] = one = _new(tx, group_id, line, now=now)
            added += 1
            _fill(one, line)
        else:
            changed += _fill(one, line)
    await tx.flush()
    audit.write(
        tx, "stations.import", by=by, now=now, group_id=group_id, added=added, changed=changed
    )
    return n.Imported(added=added, changed=changed, same=len(lines) - added - changed)


def _new(tx: Transaction, group_id: int, line: StationLine, *, now: datetime) -> Station:
    one = Station(
        group_id=group_id,
        id=new_id(),
        name=line.name,
        address=line.address or "",
        state=StationState.OPEN,
        token=new_token(),
        created_at=now,
    )
    tx.add(one)
    return one


def _fill(one: Station, line: StationLine) -> bool:
    """Take over what the line states; tell whether that was new."""
    is_new = False
    for name in _FACTS:
        stated = getattr(line, name)
        if stated is not None and stated != getattr(one, name):
            setattr(one, name, stated)
            is_new = True
    if line.phone is not None and line.phone != phone_of(one):
        one.phone_sealed = keys.current().seal(line.phone, bound_to=bound_to(one))
        is_new = True
    return is_new


async def add(
    tx: Transaction, *, group_id: int, name: str, address: str, by: Actor, now: datetime
) -> Station:
    """Add a station; Refusal (name taken) if there is one of this name."""
    require_staff(by, group_id=group_id)
    await _require_free(tx, group_id, name)
    one = _new(tx, group_id, StationLine(name=name, address=address), now=now)
    await tx.flush()
    audit.write(tx, "stations.add", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


async def _require_free(tx: Transaction, group_id: int, name: str) -> None:
    rows = await tx.scalars(
        select(Station.id).where(Station.group_id == group_id, Station.name == name)
    )
    if rows.first() is not None:
        raise Refusal(n.NameTaken(name=name))


async def change(
    tx: Transaction,
    *,
    group_id: int,
    station_id: int,
    what: str,
    value: str,
    by: Actor,
    now: datetime,
) -> Station:
    """Change one fact: name, address, contact, phone, hours, constituency or place.

    Refusal (name taken) for a name of another; (bad value) for what is no phone or no place.
    """
    one = await the(tx, group_id=group_id, station_id=station_id, by=by)
    match what:
        case "name" if value != one.name:
            await _require_free(tx, group_id, value)
            one.name = value
        case "phone":
            number = phones.normalise(value)
            if number is None:
                raise Refusal(n.BadValue(what=what))
            one.phone_sealed = keys.current().seal(number, bound_to=bound_to(one))
        case "place":
            place = place_in(value)
            if place is None:
                raise Refusal(n.BadValue(what=what))
            one.latitude, one.longitude = place
        case "address" | "contact" | "hours" | "constituency":
            setattr(one, what, value)
        case _:
            pass
    await tx.flush()
    audit.write(
        tx, "stations.change", by=by, now=now, group_id=group_id, subject_id=one.id, what=what
    )
    return one


async def the(tx: Transaction, *, group_id: int, station_id: int, by: Actor) -> Station:
    """Return a station that its staff are about to change; Refusal for anybody else."""
    require_staff(by, group_id=group_id)
    one = await station(tx, group_id=group_id, station_id=station_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def close(
    tx: Transaction, *, group_id: int, station_id: int, by: Actor, now: datetime
) -> Station:
    """Take a station out of the planning; who subscribed keeps their place for its return."""
    one = await the(tx, group_id=group_id, station_id=station_id, by=by)
    if one.state is StationState.OPEN:
        one.state, one.closed_at = StationState.CLOSED, now
        audit.write(tx, "stations.close", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


async def reopen(
    tx: Transaction, *, group_id: int, station_id: int, by: Actor, now: datetime
) -> Station:
    """Have a closed station take part in the planning again."""
    one = await the(tx, group_id=group_id, station_id=station_id, by=by)
    if one.state is StationState.CLOSED:
        one.state, one.closed_at = StationState.OPEN, None
        audit.write(tx, "stations.reopen", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


async def subscribe(
    tx: Transaction, *, one: Station, account_id: int, wants: bool, now: datetime
) -> None:
    """Set whether somebody hears of a station's receptions: a wish about oneself."""
    there = await is_subscribed(tx, one, account_id)
    if wants and not there:
        tx.add(
            StationSubscriber(
                group_id=one.group_id, station_id=one.id, account_id=account_id, since=now
            )
        )
    elif there and not wants:
        row = await tx.get(StationSubscriber, (one.group_id, one.id, account_id))
        await tx.session.delete(row)
    await tx.flush()

"""Reads of stations."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select, tuple_

from models.database import Transaction
from models.people import keys, phones
from models.stations import notices as n
from models.stations.rules import StationState, payload_of
from models.stations.tables import Station, StationSubscriber


async def station(tx: Transaction, *, group_id: int, station_id: int) -> Station | None:
    """Return a station of a group, or None."""
    return await tx.get(Station, (group_id, station_id))


async def stations(
    tx: Transaction, wanted: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], Station]:
    """Return stations by (group, station) number. For `tx.load`."""
    rows = await tx.scalars(select(Station).where(tuple_(Station.group_id, Station.id).in_(wanted)))
    return {(row.group_id, row.id): row for row in rows}


async def stations_of(
    tx: Transaction, *, group_id: int, only_open: bool = False
) -> Sequence[Station]:
    """Return the stations of a group in the order they were entered."""
    rows = await tx.scalars(
        select(Station)
        .where(
            Station.group_id == group_id,
            *([Station.state == StationState.OPEN] if only_open else []),
        )
        .order_by(Station.id)
    )
    return rows.all()


async def by_token(tx: Transaction, token: str) -> Station | None:
    """Return the station whose link carries a token, or None."""
    return (await tx.scalars(select(Station).where(Station.token == token))).first()


async def is_subscribed(tx: Transaction, one: Station, account_id: int) -> bool:
    """Tell whether somebody wants to hear of a station's receptions."""
    return await tx.get(StationSubscriber, (one.group_id, one.id, account_id)) is not None


async def subscribers(tx: Transaction, *, group_id: int, station_id: int) -> Sequence[int]:
    """Return the accounts that want to hear of a station's receptions."""
    rows = await tx.scalars(
        select(StationSubscriber.account_id)
        .where(
            StationSubscriber.group_id == group_id,
            StationSubscriber.station_id == station_id,
        )
        .order_by(StationSubscriber.account_id)
    )
    return rows.all()


async def counted_subscribers(tx: Transaction, *, group_id: int) -> Mapping[int, int]:
    """Return how many want to hear of each station, by its number."""
    rows = await tx.execute(
        select(StationSubscriber.station_id, func.count())
        .where(StationSubscriber.group_id == group_id)
        .group_by(StationSubscriber.station_id)
    )
    return {row[0]: row[1] for row in rows}


def phone_of(one: Station) -> str | None:
    """Return a station's telephone, None without one."""
    if one.phone_sealed is None:
        return None
    return keys.current().unseal(one.phone_sealed, bound_to=bound_to(one))


def bound_to(one: Station) -> str:
    """Return what a station's telephone is sealed for: in another row it does not open."""
    return f"station:{one.group_id}:{one.id}"


def public_phone(one: Station) -> str | None:
    """Return what anybody may see of it: a landline whole, a mobile phone masked."""
    number = phone_of(one)
    if number is None:
        return None
    return phones.written(number) if phones.is_landline(number) else phones.mask(number)


def line_of(one: Station, subscribed: int = 0) -> n.Line:
    """Return a station as a line of a list."""
    return n.Line(
        group_id=one.group_id,
        station_id=one.id,
        name=one.name,
        address=one.address,
        state=one.state,
        subscribers=subscribed,
    )


def shown(one: Station) -> n.Shown:
    """Return a station as its card shows it to anybody."""
    return n.Shown(
        group_id=one.group_id,
        station_id=one.id,
        name=one.name,
        address=one.address,
        latitude=one.latitude,
        longitude=one.longitude,
        contact=one.contact,
        phone=public_phone(one),
        hours=one.hours,
        constituency=one.constituency,
        state=one.state,
        payload=payload_of(one.token),
    )


def pin_of(one: Station) -> n.Pin:
    """Return where a station is, for one that has a place on the map."""
    return n.Pin(
        name=one.name,
        address=one.address,
        latitude=one.latitude or 0.0,
        longitude=one.longitude or 0.0,
    )

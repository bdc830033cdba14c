"""Where voters were received in a year, and the stations that there were."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, select

from models.activities.checking import card_about
from models.activities.queries import in_span
from models.activities.rules import ActivityKind
from models.activities.tables import Activity
from models.database import Transaction
from models.receptions.tables import ReceptionSession
from models.stations.queries import stations_of
from models.stations.tables import Station
from models.years.activities import HELD
from models.years.figures import Found, Part, Row, Span, counted

_ELSEWHERE = "elsewhere"


async def receptions(tx: Transaction, span: Span) -> Found:
    """Count the stations that were in service, and the places of receptions: each once.

    A station serves from the day it was entered, or from its first session if that was before:
    a year that was entered later has the stations it had.
    """
    every = await stations_of(tx, group_id=span.group.id)
    held = [
        one
        for one in await in_span(tx, group_id=span.group.id, since=span.since, until=span.until)
        if one.kind is ActivityKind.RECEPTION and one.state in HELD
    ]
    known = await _stations(tx, span)
    where = {one.id: known.get(one.id) or _named(one, every) for one in held}
    first = await _first_sessions(tx, span)
    return Found(
        figures=(
            counted("stations", Part.LEARNING, _in_service(every, held, where, first, span)),
            counted("reception_places", Part.DUTIES, _places(held, where, span)),
        )
    )


def _named(one: Activity, every: Sequence[Station]) -> Station | None:
    """Return the station that the place of a reception names, where it was no planned session."""
    return next((each for each in every if each.name in one.place), None)


def _in_service(
    every: Sequence[Station],
    held: Sequence[Activity],
    where: Mapping[int, Station | None],
    first: Mapping[int, datetime],
    span: Span,
) -> Sequence[Row]:
    """Return the stations of a year, each with its first session, else the day it began."""
    served: dict[int, datetime] = {}
    for one in held:
        station = where[one.id]
        if station is not None:
            served.setdefault(station.id, one.starts_at)
    rows = []
    for each in every:
        began = min(each.created_at, first.get(each.id, each.created_at))
        is_there = began < span.until and (each.closed_at is None or each.closed_at >= span.since)
        if is_there or each.id in served:
            on = span.day(served.get(each.id, began))
            rows.append(Row(what=each.name, where=each.address, on=on))
    return rows


async def _first_sessions(tx: Transaction, span: Span) -> Mapping[int, datetime]:
    """Return when each station had its first session that was held."""
    rows = await tx.execute(
        select(ReceptionSession.station_id, func.min(ReceptionSession.starts_at))
        .join(
            Activity,
            and_(
                Activity.group_id == ReceptionSession.group_id,
                Activity.id == ReceptionSession.activity_id,
            ),
        )
        .where(
            ReceptionSession.group_id == span.group.id,
            ReceptionSession.starts_at < span.until,
            Activity.state.in_(HELD),
        )
        .group_by(ReceptionSession.station_id)
    )
    return {row[0]: row[1] for row in rows}


async def _stations(tx: Transaction, span: Span) -> Mapping[int, Station]:
    """Return the station of each reception that was planned, by its activity."""
    rows = await tx.execute(
        select(ReceptionSession.activity_id, Station)
        .join(
            Station,
            and_(
                Station.group_id == ReceptionSession.group_id,
                Station.id == ReceptionSession.station_id,
            ),
        )
        .where(
            ReceptionSession.group_id == span.group.id,
            ReceptionSession.starts_at >= span.since,
            ReceptionSession.starts_at < span.until,
            ReceptionSession.activity_id.is_not(None),
        )
    )
    return {row[0]: row[1] for row in rows}


def _places(
    held: Sequence[Activity], where: Mapping[int, Station | None], span: Span
) -> Sequence[Row]:
    """Return each place once, by its first reception: a station, or what was written."""
    found: dict[str, Row] = {}
    for one in held:
        station = where[one.id]
        name = station.name if station else one.place
        mark = "station" if station else _ELSEWHERE
        row = Row(
            what=name,
            on=span.day(one.starts_at),
            where=one.place,
            who=one.title,
            mark=mark,
            about=card_about(one.id),
        )
        found.setdefault(name, row)
    return tuple(found.values())

"""Where voters were received in a year, and the stations that there were."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, select

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
    """Count the stations that were open, and the places where receptions were held: each once."""
    there = [
        one
        for one in await stations_of(tx, group_id=span.group.id)
        if one.created_at < span.until and (one.closed_at is None or one.closed_at >= span.since)
    ]
    held = [
        one
        for one in await in_span(tx, group_id=span.group.id, since=span.since, until=span.until)
        if one.kind is ActivityKind.RECEPTION and one.state in HELD
    ]
    known = await _stations(tx, span)
    open_ = [Row(what=one.name, where=one.address, on=span.day(one.created_at)) for one in there]
    return Found(
        figures=(
            counted("stations", Part.LEARNING, open_),
            counted("reception_places", Part.DUTIES, _places(held, there, known, span)),
        )
    )


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
    held: Sequence[Activity], there: Sequence[Station], known: Mapping[int, Station], span: Span
) -> Sequence[Row]:
    """Return each place once, by its first reception: a station, or what was written.

    A reception that was not planned as a session has its station where its place names one.
    """
    found: dict[str, Row] = {}
    for one in held:
        named = next((each for each in there if each.name in one.place), None)
        station = known.get(one.id) or named
        name = station.name if station else one.place
        mark = "station" if station else _ELSEWHERE
        row = Row(what=name, on=span.day(one.starts_at), where=one.place, who=one.title, mark=mark)
        found.setdefault(name, row)
    return tuple(found.values())

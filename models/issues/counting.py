"""Reads what the figures of a year need: facts of reports, no words and no contact."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.database import Transaction
from models.groups.tables import Group
from models.issues.figures import Case
from models.issues.queries import of_year
from models.issues.tables import Issue
from models.stations.tables import Station
from models.units.queries import assisting_in
from models.units.tables import Unit


async def cases_of(tx: Transaction, group: Group, year: int) -> list[Case]:
    """Return a group's reports of a year, by number."""
    rows = await of_year(tx, group_id=group.id, year=year)
    stations = await _names(tx, Station, group.id)
    units = await _names(tx, Unit, group.id)
    helping = await assisting_in(tx, group_id=group.id, year=year)
    return [_case(one, stations, units, helping.get(one.id, ())) for one in rows]


async def _names(
    tx: Transaction, table: type[Station] | type[Unit], group_id: int
) -> dict[int, str]:
    rows = await tx.execute(select(table.id, table.name).where(table.group_id == group_id))
    return {row[0]: row[1] for row in rows}


def _case(
    one: Issue, stations: dict[int, str], units: dict[int, str], helping: Sequence[int]
) -> Case:
    return Case(
        number=one.number,
        state=one.state,
        category=one.category,
        place=one.place,
        station=stations.get(one.station_id or 0),
        route=one.route,
        unit=units.get(one.unit_id or 0),
        assisting=tuple(units[each] for each in dict.fromkeys(helping) if each in units),
        reported_at=one.reported_at,
        due_at=None if one.paused_at else one.due_at,
        late_at=one.late_at,
        closed_at=one.closed_at,
        is_answered=one.answered_at is not None,
        solved=one.solved,
        satisfaction=one.satisfaction,
    )


def months_of(cases: Sequence[Case], zone: ZoneInfo) -> list[list[Case]]:
    """Return the reports of each month of the year, by the clock where the group lives."""
    months: list[list[Case]] = [[] for _ in range(12)]
    for one in cases:
        months[one.reported_at.astimezone(zone).month - 1].append(one)
    return months

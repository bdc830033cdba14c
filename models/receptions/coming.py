"""The receptions that lie ahead, as voters ask for them: the nearest station first where known."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.activities.places import Spot, metres
from models.database import Transaction
from models.issues.queries import last_spot
from models.receptions.rules import SessionState
from models.receptions.tables import ReceptionSession
from models.stations.tables import Station, StationSubscriber

_AHEAD = timedelta(days=70)  # a round every two months: the next one is always among them
_MOST = 200  # sessions that are looked at
Ahead = tuple[ReceptionSession, Station]


async def nearest(
    tx: Transaction,
    *,
    group_ids: Collection[int],
    account_id: int,
    spot: Spot | None,
    now: datetime,
) -> tuple[list[Ahead], bool]:
    """Return the next reception of each station, and whether the order is by the way to it.

    First where somebody subscribes; then the nearest to `spot`, or else to where they last
    reported something; where neither is known, the soonest.
    """
    spot = spot or await last_spot(tx, account_id=account_id, group_ids=group_ids)
    mine = await _subscribed(tx, account_id)
    found: dict[tuple[int, int], Ahead] = {}
    for session, station in await _ahead(tx, group_ids, now=now):
        found.setdefault((station.group_id, station.id), (session, station))

    def order(one: Ahead) -> tuple[bool, float, datetime, int]:
        session, station = one
        is_mine = (station.group_id, station.id) in mine and spot is None
        return not is_mine, _way(spot, station), session.starts_at, station.id

    return sorted(found.values(), key=order), spot is not None


def _way(spot: Spot | None, station: Station) -> float:
    """Return the metres to a station; without a place on either side it comes last."""
    if spot is None:
        return 0.0
    if station.latitude is None or station.longitude is None:
        return float("inf")
    return metres(spot, Spot(station.latitude, station.longitude))


async def _ahead(tx: Transaction, group_ids: Collection[int], *, now: datetime) -> Sequence[Ahead]:
    rows = await tx.execute(
        select(ReceptionSession, Station)
        .join(
            Station,
            (Station.group_id == ReceptionSession.group_id)
            & (Station.id == ReceptionSession.station_id),
        )
        .where(
            ReceptionSession.group_id.in_(group_ids),
            ReceptionSession.starts_at > now - timedelta(days=1),
            ReceptionSession.starts_at < now + _AHEAD,
            ReceptionSession.ends_at > now,
            ReceptionSession.state == SessionState.PUBLISHED,
        )
        .order_by(ReceptionSession.starts_at, ReceptionSession.id)
        .limit(_MOST)
    )
    return [(row[0], row[1]) for row in rows]


async def _subscribed(tx: Transaction, account_id: int) -> set[tuple[int, int]]:
    rows = await tx.execute(
        select(StationSubscriber.group_id, StationSubscriber.station_id).where(
            StationSubscriber.account_id == account_id
        )
    )
    return {(row[0], row[1]) for row in rows}

"""The clock of an order to assist: its own, beside that of the issue; it rests with it."""

from datetime import datetime

from models.database import Transaction
from models.issues import clocks
from models.issues.clocks import Allowance, Light
from models.issues.tables import Issue
from models.issues.timing import rung, terms_of, wind, wind_down, zone_of
from models.units.queries import open_assisting
from models.units.states import OrderState
from models.units.tables import WorkOrder


async def _allowance(tx: Transaction, one: Issue, row: WorkOrder) -> Allowance:
    return clocks.assisting_allowance(
        await terms_of(tx, row.group_id),
        is_accepted=row.state is OrderState.ACCEPTED,
        is_complex=one.is_complex,
    )


async def start(tx: Transaction, one: Issue, row: WorkOrder, *, now: datetime) -> None:
    """Start the clock of the step an order to assist is in; it waits while the voter is asked."""
    allowed = await _allowance(tx, one, row)
    wind(row, allowed, await zone_of(tx, row.group_id), since=now, now=now)
    if one.paused_at is not None:
        row.alarm_at = None


def stop(row: WorkOrder) -> None:
    """Stop the clock of an order that is over."""
    wind_down(row)


async def rest(tx: Transaction, one: Issue) -> None:
    """Let the clocks of those who assist rest: the voter is asked."""
    for row in await open_assisting(tx, one):
        row.alarm_at = None


async def go_on(tx: Transaction, one: Issue, *, paused: datetime | None, now: datetime) -> None:
    """Let them go on with as much time left as there was when the voter was asked."""
    zone = await zone_of(tx, one.group_id)
    for row in await open_assisting(tx, one):
        if row.clock_from is None or paused is None:
            await start(tx, one, row, now=now)
            continue
        allowed = await _allowance(tx, one, row)
        rested = max(paused, row.clock_from)
        since = clocks.begun_again(row.clock_from, allowed, zone, paused=rested, now=now)
        wind(row, allowed, zone, since=since, now=now)


async def ring(tx: Transaction, one: Issue, row: WorkOrder, *, now: datetime) -> Light | None:
    """Let the clock say how far it has run, if that is further than was told; move the alarm."""
    if one.paused_at is not None or row.clock_from is None:
        row.alarm_at = None
        return None
    allowed = await _allowance(tx, one, row)
    return rung(row, allowed, await zone_of(tx, row.group_id), now=now)

"""The clock of an issue: started with each step, stopped while the voter is asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models import working_time
from models.database import Transaction
from models.groups.queries import groups
from models.issues import clocks
from models.issues.clocks import Allowance, Light, Terms
from models.issues.tables import Issue, IssueSettings
from models.units.tables import WorkOrder


async def zone_of(tx: Transaction, group_id: int) -> ZoneInfo:
    """Return the time zone a group lives in."""
    group = await tx.load(groups, group_id)
    return ZoneInfo(group.timezone if group else "UTC")


async def settings_of(tx: Transaction, group_id: int) -> IssueSettings | None:
    """Return how a group handles issues; None while nobody has changed anything."""
    return await tx.get(IssueSettings, group_id)


async def terms_of(tx: Transaction, group_id: int) -> Terms:
    """Return how long each step may take in a group."""
    row = await settings_of(tx, group_id)
    if row is None:
        return Terms()
    return Terms(
        triage=row.triage_days,
        accept=row.accept_days,
        simple=row.simple_days,
        complex=row.complex_days,
        report_back=row.report_back_days,
        very_urgent_hours=row.very_urgent_hours,
        chase=row.chase_days,
    )


async def _allowance(tx: Transaction, one: Issue) -> Allowance | None:
    return clocks.allowance(
        await terms_of(tx, one.group_id),
        one.state,
        route=one.route,
        urgency=one.urgency,
        is_complex=one.is_complex,
    )


def note_lateness(one: Issue, *, now: datetime) -> None:
    """Keep the first deadline that an issue has missed, at whichever step."""
    ran = one.due_at is not None and one.paused_at is None
    if one.late_at is None and ran and one.due_at is not None and one.due_at < now:
        one.late_at = one.due_at


async def start_clock(
    tx: Transaction, one: Issue, *, now: datetime, since: datetime | None = None
) -> None:
    """Start the clock of the step an issue is in now, or (`since`) have it run from a moment."""
    allowed = await _allowance(tx, one)
    if allowed is None:
        wind_down(one)
        return
    wind(one, allowed, await zone_of(tx, one.group_id), since=since or now, now=now)


def wind(
    row: Issue | WorkOrder, allowed: Allowance, zone: ZoneInfo, *, since: datetime, now: datetime
) -> None:
    """Have a clock run from a moment, and ring at its next light."""
    row.clock_from = since
    row.due_at = clocks.reached(since, allowed, zone)
    row.light = clocks.light_at(since, allowed, zone, now)
    row.alarm_at = _next_alarm(row, allowed, zone)


def wind_down(row: Issue | WorkOrder) -> None:
    """Stop a clock for good: its step has no deadline."""
    row.clock_from, row.due_at, row.alarm_at, row.light = None, None, None, Light.BLUE


def _next_alarm(row: Issue | WorkOrder, allowed: Allowance, zone: ZoneInfo) -> datetime | None:
    if row.light >= Light.RED or row.clock_from is None:
        return None
    return clocks.reached(row.clock_from, allowed, zone, Light(row.light + 1))


async def stop_clock(one: Issue, *, now: datetime) -> None:
    """Let the clock rest: nobody is late while the voter is asked."""
    one.paused_at, one.alarm_at = now, None


async def chase_after(tx: Transaction, one: Issue, since: datetime) -> datetime:
    """Return when an answer that was waited for since a moment is chased: in working days."""
    days = (await terms_of(tx, one.group_id)).chase
    return working_time.after(since, days * working_time.DAY, await zone_of(tx, one.group_id))


async def resume_clock(tx: Transaction, one: Issue, *, now: datetime) -> None:
    """Let the clock go on with as much time left as there was when it was stopped."""
    allowed = await _allowance(tx, one)
    if one.paused_at is None or one.clock_from is None or allowed is None:
        one.paused_at = None
        await start_clock(tx, one, now=now)
        return
    zone = await zone_of(tx, one.group_id)
    since = clocks.begun_again(one.clock_from, allowed, zone, paused=one.paused_at, now=now)
    one.paused_at = None
    await start_clock(tx, one, now=now, since=since)


async def light_now(tx: Transaction, one: Issue, *, now: datetime) -> Light:
    """Return how far the clock of an issue has run, whatever was told of it."""
    allowed = await _allowance(tx, one)
    if allowed is None or one.clock_from is None or one.paused_at is not None:
        return Light.BLUE
    return clocks.light_at(one.clock_from, allowed, await zone_of(tx, one.group_id), now)


async def ring(tx: Transaction, one: Issue, *, now: datetime) -> Light | None:
    """Let the clock say how far it has run, if that is further than was told; move the alarm."""
    allowed = await _allowance(tx, one)
    if allowed is None or one.clock_from is None or one.paused_at is not None:
        one.alarm_at = None
        return None
    light = rung(one, allowed, await zone_of(tx, one.group_id), now=now)
    if one.light is Light.RED:
        note_lateness(one, now=now)
    return light


def rung(
    row: Issue | WorkOrder, allowed: Allowance, zone: ZoneInfo, *, now: datetime
) -> Light | None:
    """Return the light that a clock has newly reached; None if it was told before."""
    if row.clock_from is None:
        return None
    light, was = clocks.light_at(row.clock_from, allowed, zone, now), Light(row.light)
    row.light = max(was, light)
    row.alarm_at = _next_alarm(row, allowed, zone)
    return light if light > was else None

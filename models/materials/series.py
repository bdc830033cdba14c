"""Courses and series: materials that belong together, and a list that sends itself."""

import calendar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.materials import refusals as r
from models.materials import shelf_notices as n
from models.materials.queries import the_material
from models.materials.rules import GOOD_HOUR, OPEN, MaterialState, Times
from models.materials.tables import Course, Material, Series
from models.people.rules import Actor, require_staff
from models.working_days import first_from

Key = tuple[int, int]


def next_day(after: date, *, is_monthly: bool, day: int) -> date:
    """Return the next day of a series after a day: moved to a working day, never skipped twice.

    A month without that day takes its last one; a holiday moves it to the next working day.
    """
    if is_monthly:
        for ahead in range(14):
            year, month = divmod(after.year * 12 + after.month - 1 + ahead, 12)
            last = calendar.monthrange(year, month + 1)[1]
            found = first_from(date(year, month + 1, min(day, last)))
            if found > after:
                return found
    week = after - timedelta(days=after.weekday())
    for ahead in range(60):
        found = first_from(week + timedelta(weeks=ahead, days=day - 1))
        if found > after:
            return found
    raise ValueError("no working day within a year")


def moment_of(day: date, zone: ZoneInfo, like: datetime) -> datetime:
    """Return nine o'clock of a day."""
    return datetime.combine(day, GOOD_HOUR, tzinfo=zone).astimezone(like.tzinfo)


async def _zone(tx: Transaction, group_id: int) -> ZoneInfo:
    group = await tx.load(groups, group_id)
    return ZoneInfo(group.timezone if group else "UTC")


async def begin(
    tx: Transaction,
    *,
    group_id: int,
    title: str,
    is_monthly: bool,
    day: int,
    by: Actor,
    now: datetime,
) -> Series:
    """Begin a series; it sends nothing until something is filed into its queue."""
    require_staff(by, group_id=group_id)
    zone = await _zone(tx, group_id)
    first = next_day(now.astimezone(zone).date(), is_monthly=is_monthly, day=day)
    row = Series(
        group_id=group_id,
        id=new_id(),
        title=title[:100],
        is_monthly=is_monthly,
        day=day,
        next_at=moment_of(first, zone, now),
        created_at=now,
    )
    tx.add(row)
    await tx.flush()
    audit.write(tx, "series.begin", by=by, now=now, group_id=group_id, subject_id=row.id)
    return row


async def enqueue(
    tx: Transaction, *, group_id: int, material_id: int, series_id: int, by: Actor, now: datetime
) -> Material:
    """File a draft at the end of a series' queue; Refusal (not now) for anything else."""
    require_staff(by, group_id=group_id)
    one = await the_material(tx, group_id, material_id)
    if await tx.get(Series, (group_id, series_id)) is None:
        raise Refusal(Gone())
    if one.state not in (MaterialState.DRAFT, MaterialState.QUEUED):
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    one.series_id, one.state, one.due_at = series_id, MaterialState.QUEUED, None
    one.place = await _last(tx, group_id, Material.series_id == series_id) + 1
    audit.write(tx, "series.enqueue", by=by, now=now, group_id=group_id, subject_id=one.id)
    await tx.flush()
    return one


async def _last(tx: Transaction, group_id: int, where: ColumnElement[bool]) -> int:
    rows = await tx.scalars(
        select(func.max(Material.place)).where(Material.group_id == group_id, where)
    )
    return int(rows.one() or 0)


async def due(tx: Transaction, *, now: datetime) -> list[Key]:
    """Return the series whose day has come."""
    rows = await tx.execute(select(Series.group_id, Series.id).where(Series.next_at <= now))
    return [(row[0], row[1]) for row in rows]


async def send_next(tx: Transaction, key: Key, *, now: datetime) -> bool:
    """Let the first of a queue leave, and find the next day; an empty queue waits for that day."""
    rows = await tx.scalars(
        select(Series)
        .where(Series.group_id == key[0], Series.id == key[1])
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    series = rows.first()
    if series is None or series.next_at is None or series.next_at > now:
        return False
    zone = await _zone(tx, series.group_id)
    today = now.astimezone(zone).date()
    queue = await tx.scalars(
        select(Material)
        .where(
            Material.group_id == series.group_id,
            Material.series_id == series.id,
            Material.state == MaterialState.QUEUED,
        )
        .order_by(Material.place, Material.id)
        .limit(1)
    )
    first = queue.first()
    if first is not None:
        first.state, first.due_at = (
            MaterialState.SCHEDULED,
            Times(now=now, zone=zone).leaves_at(now),
        )
    later = next_day(today, is_monthly=series.is_monthly, day=series.day)
    series.next_at = moment_of(later, zone, now)
    return True


async def stop(
    tx: Transaction, *, group_id: int, series_id: int, by: Actor, now: datetime
) -> Series:
    """Stop a series, or let it go on from the next of its days."""
    require_staff(by, group_id=group_id)
    row = await tx.get(Series, (group_id, series_id))
    if row is None:
        raise Refusal(Gone())
    zone = await _zone(tx, group_id)
    if row.next_at is not None:
        row.next_at = None
    else:
        today = now.astimezone(zone).date()
        later = next_day(today, is_monthly=row.is_monthly, day=row.day)
        row.next_at = moment_of(later, zone, now)
    audit.write(tx, "series.stop", by=by, now=now, group_id=group_id, subject_id=series_id)
    await tx.flush()
    return row


async def all_series(tx: Transaction, group_id: int) -> n.AllSeries:
    """Return the series of a group with how many wait in each."""
    waits = func.count(Material.id)
    rows = await tx.execute(
        select(Series, waits)
        .outerjoin(
            Material,
            (Material.group_id == Series.group_id)
            & (Material.series_id == Series.id)
            & (Material.state == MaterialState.QUEUED),
        )
        .where(Series.group_id == group_id)
        .group_by(Series.group_id, Series.id)
        .order_by(Series.id.desc())
    )
    return n.AllSeries(
        group_id=group_id,
        lines=tuple(
            n.SeriesLine(
                series_id=row.id,
                title=row.title,
                is_monthly=row.is_monthly,
                day=row.day,
                next_at=row.next_at,
                waiting=count,
            )
            for row, count in rows
        ),
    )


async def new_course(
    tx: Transaction, *, group_id: int, title: str, by: Actor, now: datetime
) -> Course:
    """Begin a course."""
    require_staff(by, group_id=group_id)
    row = Course(group_id=group_id, id=new_id(), title=title[:100], created_at=now)
    tx.add(row)
    await tx.flush()
    audit.write(tx, "courses.begin", by=by, now=now, group_id=group_id, subject_id=row.id)
    return row


async def file(
    tx: Transaction, *, group_id: int, material_id: int, course_id: int, by: Actor, now: datetime
) -> Material:
    """File a material as the last of a course."""
    require_staff(by, group_id=group_id)
    one = await the_material(tx, group_id, material_id)
    if await tx.get(Course, (group_id, course_id)) is None:
        raise Refusal(Gone())
    if one.state not in (*OPEN, MaterialState.DRAFT):
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    one.course_id = course_id
    one.place = await _last(tx, group_id, Material.course_id == course_id) + 1
    audit.write(tx, "courses.file", by=by, now=now, group_id=group_id, subject_id=one.id)
    await tx.flush()
    return one

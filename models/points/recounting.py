"""After rules were adopted the ledger follows the rolls anew, some entries at a time.

Where it was left stands in a row, so that a restart goes on from there.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, tuple_

from models.activities.tables import Activity, Attendance
from models.database import Transaction
from models.groups.queries import groups
from models.groups.tables import Group
from models.points.following import following
from models.points.queries import ledger, rule_sets
from models.points.rules import DEFAULT, in_force
from models.points.sources import Source, source_of
from models.points.tables import LedgerLine, LineReason, Recount

AT_ONCE = 300  # entries of rolls in one transaction

Key = tuple[int, int]  # group, version


async def begin(
    tx: Transaction, group: Group, *, version: int, from_date: date, now: datetime
) -> bool:
    """Have the ledger follow every roll from a day on; say whether some is left for later.

    What a small group has is done at once.
    """
    since = datetime.combine(from_date, datetime.min.time(), ZoneInfo(group.timezone))
    tx.add(
        Recount(
            group_id=group.id,
            version=version,
            since=since,
            activity_id=0,
            member_id=0,
            begun_at=now,
        )
    )
    await tx.flush()
    return await go_on(tx, (group.id, version), now=now)


async def waiting(tx: Transaction, *, now: datetime) -> Sequence[Key]:
    """Return the recounts that are begun and not finished, the oldest first."""
    rows = await tx.execute(
        select(Recount.group_id, Recount.version)
        .where(Recount.begun_at <= now)
        .order_by(Recount.begun_at, Recount.version)
    )
    return [(row[0], row[1]) for row in rows]


async def is_under_way(tx: Transaction, group_id: int) -> bool:
    """Tell whether a group's points still follow rules adopted a moment ago."""
    rows = await tx.scalars(select(Recount.version).where(Recount.group_id == group_id).limit(1))
    return rows.first() is not None


async def go_on(tx: Transaction, key: Key, *, now: datetime) -> bool:
    """Have the ledger follow the next entries; say whether more are left.

    Each by the rules that hold on its day now, whatever was adopted meanwhile. New lines say
    which version brought them. Repeated, it writes nothing.
    """
    run = await tx.session.get(Recount, key, with_for_update=True, populate_existing=True)
    group = await tx.load(groups, key[0])
    if run is None or group is None:
        return False
    found = await _next(tx, run)
    await _follow(tx, [source_of(one, group.timezone, entry) for one, entry in found], now=now)
    if len(found) < AT_ONCE:
        await tx.session.delete(run)
    else:
        run.activity_id, run.member_id = found[-1][1].activity_id, found[-1][1].member_id
    await tx.flush()
    return len(found) == AT_ONCE


async def _next(tx: Transaction, run: Recount) -> Sequence[tuple[Activity, Attendance]]:
    after = (run.activity_id, run.member_id)
    rows = await tx.execute(
        select(Activity, Attendance)
        .join(
            Activity,
            (Activity.group_id == Attendance.group_id) & (Activity.id == Attendance.activity_id),
        )
        .where(
            Attendance.group_id == run.group_id,
            tuple_(Attendance.activity_id, Attendance.member_id) > after,
            Activity.starts_at >= run.since,
        )
        .order_by(Attendance.activity_id, Attendance.member_id)
        .limit(AT_ONCE)
    )
    return [(row[0], row[1]) for row in rows]


async def _follow(tx: Transaction, sources: Sequence[Source], *, now: datetime) -> None:
    if not sources:
        return
    group_id = sources[0].group_id
    sets = await tx.load(rule_sets, group_id) or ()
    accounts = {(one.group_id, one.member_id, one.local.year) for one in sources}
    books = {key: list(rows) for key, rows in (await ledger(tx, accounts)).items()}
    for one in sources:
        book = books[one.group_id, one.member_id, one.local.year]
        rules = in_force(sets, one.local.date()) or DEFAULT
        changed = following(book, one, rules, now=now)
        book += changed
        for line in changed:
            tx.add(line)
            tx.add(_because(line, rules.version, now))
    await tx.flush()


def _because(line: LedgerLine, version: int, now: datetime) -> LineReason:
    return LineReason(
        group_id=line.group_id, line_id=line.id, reason="", version=version, given_at=now
    )

"""Reads of issues."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from models.activities.places import Spot
from models.database import Transaction
from models.issues.receipts import hashed
from models.issues.states import IssueState
from models.issues.tables import Issue, IssueFile, IssueFollower


async def issue(tx: Transaction, *, group_id: int, issue_id: int) -> Issue | None:
    """Return an issue, or None."""
    return await tx.get(Issue, (group_id, issue_id))


async def by_number(tx: Transaction, *, group_id: int, number: str) -> Issue | None:
    """Return the issue with a number (XJP-2026-0042, in any case), or None."""
    year, _, serial = number.strip().upper().rpartition("-")
    _code, _, year = year.rpartition("-")
    if not (year.isdecimal() and serial.isdecimal() and len(year) <= 4 and len(serial) <= 9):  # noqa: PLR2004
        return None
    rows = await tx.scalars(
        select(Issue).where(
            Issue.group_id == group_id, Issue.year == int(year), Issue.serial == int(serial)
        )
    )
    return rows.first()


async def by_receipt(tx: Transaction, code: str) -> Issue | None:
    """Return the anonymous issue whose receipt code this is, or None."""
    return (await tx.scalars(select(Issue).where(Issue.receipt_hash == hashed(code)))).first()


async def of_reporter(
    tx: Transaction, account_id: int, *, limit: int = 50, offset: int = 0
) -> Sequence[Issue]:
    """Return what an account reported or joined, the newest first."""
    joined = select(IssueFollower.group_id, IssueFollower.issue_id).where(
        IssueFollower.account_id == account_id
    )
    keys = [(row[0], row[1]) for row in await tx.execute(joined)]
    of_keys = [(Issue.group_id == key[0]) & (Issue.id == key[1]) for key in keys]
    rows = await tx.scalars(
        select(Issue)
        .where(or_(Issue.account_id == account_id, *of_keys))
        .order_by(Issue.reported_at.desc(), Issue.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return rows.all()


async def in_states(
    tx: Transaction,
    *,
    group_id: int,
    states: Sequence[IssueState],
    limit: int = 50,
    offset: int = 0,
) -> Sequence[Issue]:
    """Return a group's issues in some states: the most urgent deadline first."""
    rows = await tx.scalars(
        select(Issue)
        .where(Issue.group_id == group_id, Issue.state.in_(states))
        .order_by(Issue.due_at.is_(None), Issue.due_at, Issue.reported_at, Issue.id)
        .limit(limit)
        .offset(offset)
    )
    return rows.all()


async def of_station(
    tx: Transaction, *, group_id: int, station_id: int, since: datetime
) -> Sequence[Issue]:
    """Return what was reported at a station since a moment, oldest first."""
    rows = await tx.scalars(
        select(Issue)
        .where(
            Issue.group_id == group_id,
            Issue.station_id == station_id,
            Issue.reported_at >= since,
        )
        .order_by(Issue.reported_at, Issue.id)
    )
    return rows.all()


async def of_activity(tx: Transaction, *, group_id: int, activity_id: int) -> Sequence[Issue]:
    """Return what was brought to a reception, oldest first."""
    rows = await tx.scalars(
        select(Issue)
        .where(Issue.group_id == group_id, Issue.activity_id == activity_id)
        .order_by(Issue.reported_at, Issue.id)
    )
    return rows.all()


async def of_recorder(
    tx: Transaction, *, group_id: int, member_id: int, limit: int = 50
) -> Sequence[Issue]:
    """Return what a deputy or member of staff recorded for others, the newest first."""
    rows = await tx.scalars(
        select(Issue)
        .where(Issue.group_id == group_id, Issue.recorder_id == member_id)
        .order_by(Issue.reported_at.desc(), Issue.id.desc())
        .limit(limit)
    )
    return rows.all()


async def of_year(tx: Transaction, *, group_id: int, year: int) -> Sequence[Issue]:
    """Return a group's issues of a year by number: for figures and exports."""
    rows = await tx.scalars(
        select(Issue).where(Issue.group_id == group_id, Issue.year == year).order_by(Issue.serial)
    )
    return rows.all()


async def files_of(tx: Transaction, one: Issue) -> Sequence[IssueFile]:
    """Return the attachments of an issue in the order they came."""
    rows = await tx.scalars(
        select(IssueFile)
        .where(IssueFile.group_id == one.group_id, IssueFile.issue_id == one.id)
        .order_by(IssueFile.id)
    )
    return rows.all()


async def concerned(tx: Transaction, one: Issue) -> Sequence[tuple[Issue, int]]:
    """Return the accounts an issue concerns: its voter, whoever joined, whoever was merged in.

    Each with the issue it knows; an account stands here once.
    """
    rows = await tx.scalars(
        select(Issue).where(Issue.group_id == one.group_id, Issue.merged_into == one.id)
    )
    known = [one, *rows]
    found = {each.account_id: each for each in reversed(known) if each.account_id is not None}
    joined = await tx.execute(
        select(IssueFollower.issue_id, IssueFollower.account_id).where(
            IssueFollower.group_id == one.group_id,
            IssueFollower.issue_id.in_([each.id for each in known]),
        )
    )
    by_id = {each.id: each for each in known}
    for issue_id, account_id in joined:
        found.setdefault(account_id, by_id[issue_id])
    return [(each, account_id) for account_id, each in found.items()]


async def follows(tx: Transaction, one: Issue, account_id: int) -> bool:
    """Tell whether an account said "me too" to an issue."""
    return await tx.get(IssueFollower, (one.group_id, one.id, account_id)) is not None


async def last_spot(tx: Transaction, *, account_id: int, group_ids: Collection[int]) -> Spot | None:
    """Return the place of the last report somebody made with a place, or None."""
    rows = await tx.execute(
        select(Issue.latitude, Issue.longitude)
        .where(
            Issue.account_id == account_id,
            Issue.group_id.in_(group_ids),
            Issue.latitude.is_not(None),
            Issue.longitude.is_not(None),
        )
        .order_by(Issue.reported_at.desc())
        .limit(1)
    )
    found = rows.first()
    return Spot(found[0], found[1]) if found else None

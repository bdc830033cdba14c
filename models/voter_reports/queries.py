"""Reads of reports to voters."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.database import Transaction
from models.people.tables import Member, Role
from models.voter_reports.notices import Reporter, Reporters
from models.voter_reports.tables import VoterReport

PAGE = 10  # deputies on a page
_HELD = (ActivityState.CLOSED, ActivityState.RECORDED)


async def reporters(tx: Transaction, one: Activity, *, page: int = 0) -> Reporters:
    """Return a page of the deputies with what each reported; one who left and reported stays."""
    rows = await tx.execute(
        select(Member, VoterReport.form)
        .outerjoin(
            VoterReport,
            and_(
                VoterReport.group_id == Member.group_id,
                VoterReport.member_id == Member.id,
                VoterReport.activity_id == one.id,
            ),
        )
        .where(
            Member.group_id == one.group_id,
            Member.role == Role.DEPUTY,
            or_(Member.left_at.is_(None), VoterReport.form.is_not(None)),
        )
        .order_by(Member.name, Member.id)
    )
    found = [Reporter(member_id=row[0].id, name=row[0].name, form=row[1]) for row in rows]
    pages = max(-(-len(found) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    return Reporters(
        group_id=one.group_id,
        activity_id=one.id,
        title=one.title,
        starts_at=one.starts_at,
        deputies=tuple(found[page * PAGE : (page + 1) * PAGE]),
        reported=sum(each.form is not None for each in found),
        page=page,
        pages=pages,
    )


async def reported(
    tx: Transaction, *, group_id: int, since: datetime, until: datetime
) -> Sequence[tuple[VoterReport, Activity, Member]]:
    """Return the reports at meetings that were held and started within [since, until)."""
    rows = await tx.execute(
        select(VoterReport, Activity, Member)
        .join(
            Activity,
            and_(Activity.group_id == VoterReport.group_id, Activity.id == VoterReport.activity_id),
        )
        .join(
            Member,
            and_(Member.group_id == VoterReport.group_id, Member.id == VoterReport.member_id),
        )
        .where(
            Activity.group_id == group_id,
            Activity.starts_at >= since,
            Activity.starts_at < until,
            Activity.state.in_(_HELD),
        )
        .order_by(Activity.starts_at, Member.name)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def reports_of(
    tx: Transaction,
    *,
    group_id: int,
    member_ids: Collection[int],
    since: datetime,
    until: datetime,
) -> Mapping[int, Sequence[tuple[VoterReport, Activity]]]:
    """Return members' own reports within [since, until): one statement for all of them."""
    rows = await tx.execute(
        select(VoterReport, Activity)
        .join(
            Activity,
            and_(Activity.group_id == VoterReport.group_id, Activity.id == VoterReport.activity_id),
        )
        .where(
            VoterReport.group_id == group_id,
            VoterReport.member_id.in_(member_ids),
            Activity.starts_at >= since,
            Activity.starts_at < until,
            Activity.state.in_(_HELD),
        )
        .order_by(Activity.starts_at)
    )
    found: dict[int, list[tuple[VoterReport, Activity]]] = defaultdict(list)
    for row in rows:
        found[row[0].member_id].append((row[0], row[1]))
    return found

"""Reads of evaluated bodies."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, select

from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.database import Transaction
from models.evaluations.notices import Bodies, BodyShown
from models.evaluations.tables import EvaluatedBody


async def at_activity(
    tx: Transaction, *, group_id: int, activity_id: int
) -> Sequence[EvaluatedBody]:
    """Return the bodies evaluated at an activity, as they were noted."""
    rows = await tx.scalars(
        select(EvaluatedBody)
        .where(EvaluatedBody.group_id == group_id, EvaluatedBody.activity_id == activity_id)
        .order_by(EvaluatedBody.id)
    )
    return rows.all()


async def evaluated(
    tx: Transaction, *, group_id: int, since: datetime, until: datetime
) -> Sequence[tuple[EvaluatedBody, Activity]]:
    """Return what was evaluated at activities that started within [since, until)."""
    rows = await tx.execute(
        select(EvaluatedBody, Activity)
        .join(
            Activity,
            and_(
                Activity.group_id == EvaluatedBody.group_id,
                Activity.id == EvaluatedBody.activity_id,
            ),
        )
        .where(
            Activity.group_id == group_id,
            Activity.starts_at >= since,
            Activity.starts_at < until,
            Activity.state.in_((ActivityState.CLOSED, ActivityState.RECORDED)),
        )
        .order_by(Activity.starts_at, EvaluatedBody.id)
    )
    return [(row[0], row[1]) for row in rows]


async def shown(tx: Transaction, one: Activity) -> Bodies:
    """Return the bodies of an activity as staff see them."""
    rows = await at_activity(tx, group_id=one.group_id, activity_id=one.id)
    return Bodies(
        group_id=one.group_id,
        activity_id=one.id,
        title=one.title,
        starts_at=one.starts_at,
        bodies=tuple(BodyShown(body_id=row.id, name=row.name, body=row.kind) for row in rows),
    )

"""Verbs on evaluated bodies: note them down, take one off again."""

from collections.abc import Sequence
from datetime import datetime

from models.activities.rules import ActivityKind, ActivityState
from models.activities.tables import Activity
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.evaluations.notices import NoEvaluation, TooMany
from models.evaluations.queries import at_activity
from models.evaluations.rules import MOST, kind_of
from models.evaluations.tables import EvaluatedBody
from models.people.rules import Actor, require_staff


async def note(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    names: Sequence[str],
    by: Actor,
    now: datetime,
) -> Activity:
    """Note whose work was evaluated at an activity; one that is there already stays once.

    Refused: not the group's staff, no such activity, one that is no evaluation or was cancelled,
    more than 30 bodies.
    """
    one = await _evaluation(tx, group_id, activity_id, by=by)
    there = {row.name for row in await at_activity(tx, group_id=group_id, activity_id=activity_id)}
    new = [name for name in dict.fromkeys(names) if name not in there]
    if len(there) + len(new) > MOST:
        raise Refusal(TooMany(most=MOST))
    for name in new:
        row = EvaluatedBody(
            group_id=group_id,
            id=new_id(),
            activity_id=activity_id,
            name=name,
            kind=kind_of(name),
            noted_at=now,
            noted_by=by.member_id,
        )
        tx.add(row)
    await tx.flush()
    facts = {"group_id": group_id, "subject_id": activity_id, "count": len(new)}
    audit.write(tx, "evaluations.note", by=by, now=now, **facts)
    return one


async def take_off(
    tx: Transaction, *, group_id: int, body_id: int, by: Actor, now: datetime
) -> Activity:
    """Take a body off again that was noted by mistake; Refusal (gone) if it is not there."""
    require_staff(by, group_id=group_id)
    row = await tx.get(EvaluatedBody, (group_id, body_id))
    if row is None:
        raise Refusal(Gone())
    one = await _evaluation(tx, group_id, row.activity_id, by=by)
    await tx.session.delete(row)
    await tx.flush()
    audit.write(tx, "evaluations.take_off", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


async def _evaluation(tx: Transaction, group_id: int, activity_id: int, *, by: Actor) -> Activity:
    require_staff(by, group_id=group_id)
    one = await tx.get(Activity, (group_id, activity_id))
    if one is None:
        raise Refusal(Gone())
    if one.kind is not ActivityKind.EVALUATION or one.state is ActivityState.CANCELLED:
        raise Refusal(NoEvaluation(title=one.title))
    return one

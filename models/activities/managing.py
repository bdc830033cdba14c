"""What staff have to do with: which activity comes first in their list."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import or_, select

from models.activities.choosing import takes
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.database import Transaction

_KEPT = timedelta(days=31)  # so long what is over stays in the list


class Stage(IntEnum):
    """Where an activity is for those who run it, in the order of the list."""

    OPEN = 0  # people check in now
    HELD = 1  # over, and to be closed or written down
    AHEAD = 2
    DONE = 3  # nothing is left to do, or it was never announced


def stage_of(one: Activity, now: datetime) -> Stage:
    """Return the stage of an activity that was not called off."""
    if one.state is ActivityState.ANNOUNCED and takes(one, now):
        return Stage.OPEN
    is_over = one.ends_at <= now
    match one.state:
        case ActivityState.CLOSED:
            return Stage.HELD
        case ActivityState.ANNOUNCED if is_over:
            return Stage.HELD
        case ActivityState.ANNOUNCED | ActivityState.DRAFT if not is_over:
            return Stage.AHEAD
        case _:
            return Stage.DONE


def _place(one: Activity, now: datetime) -> tuple[Stage, float, int]:
    """Return where an activity stands: what is over with the latest first, else the next first."""
    stage, start = stage_of(one, now), one.starts_at.timestamp()
    return stage, -start if stage in (Stage.HELD, Stage.DONE) else start, one.id


async def managed(tx: Transaction, *, group_id: int, now: datetime) -> Sequence[Activity]:
    """Return what staff have to do with, the most urgent first; see `Stage`.

    What is over stays for 31 days, what nobody has closed until somebody does. Sessions of
    receptions are kept with their rounds, not here.
    """
    rows = await tx.scalars(
        select(Activity).where(
            Activity.group_id == group_id,
            or_(Activity.ends_at >= now - _KEPT, Activity.state == ActivityState.ANNOUNCED),
            Activity.round_id.is_(None),
            Activity.state != ActivityState.CANCELLED,
        )
    )
    return sorted(rows, key=lambda one: _place(one, now))

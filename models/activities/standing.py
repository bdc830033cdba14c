"""An activity an act is for, if its state allows the act."""

from models.activities.notices import NotNow, OfReception
from models.activities.queries import activity
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.database import Transaction
from models.errors import Gone, Refusal


async def in_state(
    tx: Transaction, group_id: int, activity_id: int, *states: ActivityState
) -> Activity:
    """Return the activity if it is in one of these states; Refusal if not."""
    one = await activity(tx, group_id=group_id, activity_id=activity_id)
    if one is None:
        raise Refusal(Gone())
    if one.state not in states:
        raise Refusal(NotNow(title=one.title, state=one.state))
    return one


def require_own(one: Activity) -> None:
    """Refuse what is not for a session of a reception: its crew and its day are its round's."""
    if one.round_id is not None:
        raise Refusal(OfReception(title=one.title, starts_at=one.starts_at))

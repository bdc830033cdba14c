"""How people may check in at one activity: the staff choose."""

from datetime import datetime

from models.activities.checking import card_about
from models.activities.places import Spot
from models.activities.rules import WAYS_TO_CHOOSE, ActivityState, Way
from models.activities.standing import in_state
from models.activities.tables import Activity
from models.activities.way_notices import NoPin
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.messages import actions as messages
from models.people.rules import Actor, require_staff


async def allow(
    tx: Transaction,
    *,
    group_id: int,
    activity_id: int,
    way: Way,
    allowed: bool,
    by: Actor,
    now: datetime,
) -> Activity:
    """Let deputies check in by a way, or no longer; the card says so at once.

    With every way taken away only the staff's list is left. Refusal (gone) for a way that is
    not theirs to choose, (not now) once the check-in is over, (no pin) for the location while it
    is not known where the place is.
    """
    require_staff(by, group_id=group_id)
    if way not in WAYS_TO_CHOOSE:
        raise Refusal(Gone())
    one = await in_state(tx, group_id, activity_id, ActivityState.DRAFT, ActivityState.ANNOUNCED)
    if way is Way.LOCATION and allowed and one.latitude is None:
        raise Refusal(NoPin())
    chosen = {*one.ways, way} if allowed else {*one.ways} - {way}
    one.ways = [each.value for each in WAYS_TO_CHOOSE if each in chosen]
    audit.write(
        tx,
        "activities.ways",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=one.id,
        ways=" ".join(one.ways),
    )
    await messages.touch(tx, group_id=group_id, about=card_about(one.id))
    return one


async def pin(
    tx: Transaction, *, group_id: int, activity_id: int, spot: Spot, by: Actor, now: datetime
) -> Activity:
    """Say where on the map an activity takes place. Refusal (gone) for no place on earth."""
    require_staff(by, group_id=group_id)
    if not spot.is_possible:
        raise Refusal(Gone())
    one = await in_state(tx, group_id, activity_id, ActivityState.DRAFT, ActivityState.ANNOUNCED)
    one.latitude, one.longitude = spot.latitude, spot.longitude
    one.sequence += 1
    audit.write(tx, "activities.pin", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one

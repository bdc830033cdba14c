"""The verb on a round: publish. Each session becomes an activity of those on duty."""

from datetime import datetime

from models.activities import actions as activities
from models.activities.rules import ActivityKind, ActivityState, Scope
from models.activities.tables import Activity
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor, require_staff
from models.receptions.calls import keep_calls
from models.receptions.crew import say, stand_by
from models.receptions.notices import RoundOver
from models.receptions.queries import Sitting, sittings_of
from models.receptions.rules import Mode, RoundState, SessionState
from models.receptions.tables import Round
from models.reminders.inviting import invite_these

KINDS = {Mode.CLINIC: ActivityKind.RECEPTION, Mode.HOUSE_CALL: ActivityKind.HOUSE_CALL}


async def publish(
    tx: Transaction, *, bot_id: int, group_id: int, round_id: int, by: Actor, now: datetime
) -> int:
    """Tell everybody on duty, and whoever stands by; return how many deputies are on duty.

    Attendance, check-in, points and reminders follow from the activities; nothing is posted in
    the deputies' chat. Once only; Refusal (round over) if a session has begun already.
    """
    require_staff(by, group_id=group_id)
    row = await tx.session.get(Round, (group_id, round_id), with_for_update=True)
    if row is None or row.state is not RoundState.DRAFT:
        raise Refusal(Gone())
    sittings = (await sittings_of(tx, group_id=group_id, round_ids=[round_id])).get(round_id, ())
    if not sittings or min(one.session.starts_at for one in sittings) <= now:
        raise Refusal(RoundOver(day=row.day))
    row.state, row.published_at = RoundState.PUBLISHED, now
    for one in sittings:
        await stand(tx, one, bot_id=bot_id, by=by, now=now)
    await keep_calls(tx, row, sittings, now=now)
    audit.write(tx, "receptions.publish", by=by, now=now, group_id=group_id, subject_id=row.id)
    return sum(len(one.on_duty) for one in sittings)


async def stand(
    tx: Transaction, one: Sitting, *, bot_id: int, by: Actor, now: datetime
) -> Activity:
    """Have a session stand in the calendar of those on duty, and tell them."""
    session = one.session
    activity = await activities.create(
        tx,
        group_id=session.group_id,
        title=one.station.name,
        kind=KINDS[session.mode],
        scope=Scope.DISTRICT,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=one.station.address or one.station.name,
        members=[each.member.id for each in one.on_duty],
        round_id=session.round_id,
        by=by,
        now=now,
    )
    activity.state, activity.announced_at = ActivityState.ANNOUNCED, now
    session.activity_id, session.state = activity.id, SessionState.PUBLISHED
    await tx.flush()
    bound = [each.member.id for each in one.on_duty if each.member.account_id is not None]
    await invite_these(tx, activity, bound, bot_id=bot_id, now=now)
    if one.backup is not None:
        about = f"standby:{session.id}"
        await say(tx, one.backup.member, stand_by(one), about=about, bot_id=bot_id, now=now)
    return activity

"""An activity is called otherwise, or was of another kind: cards and points follow."""

from datetime import datetime

from sqlalchemy import select

from models.activities.checking import card_about
from models.activities.notices import NowOfKind
from models.activities.queries import invited
from models.activities.roll_notices import ReasonPlease
from models.activities.rules import ActivityKind, ActivityState
from models.activities.standing import in_state, require_own
from models.activities.tables import Activity, Attendance
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import groups
from models.messages import actions as messages
from models.people.queries import members
from models.people.rules import Actor, require_staff
from models.points import actions as points
from models.points.sources import source_of
from models.reminders.planning import zone_of
from models.reminders.rules import is_quiet
from models.reminders.saying import post
from models.replies.cards import invitation_about

_STANDING = tuple(each for each in ActivityState if each is not ActivityState.CANCELLED)


async def rename(
    tx: Transaction, *, group_id: int, activity_id: int, title: str, by: Actor, now: datetime
) -> Activity:
    """Call an activity otherwise, also once it is over; its cards follow, nobody is disturbed."""
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *_STANDING)
    require_own(one)
    if title != one.title:
        one.title = title
        one.sequence += 1
        await tx.flush()
        audit.write(tx, "activities.rename", by=by, now=now, group_id=group_id, subject_id=one.id)
        await _show_anew(tx, one)
    return one


async def has_roll(tx: Transaction, one: Activity) -> bool:
    """Tell whether somebody stands on the roll already: then the kind has brought points."""
    rows = await tx.scalars(
        select(Attendance.member_id)
        .where(Attendance.group_id == one.group_id, Attendance.activity_id == one.id)
        .limit(1)
    )
    return rows.first() is not None


async def change_kind(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    activity_id: int,
    kind: ActivityKind,
    reason: str | None,
    by: Actor,
    now: datetime,
) -> Activity:
    """Say that an activity is of another kind, also once it is over.

    What the kind has brought is taken back by lines that point at it, what the new one brings is
    added; whose points change hears it with the reason. Refusal (reason please) where somebody is
    on the roll and none is given.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, *_STANDING)
    require_own(one)
    if kind is one.kind:
        return one
    if not reason and await has_roll(tx, one):
        raise Refusal(ReasonPlease())
    before, one.kind = one.kind, kind
    await tx.flush()
    audit.write(
        tx,
        "activities.kind",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=one.id,
        before=before.value,
        after=kind.value,
    )
    await _earn_anew(tx, one, before, reason or "", bot_id=bot_id, now=now)
    await _show_anew(tx, one)
    return one


async def _earn_anew(
    tx: Transaction,
    one: Activity,
    before: ActivityKind,
    reason: str,
    *,
    bot_id: int,
    now: datetime,
) -> None:
    group = await tx.load(groups, one.group_id)
    if group is None:
        return
    rows = await tx.scalars(
        select(Attendance)
        .where(Attendance.group_id == one.group_id, Attendance.activity_id == one.id)
        .order_by(Attendance.member_id)
    )
    for entry in rows.all():
        gain = await points.earn(tx, source_of(one, group.timezone, entry), now=now)
        if gain.gained:
            notice = NowOfKind(
                title=one.title,
                starts_at=one.starts_at,
                before=before,
                after=one.kind,
                reason=reason,
                gained=gain.gained,
                total=gain.total,
                year=gain.year,
            )
            await _tell(tx, one, entry, notice, bot_id=bot_id, now=now)


async def _tell(
    tx: Transaction,
    one: Activity,
    entry: Attendance,
    notice: NowOfKind,
    *,
    bot_id: int,
    now: datetime,
) -> None:
    member = await tx.load(members, (entry.group_id, entry.member_id))
    zone = await zone_of(tx, one.group_id)
    if member is not None and member.left_at is None:
        await post(
            tx,
            member,
            notice,
            about=f"kind:{one.id}:{now:%y%m%d%H%M%S%f}",
            zone=zone,
            bot_id=bot_id,
            now=now,
            silent=is_quiet(now, zone),
        )


async def _show_anew(tx: Transaction, one: Activity) -> None:
    if one.state is ActivityState.DRAFT:
        return
    abouts = [invitation_about(one.id, each.id) for each in await invited(tx, one)]
    await messages.touch_each(tx, group_id=one.group_id, abouts=[card_about(one.id), *abouts])

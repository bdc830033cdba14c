"""Those invited hear of an activity, each once: at the announcement, or once they are bound."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from models.activities.choosing import is_invited
from models.activities.queries import invited
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.asking import among
from models.database import Transaction
from models.people.queries import staff_of
from models.people.tables import Member, Role
from models.reminders.falling_due import remind
from models.reminders.planning import FOR_STAFF, for_deputies, plan, zone_of
from models.reminders.rules import ReminderKind, is_quiet
from models.reminders.saying import post
from models.reminders.tables import Reminder
from models.replies.cards import invitation

Key = tuple[int, int, int]

_CROWD = 1000  # so many who were just bound are looked at by themselves
_FEW = 20  # so many are told in the transaction that announces


#: That a member has an invitation to an activity, of those a statement asks for.
_HAS_ONE = (
    select(Reminder.id)
    .where(
        Reminder.group_id == Activity.group_id,
        Reminder.activity_id == Activity.id,
        Reminder.member_id == Member.id,
        Reminder.kind == ReminderKind.INVITATION,
    )
    .exists()
)


async def invite(tx: Transaction, one: Activity, *, bot_id: int, now: datetime) -> None:
    """Send everybody invited and bound their card, and plan what is to be said later."""
    bound = [each.id for each in await invited(tx, one) if each.account_id is not None]
    await invite_these(tx, one, bound, bot_id=bot_id, now=now)
    staff = [each.id for each in await staff_of(tx, group_id=one.group_id)]
    await plan(tx, one, staff, FOR_STAFF, now=now)


async def invite_these(
    tx: Transaction, one: Activity, member_ids: Sequence[int], *, bot_id: int, now: datetime
) -> None:
    """Send these their card, and plan what they are to be told later; who has it has it.

    Where they are many, the cards are due at once and leave with the next tick: whoever announces
    does not keep everybody else waiting.
    """
    if one.starts_at <= now:
        return
    rows = await plan(tx, one, member_ids, for_deputies(one), now=now)
    cards = [row for row in rows if row.kind is ReminderKind.INVITATION]
    for row in cards if len(cards) <= _FEW else ():
        await remind(tx, (row.group_id, row.id), bot_id=bot_id, now=now)


async def invite_again(
    tx: Transaction, one: Activity, member: Member, *, bot_id: int, now: datetime
) -> bool:
    """Send a new card to somebody who has an old one, which nobody looks at any more."""
    if one.starts_at <= now:
        return False
    zone = await zone_of(tx, one.group_id)
    return await post(
        tx,
        member,
        await invitation(tx, one, member.id, now=now),
        about=f"invite-again:{one.id}:{now:%y%m%d%H%M%S%f}",
        zone=zone,
        bot_id=bot_id,
        now=now,
        silent=is_quiet(now, zone),
    )


async def uninvited(
    tx: Transaction, *, now: datetime, bound_since: datetime | None = None, limit: int = 500
) -> Sequence[Key]:
    """Return who is invited and bound but was not told yet: bound after the announcement.

    Without `bound_since` everybody is looked at, also those who are of another level since.
    """
    whom: list[ColumnElement[bool]] = []
    if bound_since is not None:
        bound = await _bound_since(tx, bound_since)
        if not bound:
            return []
        whom = [among(Member.group_id, Member.id, bound)]
    rows = await tx.execute(
        select(Activity, Member)
        .join(
            Member,
            and_(
                Member.group_id == Activity.group_id,
                Member.role == Role.DEPUTY,
                Member.account_id.is_not(None),
                Member.left_at.is_(None),
            ),
        )
        .where(Activity.state == ActivityState.ANNOUNCED, Activity.starts_at > now, *whom)
        .where(~_HAS_ONE)
        .order_by(Activity.starts_at, Activity.id, Member.id)
    )
    mine = [
        (one.group_id, one.id, each.id)
        for one, each in rows
        if is_invited(one, each.level, each.id)
    ]
    return mine[:limit]


async def _bound_since(tx: Transaction, moment: datetime) -> Sequence[tuple[int, int]]:
    """Return who was bound since a moment: of a crowd the last, the others are looked at later."""
    rows = await tx.execute(
        select(Member.group_id, Member.id)
        .where(Member.bound_at >= moment)
        .order_by(Member.bound_at.desc())
        .limit(_CROWD)
    )
    return [(row[0], row[1]) for row in rows]


async def invite_late(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Invite one deputy who was bound after the announcement; False if it is done or over."""
    one = await tx.get(Activity, key[:2])
    if one is None or one.state is not ActivityState.ANNOUNCED or one.starts_at <= now:
        return False
    await invite_these(tx, one, [key[2]], bot_id=bot_id, now=now)
    return True

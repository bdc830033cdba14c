"""What falls due with activities: a window opens or closes, staff are asked to close."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.activities.checking import card_about, close_about
from models.activities.notices import PleaseClose
from models.activities.queries import counts, shown
from models.activities.rules import ActivityState
from models.activities.tables import Activity
from models.database import Transaction
from models.groups.queries import groups
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.people.queries import accounts, staff_of
from models.reminders.rules import awake

_TOO_LATE = timedelta(days=2)  # after this nobody needs to be asked any more

Key = tuple[int, int]


async def openings(tx: Transaction, *, now: datetime, limit: int = 100) -> Sequence[Key]:
    """Return the announced activities whose window is open and whose card does not say so yet."""
    rows = await tx.execute(
        select(Activity.group_id, Activity.id)
        .where(
            Activity.state == ActivityState.ANNOUNCED,
            Activity.opens_at <= now,
            Activity.opened_notice_at.is_(None),
        )
        .order_by(Activity.opens_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def note_opening(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:  # noqa: ARG001
    """Have one card shown anew, once; False if another process did, or it has moved."""
    one = await tx.get(Activity, key)
    if one is None or one.opened_notice_at is not None or one.opens_at > now:
        return False
    one.opened_notice_at = now
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))
    return True


async def endings(tx: Transaction, *, now: datetime, limit: int = 100) -> Sequence[Key]:
    """Return the announced activities that are over and that staff were not asked to close."""
    rows = await tx.execute(
        select(Activity.group_id, Activity.id)
        .where(
            Activity.state == ActivityState.ANNOUNCED,
            Activity.ends_at <= now,
            Activity.round_id.is_(None),
            Activity.close_reminder_at.is_(None),
        )
        .order_by(Activity.ends_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def ask_to_close(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Ask the staff of the group, once, to close an activity that is over; of a night, at eight.

    Once it is closed nobody is asked any more. After two days it is only noted: what is too late
    to be useful is not sent.
    """
    one = await tx.get(Activity, key)
    if one is None or one.close_reminder_at is not None or one.state is not ActivityState.ANNOUNCED:
        return False
    one.close_reminder_at = now
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))
    if now - one.ends_at > _TOO_LATE:
        return True
    notice = PleaseClose(activity=shown(one, now=now), counts=await counts(tx, one))
    group = await tx.load(groups, one.group_id)
    for member in await staff_of(tx, group_id=one.group_id):
        account = await tx.load(accounts, member.account_id or 0)
        await messages.post_once(
            tx,
            bot_id=bot_id,
            to=Recipient(
                chat_id=member.account_id or 0,
                locale=(account.locale if account else None) or "zh-CN",
                zone=group.timezone if group else "UTC",
                group_id=one.group_id,
            ),
            notice=notice,
            about=close_about(one.id),
            now=now,
            not_before=awake(now, ZoneInfo(group.timezone if group else "UTC")),
        )
    return True

"""The words of reminders as notices, and the way to a member's private chat."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from models.activities.queries import how_many_invited, shown
from models.activities.tables import Activity
from models.database import Transaction
from models.messages import actions as messages
from models.messages.notices import Notice
from models.people.reaching import recipient
from models.people.tables import Member
from models.points.queries import as_line, ledger, rules_on
from models.points.rules import score
from models.receptions.cards import duty_of_activity
from models.reminders import notices as n
from models.reminders.rules import ReminderKind
from models.reminders.tables import Reminder
from models.replies.cards import invitation, invitation_about
from models.replies.queries import reply_of


async def notice_of(
    tx: Transaction, row: Reminder, one: Activity, *, zone: ZoneInfo, now: datetime
) -> tuple[Notice, str, bool]:
    """Return what a reminder says, what it is about in the outbox, and whether it stays live."""
    about = f"remind:{row.kind}:{one.id}:{row.planned_at:%y%m%d%H%M}"
    if row.kind is ReminderKind.THANKS:
        return await _thanks(tx, row, one, zone), about, False
    if row.kind is ReminderKind.OPENING:
        people = await how_many_invited(tx, one)
        return n.Opening(activity=shown(one, now=now), invited=people), about, False
    duty = await duty_of_activity(tx, one, row.member_id, row.kind)
    if row.kind is ReminderKind.INVITATION:
        card = duty or await invitation(tx, one, row.member_id, now=now)
        return card, invitation_about(one.id, row.member_id), True
    return duty or await ahead(tx, row, one, now=now), about, False


async def ahead(tx: Transaction, row: Reminder, one: Activity, *, now: datetime) -> n.Ahead:
    """Return a reminder of what lies ahead as things are now."""
    reply = await reply_of(tx, one, row.member_id)
    return n.Ahead(
        activity=shown(one, now=now),
        which=row.kind,
        answer=reply.state if reply else None,
        is_known=row.seen_at is not None,
    )


async def _thanks(tx: Transaction, row: Reminder, one: Activity, zone: ZoneInfo) -> n.Thanks:
    day = one.starts_at.astimezone(zone).date()
    rules = await rules_on(tx, group_id=one.group_id, day=day)
    lines = await tx.load(ledger, (one.group_id, row.member_id, day.year)) or ()
    others = [line for line in lines if line.source_id != one.id]
    total = score([as_line(line) for line in lines], rules).total
    without = score([as_line(line) for line in others], rules).total
    return n.Thanks(
        title=one.title,
        starts_at=one.starts_at,
        gained=int((total - without) * 100),
        total=int(total * 100),
        year=day.year,
    )


def digest_of(rows: Sequence[tuple[Reminder, Activity]], *, now: datetime) -> n.Digest:
    """Return what was held back, in one message."""
    return n.Digest(
        lines=tuple(n.Line(which=row.kind, activity=shown(one, now=now)) for row, one in rows)
    )


async def post(
    tx: Transaction,
    member: Member,
    notice: Notice,
    *,
    about: str,
    zone: ZoneInfo,
    bot_id: int,
    now: datetime,
    silent: bool,
    live: bool = False,
) -> bool:
    """Tell a member something once, in the notice lane; say whether it was new."""
    to = await recipient(tx, member, zone=zone.key)
    if to is None:
        return False
    return await messages.post_once(
        tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now, silent=silent, live=live
    )

"""The staff set an entry of the roll by hand, and what follows from it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.activities.checking import card_about
from models.activities.choosing import takes
from models.activities.roll_notices import Corrected
from models.activities.rules import OVER, ActivityState, AttendanceState, Way
from models.activities.standing import in_state
from models.activities.tables import Activity, Attendance
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.leaves.tables import Leave
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.people.queries import accounts
from models.people.rules import Actor, require_staff
from models.people.tables import Member
from models.points import actions as points
from models.points.sources import source_of
from models.reminders.rules import awake


def absence(
    key: tuple[int, int, int],
    *,
    at: datetime,
    entered_by: int | None,
    leave: Leave | None = None,
) -> Attendance:
    """Return the entry of somebody who is on no roll: absent, or excused by a leave."""
    return Attendance(
        group_id=key[0],
        activity_id=key[1],
        member_id=key[2],
        state=AttendanceState.EXCUSED if leave else AttendanceState.ABSENT,
        way=Way.LIST,
        at=at,
        revision=1,
        entered_by=entered_by,
        reason=leave.reason if leave else None,
    )


async def correct(  # noqa: PLR0913  (each is a fact of the correction)
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    activity_id: int,
    member_id: int,
    state: AttendanceState,
    reason: str,
    by: Actor,
    now: datetime,
    is_told: bool = True,
) -> Attendance:
    """Set a deputy's state by hand, with a reason; points follow by new ledger lines.

    What the old state brought is reversed, what the new one brings is added; before the closing
    nobody loses points. The deputy is told, unless the act this is part of tells them
    (`is_told`), and at no quiet hour. Refusal (gone) for somebody not of the group, (not now)
    before the announcement.
    """
    require_staff(by, group_id=group_id)
    one = await in_state(tx, group_id, activity_id, ActivityState.ANNOUNCED, *OVER)
    member = await tx.get(Member, (group_id, member_id))
    group = await tx.load(groups, group_id)
    if member is None or group is None:
        raise Refusal(Gone())
    entry, before = await _entry_for(tx, one, member, now)
    entry.state, entry.way, entry.reason = state, Way.CORRECTION, reason[:200]
    entry.entered_by = by.member_id
    await tx.flush()
    gain = await points.earn(tx, source_of(one, group.timezone, entry), now=now)
    audit.write(tx, "activities.correct", by=by, now=now, group_id=group_id, subject_id=activity_id)
    await messages.touch(tx, group_id=group_id, about=card_about(activity_id))
    notice = Corrected(
        title=one.title,
        starts_at=one.starts_at,
        before=before,
        after=state,
        reason=reason,
        total=gain.total,
        year=gain.year,
    )
    if is_told:
        await _tell(tx, member, notice, bot_id=bot_id, zone=group.timezone, entry=entry, now=now)
    return entry


async def _entry_for(
    tx: Transaction, one: Activity, member: Member, now: datetime
) -> tuple[Attendance, AttendanceState | None]:
    """Return the entry to be corrected, in its next revision, and the state it had."""
    entry = await tx.get(Attendance, (one.group_id, one.id, member.id))
    if entry is not None:
        entry.revision += 1
        return entry, entry.state
    entry = absence((one.group_id, one.id, member.id), at=now, entered_by=None)
    entry.at = now if takes(one, now) else one.starts_at
    tx.add(entry)
    return entry, None


async def _tell(
    tx: Transaction,
    member: Member,
    notice: Corrected,
    *,
    bot_id: int,
    zone: str,
    entry: Attendance,
    now: datetime,
) -> None:
    if member.account_id is None:
        return
    account = await tx.load(accounts, member.account_id)
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=Recipient(
            chat_id=member.account_id,
            locale=(account.locale if account else None) or "zh-CN",
            zone=zone,
            group_id=member.group_id,
        ),
        notice=notice,
        about=f"corrected:{entry.activity_id}:{entry.revision}",
        now=now,
        not_before=awake(now, ZoneInfo(zone)),
        counts=True,
    )

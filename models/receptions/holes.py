"""A deputy on duty cannot come any more: whoever stands by is called in, the staff hear."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import and_, or_, select

from models.audit import actions as audit
from models.database import Transaction
from models.groups.tables import Group
from models.leaves.rules import LeaveState
from models.leaves.tables import Leave
from models.people.queries import staff_of
from models.people.rules import CLOCK
from models.people.tables import Member
from models.receptions import record_notices as r
from models.receptions.crew import enter, follow, say, withdraw
from models.receptions.duties import drop_swaps
from models.receptions.queries import settings_of, sitting, zone_of
from models.receptions.rules import DutyKind, SessionState
from models.receptions.tables import IS_AHEAD, Duty, ReceptionSession, ReceptionSettings
from models.working_days import ends_soon, is_working_day, known_until

Key = tuple[int, int, int]  # group, session, member
_AT_WORK = time(9), time(17)


async def holes(tx: Transaction, *, now: datetime, limit: int = 200) -> Sequence[Key]:
    """Return who is on duty ahead, and has left or is excused."""
    excused = and_(
        Leave.group_id == Duty.group_id,
        Leave.activity_id == ReceptionSession.activity_id,
        Leave.member_id == Duty.member_id,
        Leave.state == LeaveState.APPROVED,
    )
    rows = await tx.execute(
        select(Duty.group_id, Duty.session_id, Duty.member_id)
        .join(
            ReceptionSession,
            and_(
                ReceptionSession.group_id == Duty.group_id,
                ReceptionSession.id == Duty.session_id,
            ),
        )
        .join(Member, and_(Member.group_id == Duty.group_id, Member.id == Duty.member_id))
        .outerjoin(Leave, excused)  # at most one: `uq_leaves_open`
        .where(
            ReceptionSession.starts_at > now,
            IS_AHEAD,
            or_(Member.left_at.is_not(None), Leave.id.is_not(None)),
        )
        .order_by(ReceptionSession.starts_at, Duty.session_id, Duty.member_id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def fill(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Take somebody who cannot come off duty, and call in who stands by; the staff hear once."""
    group_id, session_id, member_id = key
    one = await sitting(tx, group_id=group_id, session_id=session_id)
    gone = next((each for each in one.crew if each.member.id == member_id), None) if one else None
    if one is None or gone is None or one.session.starts_at <= now:
        return False
    session = one.session
    await withdraw(tx, session, member_id)
    await drop_swaps(tx, session, member_id, now=now)
    was_on_duty = gone.duty.kind is DutyKind.DUTY
    new = one.backup.member if one.backup and was_on_duty else None
    if new is not None:
        home = one.station.constituency
        await enter(tx, session, new, kind=DutyKind.DUTY, how="called", home=home)
    await follow(tx, session, bot_id=bot_id, now=now)
    audit.write(
        tx,
        "receptions.call_in",
        by=CLOCK,
        now=now,
        group_id=group_id,
        subject_id=session_id,
        gone=member_id,
        new=new.id if new else None,
    )
    if session.state is not SessionState.PUBLISHED or not was_on_duty:
        return True
    notice = r.Hole(
        group_id=group_id,
        session_id=session_id,
        station=one.station.name,
        starts_at=session.starts_at,
        name=gone.member.name,
        instead=new.name if new else None,
    )
    about = f"hole:{session_id}:{member_id}:{session.starts_at:%y%m%d%H%M}"
    for member in await staff_of(tx, group_id=group_id):
        await say(tx, member, notice, about=about, bot_id=bot_id, now=now)
    return True


async def unwarned(tx: Transaction, *, now: datetime) -> Sequence[int]:
    """Return the groups that plan receptions and have not heard that the calendar ends soon."""
    if not ends_soon(now.date()):
        return []
    rows = await tx.scalars(
        select(ReceptionSettings.group_id).where(
            ReceptionSettings.calendar_warned < known_until().year
        )
    )
    return rows.all()


async def warn_of_calendar(tx: Transaction, group_id: int, *, bot_id: int, now: datetime) -> bool:
    """Tell the staff once that the table of holidays ends, 60 days before (domain §5).

    It is nothing urgent: they hear of it on a working day, while they are at work.
    """
    await tx.session.get(Group, group_id, with_for_update=True)
    settings = await settings_of(tx, group_id)
    until, zone = known_until(), await zone_of(tx, group_id)
    local = now.astimezone(zone)
    if settings.calendar_warned >= until.year or not ends_soon(local.date()):
        return False
    if not is_working_day(local.date()) or not _AT_WORK[0] <= local.time() < _AT_WORK[1]:
        return False
    settings.calendar_warned = until.year
    for member in await staff_of(tx, group_id=group_id):
        notice = r.CalendarEnds(until=until)
        await say(tx, member, notice, about=f"calendar:{until}", bot_id=bot_id, now=now)
    return True

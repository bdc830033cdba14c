"""A session's crew changes: the roll, the reminders and the people follow."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.activities.queries import activity
from models.activities.tables import Activity
from models.database import Transaction
from models.messages import actions as messages
from models.messages.notices import Notice
from models.people.tables import Member
from models.receptions import duty_notices as d
from models.receptions.cards import duty_card
from models.receptions.queries import OnDuty, Sitting, Was, sitting, zone_of
from models.receptions.rules import DutyKind, RoundState, SessionState
from models.receptions.seats import seats_of
from models.receptions.tables import Duty, ReceptionSession, Round
from models.reminders.inviting import invite_these
from models.reminders.planning import retime
from models.reminders.rules import ReminderKind, is_quiet
from models.reminders.saying import post
from models.reminders.tables import Reminder
from models.replies.cards import invitation_about


async def enter(
    tx: Transaction,
    session: ReceptionSession,
    member: Member,
    *,
    kind: DutyKind,
    how: str,
    home: str | None,
) -> Duty:
    """Put a deputy into a session, with the reason as it is now; a backup may become on duty."""
    zone = await zone_of(tx, session.group_id)
    year = session.starts_at.astimezone(zone).year
    seats = await seats_of(tx, group_id=session.group_id, year=year, without=[session.round_id])
    seat = next((one for one in seats.deputies if one.id == member.id), None)
    duty = await tx.get(Duty, (session.group_id, session.id, member.id))
    if duty is None:
        duty = Duty(group_id=session.group_id, session_id=session.id, member_id=member.id)
    duty.kind, duty.how, duty.confirmed_at = kind, how, None
    duty.last_on = seat.last_on if seat else None
    duty.count = seat.count if seat else 0
    duty.is_home = home is not None and home == member.constituency
    tx.add(duty)
    await tx.flush()
    return duty


async def withdraw(tx: Transaction, session: ReceptionSession, member_id: int) -> None:
    """Take a deputy out of a session."""
    duty = await tx.get(Duty, (session.group_id, session.id, member_id))
    if duty is not None:
        await tx.session.delete(duty)
        await tx.flush()


async def follow(
    tx: Transaction, session: ReceptionSession, *, bot_id: int, now: datetime
) -> Sitting | None:
    """Have the activity and its reminders follow a crew that has changed.

    Who is new hears at once; who has gone is reminded no more. A draft has nothing to follow.
    """
    one = await sitting(tx, group_id=session.group_id, session_id=session.id)
    if one is None or session.activity_id is None:
        return one
    found = await activity(tx, group_id=session.group_id, activity_id=session.activity_id)
    if found is None:
        return one
    wanted = [each.member.id for each in one.on_duty]
    before = list(found.members or ())
    if wanted == before:
        return one
    found.members = wanted
    await tx.flush()
    await retime(tx, found, now=now)
    new = [each.member for each in one.on_duty if each.member.id not in before]
    await _welcome(tx, session, found, new, bot_id=bot_id, now=now)
    for member_id in {*before, *wanted}:
        about = invitation_about(found.id, member_id)
        await messages.touch(tx, group_id=session.group_id, about=about)
    return one


async def _welcome(
    tx: Transaction,
    session: ReceptionSession,
    found: Activity,
    new: Sequence[Member],
    *,
    bot_id: int,
    now: datetime,
) -> None:
    bound = [each.id for each in new if each.account_id is not None]
    rows = await tx.scalars(
        select(Reminder.member_id).where(
            Reminder.group_id == found.group_id,
            Reminder.activity_id == found.id,
            Reminder.kind == ReminderKind.INVITATION,
            Reminder.member_id.in_(bound),
        )
    )
    again = set(rows.all())  # they had this duty before, and have a card of then
    await invite_these(tx, found, bound, bot_id=bot_id, now=now)
    for member in (one for one in new if one.id in again):
        card = await duty_card(tx, session, member.id, ReminderKind.INVITATION)
        if card is not None:
            about = f"duty:{session.id}:{now:%y%m%d%H%M%S%f}"
            await say(tx, member, card, about=about, bot_id=bot_id, now=now)


async def say(
    tx: Transaction,
    member: Member,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
    live: bool = False,
) -> bool:
    """Tell a member something once; not aloud in the quiet hours."""
    zone = await zone_of(tx, member.group_id)
    return await post(
        tx,
        member,
        notice,
        about=about,
        zone=zone,
        bot_id=bot_id,
        now=now,
        silent=is_quiet(now, zone),
        live=live,
    )


async def ask_anew(tx: Transaction, one: Sitting) -> None:
    """Forget who has said 知道了: what they knew of is not so any more."""
    for each in one.crew:
        each.duty.confirmed_at = None
    await tx.flush()


async def tell_duty_moved(
    tx: Transaction,
    one: Sitting,
    crew: Sequence[OnDuty],
    *,
    was: Was,
    bot_id: int,
    now: datetime,
) -> None:
    """Tell some of a crew where, how and when their session is now."""
    session = one.session
    for each in crew:
        notice = d.DutyMoved(
            group_id=session.group_id,
            session_id=session.id,
            station=one.station.name,
            address=one.station.address,
            mode=session.mode,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            was_station=was.station,
            was_mode=was.mode,
            was_at=was.at,
            is_backup=each.duty.kind is DutyKind.BACKUP,
        )
        about = f"duty-moved:{session.id}:{now:%y%m%d%H%M%S%f}"
        await say(tx, each.member, notice, about=about, bot_id=bot_id, now=now)


def stand_by(one: Sitting) -> d.StandBy:
    """Return what somebody hears who stands by for a session."""
    return d.StandBy(
        station=one.station.name,
        address=one.station.address,
        starts_at=one.session.starts_at,
        names=tuple(each.member.name for each in one.on_duty),
    )


def off_duty(one: Sitting, instead: str | None) -> d.OffDuty:
    """Return what somebody hears who is no longer on duty."""
    return d.OffDuty(station=one.station.name, starts_at=one.session.starts_at, instead=instead)


async def is_published(tx: Transaction, session: ReceptionSession) -> bool:
    """Tell whether a session's round has been told to those on duty."""
    row = await tx.get(Round, (session.group_id, session.round_id))
    return row is not None and row.state is RoundState.PUBLISHED


def is_open(session: ReceptionSession) -> bool:
    """Tell whether a session's crew can be changed."""
    return session.state in (SessionState.DRAFT, SessionState.PUBLISHED)

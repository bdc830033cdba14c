"""Verbs on sessions by staff: who is there, when, what about; and calling one off."""

from datetime import datetime

from sqlalchemy import select

from models.activities import actions as activities
from models.activities import changing
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people import keys
from models.people.queries import members
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role
from models.receptions import notices as n
from models.receptions.calls import keep_calls
from models.receptions.cards import route_bound_to
from models.receptions.crew import (
    ask_anew,
    enter,
    follow,
    is_open,
    off_duty,
    say,
    tell_duty_moved,
    withdraw,
)
from models.receptions.duties import drop_swaps
from models.receptions.queries import Sitting, sitting, sittings_of, was
from models.receptions.rules import DutyKind, RoundState, SessionState
from models.receptions.tables import ReceptionSession, Round
from models.receptions.telling import tell_moved, tell_off
from models.stations import actions as stations
from models.stations.tables import Station

LONGEST_TOPICS, LONGEST_ROUTE = 200, 1500


async def the(tx: Transaction, *, group_id: int, session_id: int, by: Actor) -> Sitting:
    """Return a session that staff are about to change; Refusal for anybody else, or once over."""
    require_staff(by, group_id=group_id)
    one = await sitting(tx, group_id=group_id, session_id=session_id)
    if one is None:
        raise Refusal(Gone())
    if not is_open(one.session):
        raise Refusal(n.NotNow(state=one.session.state))
    return one


async def put(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    session_id: int,
    member_id: int,
    instead: int,
    kind: DutyKind,
    by: Actor,
    now: datetime,
) -> Sitting:
    """Put a deputy on duty or to stand by, in place of somebody (`instead`) or of nobody (0).

    Refusal (twice in a round) for somebody who is at another session of the round.
    """
    one = await the(tx, group_id=group_id, session_id=session_id, by=by)
    member = await tx.load(members, (group_id, member_id))
    if member is None or member.role is not Role.DEPUTY or member.left_at is not None:
        raise Refusal(Gone())
    await require_once(tx, one, member)
    gone = next((each.member for each in one.crew if each.member.id == instead), None)
    if gone is not None and gone.id != member.id:
        await withdraw(tx, one.session, gone.id)
    await enter(
        tx,
        one.session,
        member,
        kind=kind,
        how="by_staff",
        home=one.station.constituency,
    )
    return await _changed(tx, one, gone, member, bot_id=bot_id, by=by, now=now)


async def take_out(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    session_id: int,
    member_id: int,
    by: Actor,
    now: datetime,
) -> Sitting:
    """Take a deputy out of a session; the place stays open."""
    one = await the(tx, group_id=group_id, session_id=session_id, by=by)
    gone = next((each.member for each in one.crew if each.member.id == member_id), None)
    if gone is None:
        raise Refusal(Gone())
    await withdraw(tx, one.session, gone.id)
    return await _changed(tx, one, gone, None, bot_id=bot_id, by=by, now=now)


async def require_once(tx: Transaction, one: Sitting, member: Member) -> None:
    """Refuse to put somebody twice into a round, on duty or standing by."""
    round_id = one.session.round_id
    others = await sittings_of(tx, group_id=one.session.group_id, round_ids=[round_id])
    for other in others.get(round_id, ()):
        there = any(each.member.id == member.id for each in other.crew)
        is_off = other.session.state is SessionState.CANCELLED
        if there and not is_off and other.session.id != one.session.id:
            raise Refusal(n.TwiceInRound(name=member.name))


async def _changed(
    tx: Transaction,
    before: Sitting,
    gone: Member | None,
    new: Member | None,
    *,
    bot_id: int,
    by: Actor,
    now: datetime,
) -> Sitting:
    session = before.session
    after = await follow(tx, session, bot_id=bot_id, now=now)
    if gone is not None and (new is None or gone.id != new.id):
        await drop_swaps(tx, session, gone.id, now=now)
        if session.state is SessionState.PUBLISHED:
            notice = off_duty(before, new.name if new else None)
            about = f"offduty:{session.id}:{now:%y%m%d%H%M%S%f}"
            await say(tx, gone, notice, about=about, bot_id=bot_id, now=now)
    audit.write(
        tx,
        "receptions.crew",
        by=by,
        now=now,
        group_id=session.group_id,
        subject_id=session.id,
        gone=gone.id if gone else None,
        new=new.id if new else None,
    )
    return after or before


async def describe(
    tx: Transaction,
    *,
    group_id: int,
    session_id: int,
    what: str,
    value: str,
    by: Actor,
    now: datetime,
) -> Sitting:
    """Write down the topics of a session, or the visits of a house call (sealed: homes)."""
    one = await the(tx, group_id=group_id, session_id=session_id, by=by)
    session = one.session
    if what == "route":
        text = value[:LONGEST_ROUTE]
        session.route_sealed = keys.current().seal(text, bound_to=route_bound_to(session))
    else:
        session.topics = value[:LONGEST_TOPICS]
    await tx.flush()
    audit.write(
        tx,
        "receptions.describe",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=session.id,
        what=what,
    )
    return one


async def move(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    session_id: int,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    now: datetime,
) -> Sitting:
    """Move a session; deputies and every voter who was told hear, reminders are re-timed."""
    one = await the(tx, group_id=group_id, session_id=session_id, by=by)
    session, before = one.session, was(one)
    if (starts_at, ends_at) == (session.starts_at, session.ends_at):
        return one
    activities.check_times(starts_at, ends_at, now=now)
    if session.activity_id is not None:
        await changing.move(
            tx,
            bot_id=bot_id,
            group_id=group_id,
            activity_id=session.activity_id,
            starts_at=starts_at,
            ends_at=ends_at,
            by=by,
            now=now,
        )
    session.starts_at, session.ends_at = starts_at, ends_at
    await tx.flush()
    await recall(tx, session.group_id, session.round_id, now=now)
    if session.state is SessionState.PUBLISHED:
        await ask_anew(tx, one)
        if one.backup is not None:
            await tell_duty_moved(tx, one, (one.backup,), was=before, bot_id=bot_id, now=now)
        await tell_moved(tx, one, was=before, bot_id=bot_id, now=now)
    audit.write(tx, "receptions.move", by=by, now=now, group_id=group_id, subject_id=session.id)
    return one


async def recall(tx: Transaction, group_id: int, round_id: int, *, now: datetime) -> None:
    """Have what falls due for a round follow its sessions, once it is published."""
    row = await tx.get(Round, (group_id, round_id))
    if row is not None and row.state is RoundState.PUBLISHED:
        found = await sittings_of(tx, group_id=group_id, round_ids=[round_id])
        await keep_calls(tx, row, found.get(round_id, ()), now=now)


async def cancel(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    session_id: int,
    reason: str | None,
    by: Actor,
    now: datetime,
) -> Sitting:
    """Call a session off; deputies, who stands by, and every voter who was told hear.

    Not once a deputy has checked in.
    """
    one = await the(tx, group_id=group_id, session_id=session_id, by=by)
    session = one.session
    was_published = session.state is SessionState.PUBLISHED
    if session.activity_id is not None:
        await activities.cancel(
            tx,
            bot_id=bot_id,
            group_id=group_id,
            activity_id=session.activity_id,
            by=by,
            now=now,
        )
    session.state, session.reason = SessionState.CANCELLED, (reason or "")[:200] or None
    await tx.flush()
    await drop_swaps(tx, session, None, now=now)
    await recall(tx, group_id, session.round_id, now=now)
    if was_published:
        await tell_off(tx, one, bot_id=bot_id, now=now)
    audit.write(tx, "receptions.cancel", by=by, now=now, group_id=group_id, subject_id=session.id)
    return one


async def close_station(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    station_id: int,
    by: Actor,
    now: datetime,
) -> Station:
    """Close a station; its sessions that lie ahead are called off, drafts and published ones."""
    one = await stations.close(tx, group_id=group_id, station_id=station_id, by=by, now=now)
    for session_id in await ahead_at(tx, one, now=now):
        await cancel(
            tx,
            bot_id=bot_id,
            group_id=group_id,
            session_id=session_id,
            reason=None,
            by=by,
            now=now,
        )
    return one


async def ahead_at(tx: Transaction, one: Station, *, now: datetime) -> list[int]:
    """Return the sessions of a station that lie ahead, drafts among them."""
    rows = await tx.scalars(
        select(ReceptionSession.id).where(
            ReceptionSession.group_id == one.group_id,
            ReceptionSession.station_id == one.id,
            ReceptionSession.starts_at > now,
            ReceptionSession.state.in_((SessionState.DRAFT, SessionState.PUBLISHED)),
        )
    )
    return list(rows.all())

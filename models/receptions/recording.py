"""Verbs at the table: a matter per voter, and the end of a session with its record."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.activities import actions as activities
from models.activities.queries import activity
from models.activities.rules import OPEN_BEFORE, ActivityState
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues import actions as issues
from models.issues import states
from models.issues.moving import party_of
from models.issues.notices import Settled
from models.issues.queries import issue as issue_of
from models.issues.queries import of_activity
from models.issues.reports import Piece, Report
from models.issues.rules import Party
from models.issues.states import SETTLED
from models.issues.tables import Issue
from models.people.rules import OPERATOR, Actor
from models.people.tables import Role
from models.receptions import notices as n
from models.receptions import record_notices as r
from models.receptions.queries import Sitting, sitting
from models.receptions.rules import Mode, SessionState
from models.receptions.tables import ReceptionSession

_MODES = {Mode.CLINIC: states.Mode.CLINIC, Mode.HOUSE_CALL: states.Mode.HOUSE_CALL}
_LATEST = timedelta(days=7)  # so long after the end a matter can be written down
MOST_VISITORS = 999


async def at_table(
    tx: Transaction, *, group_id: int, session_id: int, by: Actor, now: datetime
) -> Sitting:
    """Return a session for whoever may write at its table: its crew, and the group's staff.

    One recorder may write for several deputies. Refusal (not allowed) for others, (not now)
    before the check-in opens, a week after the end, or once the record is made.
    """
    one = await sitting(tx, group_id=group_id, session_id=session_id)
    if one is None:
        raise Refusal(Gone())
    is_crew = any(each.member.id == by.member_id for each in one.crew)
    is_mine = by.group_id == group_id and (is_crew or by.role is Role.STAFF)
    if not is_mine and by is not OPERATOR:
        raise Refusal(n.NotAtTable(station=one.station.name))
    session = one.session
    is_time = session.starts_at - OPEN_BEFORE <= now <= session.ends_at + _LATEST
    if session.state is not SessionState.PUBLISHED or not is_time:
        raise Refusal(n.NotNow(state=session.state))
    return one


async def record(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    session_id: int,
    words: str,
    files: Sequence[Piece],
    by: Actor,
    now: datetime,
) -> Issue:
    """Write down what one voter says, as they say it; it has its number at once."""
    one = await at_table(tx, group_id=group_id, session_id=session_id, by=by, now=now)
    session = one.session
    report = Report(
        words=words,
        files=tuple(files),
        place=one.station.name,
        mode=_MODES[session.mode],
        station_id=session.station_id,
        activity_id=session.activity_id,
        report_back_by=states.Way.IN_PERSON,
    )
    issue, _code = await issues.register(
        tx, bot_id=bot_id, group_id=group_id, report=report, by=by, now=now
    )
    audit.write(
        tx,
        "receptions.record",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=session.id,
        issue=issue.id,
    )
    return issue


async def require_adding(tx: Transaction, *, group_id: int, issue_id: int, by: Actor) -> None:
    """Refuse to add words to a matter: to whoever did not write it down and is not of the staff.

    The same as `issues.add` says at the end, before anybody has typed for nothing.
    """
    one = await issue_of(tx, group_id=group_id, issue_id=issue_id)
    if one is None:
        raise Refusal(Gone())
    if await party_of(tx, one, by) in (Party.OTHER, Party.UNIT):
        raise Refusal(r.NotYourMatter())
    if one.state in SETTLED:
        raise Refusal(Settled(number=one.number, state=one.state))


async def matters_of(tx: Transaction, session: ReceptionSession) -> Sequence[Issue]:
    """Return what was brought to a session, oldest first."""
    if session.activity_id is None:
        return []
    return await of_activity(tx, group_id=session.group_id, activity_id=session.activity_id)


async def close(
    tx: Transaction,
    *,
    group_id: int,
    session_id: int,
    visitors: int,
    remark: str | None,
    by: Actor,
    now: datetime,
) -> Sitting:
    """End a session: how many came (0 is recorded as such), a remark; the roll is closed with it.

    There are at least as many visitors as matters. Refusal (not now) before its beginning.
    """
    await tx.session.get(ReceptionSession, (group_id, session_id), with_for_update=True)
    one = await at_table(tx, group_id=group_id, session_id=session_id, by=by, now=now)
    session = one.session
    if now < session.starts_at:
        raise Refusal(n.NotNow(state=session.state))
    count = max(min(visitors, MOST_VISITORS), len(await matters_of(tx, session)), 0)
    session.state, session.visitors, session.closed_at = SessionState.CLOSED, count, now
    session.remark, session.recorder_id = (remark or "")[:500] or None, by.member_id
    found = await activity(tx, group_id=group_id, activity_id=session.activity_id or 0)
    if found is not None and found.state is ActivityState.ANNOUNCED:
        # The crew may end their own session; the roll follows as if the staff had closed it.
        await activities.close(tx, group_id=group_id, activity_id=found.id, by=OPERATOR, now=now)
    await tx.flush()
    audit.write(
        tx,
        "receptions.close",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=session.id,
        visitors=count,
    )
    return one


async def before(tx: Transaction, session: ReceptionSession) -> ReceptionSession | None:
    """Return the last session of the same station that has a record, before this one."""
    rows = await tx.scalars(
        select(ReceptionSession)
        .where(
            ReceptionSession.group_id == session.group_id,
            ReceptionSession.station_id == session.station_id,
            ReceptionSession.starts_at < session.starts_at,
            ReceptionSession.state == SessionState.CLOSED,
        )
        .order_by(ReceptionSession.starts_at.desc())
        .limit(1)
    )
    return rows.first()

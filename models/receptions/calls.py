"""What falls due for rounds and sessions, kept in step with them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.base import new_id
from models.database import Transaction
from models.receptions.queries import Sitting, zone_of
from models.receptions.rules import (
    LAST_BEFORE,
    UNCONFIRMED_BEFORE,
    UNFILLED_BEFORE,
    VOTERS_BEFORE,
    CallKind,
    SessionState,
)
from models.receptions.tables import Call, Round
from models.reminders.rules import ReminderState, out_of_quiet, retimed

_BEFORE = {
    CallKind.UNFILLED: UNFILLED_BEFORE,
    CallKind.UNCONFIRMED: UNCONFIRMED_BEFORE,
    CallKind.PARAGRAPH: VOTERS_BEFORE,
}
_OF_SESSION = {CallKind.VOTERS: VOTERS_BEFORE, CallKind.LAST: LAST_BEFORE}
_OF_ROUND = (CallKind.UNFILLED, CallKind.UNCONFIRMED, CallKind.PARAGRAPH, CallKind.CLOSING)
HELD = (SessionState.PUBLISHED, SessionState.CLOSED)
_CLOSING_AFTER = timedelta(minutes=30)


async def keep_calls(
    tx: Transaction, row: Round, sittings: Sequence[Sitting], *, now: datetime
) -> None:
    """Write, move and stop what falls due for a round, as its sessions stand now.

    What would have been due before the publishing is made up for at once while it is of use:
    voters hear two days before rather than never.
    """
    zone = await zone_of(tx, row.group_id)
    there = {
        (one.session_id, one.kind): one
        for one in await tx.scalars(
            select(Call).where(Call.group_id == row.group_id, Call.round_id == row.id)
        )
    }
    on = [one.session for one in sittings if one.session.state in HELD]
    first = min((one.starts_at for one in on), default=None)
    last = max((one.ends_at for one in on), default=None)
    for kind in _OF_ROUND:
        due = None
        if first is not None and last is not None:
            after = last + _CLOSING_AFTER
            due = after if kind is CallKind.CLOSING else first - _BEFORE[kind]
            due = out_of_quiet(due, starts_at=after + timedelta(days=2), zone=zone)
        _keep(tx, row, there.get((0, kind)), 0, kind, due, now=now)
    for session in (one.session for one in sittings):
        for kind, before in _OF_SESSION.items():
            due = None
            if session.state in HELD:
                due = session.starts_at - before
                due = out_of_quiet(due, starts_at=session.starts_at, zone=zone)
            call = there.get((session.id, kind))
            _keep(tx, row, call, session.id, kind, due, now=now)
    await tx.flush()


def _keep(
    tx: Transaction,
    row: Round,
    call: Call | None,
    session_id: int,
    kind: CallKind,
    due: datetime | None,
    *,
    now: datetime,
) -> None:
    if call is None and due is not None:
        tx.add(
            Call(
                group_id=row.group_id,
                id=new_id(),
                round_id=row.id,
                session_id=session_id,
                kind=kind,
                planned_at=due,
                due_at=due,
                state=ReminderState.WAITING,
                people=0,
            )
        )
    elif call is not None:
        moment = due or call.planned_at
        # Whoever was told already hears of the move itself; the call is not made twice for it.
        if call.state is ReminderState.SENT and due is not None:
            call.planned_at = moment
            return
        call.state = retimed(
            call.state, was=call.planned_at, due=moment, is_wanted=due is not None, now=now
        )
        if call.planned_at != moment:
            call.planned_at = call.due_at = moment

"""Verbs on leaves: say, ask, decide."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update

from models.activities.checking import card_about
from models.activities.correcting import correct
from models.activities.notices import NotNow
from models.activities.queries import activity, entries
from models.activities.rules import HERE, OVER, ActivityState, AttendanceState
from models.activities.tables import Activity
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.leaves import notices as n
from models.leaves.queries import leave, leave_card, open_leave
from models.leaves.rules import AFTERWARDS, LeaveState
from models.leaves.tables import Leave
from models.leaves.withdrawing import leave_about
from models.messages import actions as messages
from models.messages.notices import Notice
from models.people.queries import staff_of
from models.people.reaching import recipient
from models.people.rules import Actor, require_staff
from models.people.tables import Member
from models.replies.actions import the_invited
from models.replies.noting import note
from models.replies.rules import ReplyState

_TAKES = (ActivityState.ANNOUNCED, *OVER)


async def say(
    tx: Transaction,
    *,
    places: Sequence[Member],
    activities: Sequence[tuple[int, int]],
    reason: str,
    now: datetime,
) -> list[Leave]:
    """Keep what a deputy seems to want until they confirm it: a row for each that may be meant.

    What they said before and never confirmed is forgotten.
    """
    members = {one.group_id: one for one in places}
    for one in places:
        await _forget_said(tx, one.group_id, one.id)
    rows = [
        Leave(
            group_id=group_id,
            id=new_id(),
            activity_id=activity_id,
            member_id=members[group_id].id,
            reason=reason[:200],
            state=LeaveState.SAID,
            asked_at=now,
        )
        for group_id, activity_id in activities
    ]
    for row in rows:
        tx.add(row)
    await tx.flush()
    return rows


async def _forget_said(tx: Transaction, group_id: int, member_id: int) -> None:
    await tx.execute(
        delete(Leave).where(
            Leave.group_id == group_id,
            Leave.member_id == member_id,
            Leave.state == LeaveState.SAID,
        )
    )


async def drop(tx: Transaction, *, group_id: int, by: Actor) -> None:
    """Forget what a deputy has said and not confirmed."""
    if by.group_id == group_id and by.member_id is not None:
        await _forget_said(tx, group_id, by.member_id)


async def require_open(
    tx: Transaction, *, group_id: int, activity_id: int, by: Actor, now: datetime
) -> None:
    """Refuse what `ask` would refuse, before a reason is asked for."""
    one, member = await the_invited(tx, group_id=group_id, activity_id=activity_id, by=by)
    await _check(tx, one, member, now)


async def ask(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    activity_id: int,
    reason: str,
    by: Actor,
    now: datetime,
) -> Leave:
    """Ask to be excused; every bound member of staff gets a card, and the first answer counts.

    Refusal if it was asked already, if the deputy was there, or a week after the end.
    """
    one, member = await the_invited(tx, group_id=group_id, activity_id=activity_id, by=by)
    await _check(tx, one, member, now)
    row = Leave(
        group_id=group_id,
        id=new_id(),
        activity_id=activity_id,
        member_id=member.id,
        reason=reason[:200],
        state=LeaveState.ASKED,
        asked_at=now,
    )
    tx.add(row)
    await tx.flush()
    await note(tx, one, member.id, ReplyState.LEAVE, now=now)
    audit.write(tx, "leaves.ask", by=by, now=now, group_id=group_id, subject_id=row.id)
    card = await leave_card(tx, row)
    for staff in await staff_of(tx, group_id=group_id):
        if card is not None:
            await _tell(tx, staff, card, about=leave_about(row.id), bot_id=bot_id, now=now)
    return row


async def _check(tx: Transaction, one: Activity, member: Member, now: datetime) -> None:
    if one.state not in _TAKES:
        raise Refusal(NotNow(title=one.title, state=one.state))
    about = {"title": one.title, "starts_at": one.starts_at}
    if now > one.ends_at + AFTERWARDS:
        raise Refusal(n.TooLateToAsk.model_validate(about))
    entry = await tx.load(entries, (one.group_id, one.id, member.id))
    if entry is not None and entry.state in HERE:
        raise Refusal(n.YouWereThere.model_validate(about))
    row = await open_leave(tx, one, member.id)
    if row is not None:
        raise Refusal(n.AlreadyAsked.model_validate({**about, "state": row.state}))


async def confirm(
    tx: Transaction, *, bot_id: int, group_id: int, leave_id: int, by: Actor, now: datetime
) -> Leave:
    """Ask for what was said and read back; Refusal (gone) if it is not there any more."""
    row = await said_by(tx, group_id=group_id, leave_id=leave_id, by=by)
    activity_id, reason = row.activity_id, row.reason
    await tx.session.delete(row)
    return await ask(
        tx,
        bot_id=bot_id,
        group_id=group_id,
        activity_id=activity_id,
        reason=reason,
        by=by,
        now=now,
    )


async def said_by(tx: Transaction, *, group_id: int, leave_id: int, by: Actor) -> Leave:
    """Return what a deputy has said and not confirmed; Refusal (gone) for anything else."""
    row = await leave(tx, group_id=group_id, leave_id=leave_id)
    mine = row is not None and (row.group_id, row.member_id) == (by.group_id, by.member_id)
    if row is None or not mine or row.state is not LeaveState.SAID:
        raise Refusal(Gone())
    return row


async def decide(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    leave_id: int,
    is_approved: bool,
    answer: str | None,
    by: Actor,
    now: datetime,
) -> Leave:
    """Say yes or no to a request, once; the deputy hears, the other cards say who has decided.

    After the closing a yes turns absent into excused, and points follow by new ledger lines.
    Refusal (decided already) if somebody else was first.
    """
    require_staff(by, group_id=group_id)
    row = await _claim(
        tx, group_id, leave_id, is_approved=is_approved, answer=answer, by=by, now=now
    )
    one = await activity(tx, group_id=group_id, activity_id=row.activity_id)
    member = await tx.get(Member, (group_id, row.member_id))
    if one is None or member is None:
        raise Refusal(Gone())
    if not is_approved:
        await note(tx, one, member.id, None, now=now)
    is_corrected = is_approved and await _excuse(tx, one, row, bot_id=bot_id, by=by, now=now)
    await messages.touch(tx, group_id=group_id, about=leave_about(row.id))
    await messages.touch(tx, group_id=group_id, about=card_about(row.activity_id))
    audit.write(
        tx,
        "leaves.decide",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=row.id,
        state=row.state.value,
    )
    notice = n.Decided(
        title=one.title,
        starts_at=one.starts_at,
        is_approved=is_approved,
        answer=answer,
        is_corrected=is_corrected,
    )
    await _tell(tx, member, notice, about=f"leave-decided:{row.id}", bot_id=bot_id, now=now)
    return row


async def _claim(
    tx: Transaction,
    group_id: int,
    leave_id: int,
    *,
    is_approved: bool,
    answer: str | None,
    by: Actor,
    now: datetime,
) -> Leave:
    """Write the decision if there is none yet: of two at the same moment one finds no row."""
    state = LeaveState.APPROVED if is_approved else LeaveState.DECLINED
    taken = await tx.scalars(
        update(Leave)
        .where(Leave.group_id == group_id, Leave.id == leave_id, Leave.state == LeaveState.ASKED)
        .values(state=state, decided_at=now, decided_by=by.member_id, answer=answer)
        .returning(Leave)
        .execution_options(populate_existing=True)
    )
    row: Leave | None = taken.first()
    if row is not None:
        return row
    row = await leave(tx, group_id=group_id, leave_id=leave_id)
    card = await leave_card(tx, row) if row else None
    if card is None or card.state is LeaveState.SAID:
        raise Refusal(Gone())
    raise Refusal(n.DecidedAlready(state=card.state, decider=card.decider))


async def _excuse(
    tx: Transaction, one: Activity, row: Leave, *, bot_id: int, by: Actor, now: datetime
) -> bool:
    """Correct the roll of an activity that is closed already; tell whether that was needed."""
    entry = await tx.load(entries, (one.group_id, one.id, row.member_id))
    if entry is None or entry.state is not AttendanceState.ABSENT:
        return False
    await correct(
        tx,
        bot_id=bot_id,
        group_id=one.group_id,
        activity_id=one.id,
        member_id=row.member_id,
        state=AttendanceState.EXCUSED,
        reason=row.reason,
        by=by,
        now=now,
        is_told=False,
    )
    return True


async def _tell(
    tx: Transaction, member: Member, notice: Notice, *, about: str, bot_id: int, now: datetime
) -> None:
    group = await tx.load(groups, member.group_id)
    to = await recipient(tx, member, zone=group.timezone if group else "UTC")
    if to is not None:
        live = isinstance(notice, n.LeaveCard)
        await messages.post_once(
            tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now, live=live
        )

"""What is to become of an issue: handed on, put off, not accepted, taken back."""

from datetime import date, datetime

from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues import notices as n
from models.issues import telling
from models.issues import voter_notices as v
from models.issues.clocks import Chased
from models.issues.history import write
from models.issues.moving import move, zone_of
from models.issues.reports import clean
from models.issues.rules import Move
from models.issues.states import Decline, EntryKind, Route
from models.issues.tables import Issue
from models.issues.triage import hold
from models.people.rules import Actor
from models.privacy.scanning import masked
from models.units import orders
from models.units.tables import Unit
from models.working_days import first_from
from models.working_time import OPENS


async def decline(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    why: Decline,
    words: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Do not accept an issue; the voter hears why, kindly, and where to turn."""
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    await move(
        tx, Move.DECLINE, group_id=group_id, issue_id=issue_id, by=by, now=now, why=why.value
    )
    await _not_accepted(tx, one, why, words, by=by, bot_id=bot_id, now=now)
    return one


async def lapse(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    words: str,
    by: Actor,
    now: datetime,
) -> Issue:
    """Close an issue whose voter was asked, reminded, and did not answer; they hear so.

    Refusal (not now) before the reminder of it has run out, or once the voter has answered.
    """
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    if one.chased != Chased.OVER:
        raise Refusal(n.NotNow(number=one.number, state=one.state))
    await move(tx, Move.LAPSE, group_id=group_id, issue_id=issue_id, by=by, now=now)
    await _not_accepted(tx, one, Decline.NO_REPLY, words, by=by, bot_id=bot_id, now=now)
    return one


async def _not_accepted(
    tx: Transaction,
    one: Issue,
    why: Decline,
    words: str,
    *,
    by: Actor,
    bot_id: int,
    now: datetime,
) -> None:
    """Keep why an issue ends unhandled, and tell everybody whom it concerns."""
    await orders.cancel(tx, one, now=now)
    one.declined, one.reason = why, clean(words)[:500] or None
    entry = write(tx, one, EntryKind.ANSWER, clean(words), by=by, now=now)
    notice = v.Declined(number=one.number, why=why, words=one.reason)
    told = await telling.to_voters(tx, one, notice, entry_id=entry.id, bot_id=bot_id, now=now)
    if told or one.is_anonymous:
        one.told_at = now
    await tell_deputy(tx, one, bot_id=bot_id, now=now)


async def route(  # noqa: PLR0913  (what a route may need)
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    route: Route,
    by: Actor,
    now: datetime,
    unit_id: int | None = None,
    task: str = "",
    external_number: str | None = None,
) -> Issue:
    """Say who is to handle an issue; a unit gets a work order, the voter hears of it.

    Refusal (gone) without a unit that is there, for the routes that need one. Whoever led before
    has its order taken back; who assists goes on.
    """
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    unit = await tx.get(Unit, (group_id, unit_id)) if unit_id is not None else None
    needs_unit = route in (Route.UNIT, Route.COMMUNITY)
    if needs_unit and (unit is None or unit.left_at is not None):
        raise Refusal(Gone())
    one.route, one.unit_id = route, unit.id if unit and needs_unit else None
    one.external_number = clean(external_number)[:64] if external_number else one.external_number
    await move(
        tx, Move.ROUTE, group_id=group_id, issue_id=issue_id, by=by, now=now, route=route.value
    )
    await orders.change_lead(tx, one, now=now)
    if unit is not None and needs_unit:
        await orders.send(tx, one, unit, task=clean(task), bot_id=bot_id, now=now)
    entry = write(tx, one, EntryKind.ROUTED, clean(task), by=by, now=now)
    notice = v.Routed(
        number=one.number, route=route, unit=unit.name if unit else None, due_at=one.due_at
    )
    await telling.to_voters(tx, one, notice, entry_id=entry.id, bot_id=bot_id, now=now)
    return one


async def park(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    issue_id: int,
    reason: str,
    until: date,
    by: Actor,
    now: datetime,
) -> Issue:
    """Put an issue off until a working day, with the reason; the voter hears both.

    Refusal (date passed) for a day that is not ahead, (empty) without a reason.
    """
    one = await hold(tx, group_id=group_id, issue_id=issue_id, by=by, now=now)
    zone = await zone_of(tx, group_id)
    if not clean(reason):
        raise Refusal(n.Empty())
    if until <= now.astimezone(zone).date():
        raise Refusal(n.DatePassed())
    await move(tx, Move.PARK, group_id=group_id, issue_id=issue_id, by=by, now=now)
    await orders.cancel(tx, one, now=now)
    one.reason = clean(reason)[:500]
    one.parked_until = datetime.combine(first_from(until), OPENS, tzinfo=zone)
    entry = write(tx, one, EntryKind.TOLD, one.reason, by=by, now=now)
    notice = v.Parked(number=one.number, reason=one.reason, until=one.parked_until)
    await telling.to_voters(tx, one, notice, entry_id=entry.id, bot_id=bot_id, now=now)
    return one


async def withdraw(
    tx: Transaction,
    *,
    group_id: int,
    issue_id: int,
    by: Actor,
    now: datetime,
    is_proven: bool = False,
) -> Issue:
    """Take a report back, by whoever reported it; a unit that has it hears so."""
    one = await move(
        tx, Move.WITHDRAW, group_id=group_id, issue_id=issue_id, by=by, now=now, is_proven=is_proven
    )
    await orders.cancel(tx, one, now=now)
    return one


async def tell_deputy(tx: Transaction, one: Issue, *, bot_id: int, now: datetime) -> None:
    """Tell the deputy who carried an issue what became of it."""
    if one.recorder_id is None:
        return
    notice = v.Carried(
        number=one.number,
        state=one.state,
        words=masked(one.own_words)[:80],
        answer=(one.answer or one.reason or "")[:600] or None,
        outcome=one.outcome,
        report_back_by=one.report_back_by,
        is_told=one.told_at is not None,
    )
    about = f"issue-carried:{one.id}:{one.state.value}:{one.reopened}"
    if await telling.to_member(
        tx, one, one.recorder_id, notice, about=about, bot_id=bot_id, now=now
    ):
        one.deputy_told_at = now

"""What falls due with suggestions: terms that end, looked at again before anybody is told."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.database import Transaction
from models.groups.queries import groups
from models.groups.tables import Group
from models.people.queries import staff_of
from models.people.tables import Member
from models.reminders.budget import is_spent
from models.reminders.rules import is_quiet, next_morning
from models.suggestions import notices as n
from models.suggestions import order_notices as o
from models.suggestions.alarms import days_left, running
from models.suggestions.listing import lines
from models.suggestions.orders import to_unit
from models.suggestions.queries import assistants, suggestion
from models.suggestions.rules import Term
from models.suggestions.tables import Alarm, Suggestion
from models.suggestions.telling import tell
from models.units.tables import Unit


async def due(tx: Transaction, *, now: datetime, limit: int = 5000) -> Sequence[int]:
    """Return the groups in which somebody is to be told of a term."""
    rows = await tx.scalars(
        select(Alarm.group_id)
        .where(Alarm.told_at.is_(None), Alarm.due_at <= now)
        .order_by(Alarm.due_at)  # through its index: made distinct here, not there
        .limit(limit)
    )
    return list(dict.fromkeys(rows))


async def tell_of_terms(tx: Transaction, group_id: int, *, bot_id: int, now: datetime) -> bool:
    """Tell the staff of a group of all terms that end, in one message, and its deputies of theirs.

    At night everything waits for the morning; what no longer runs is left out.
    """
    group = await tx.load(groups, group_id)
    if group is None or is_quiet(now, ZoneInfo(group.timezone)):
        return False
    found = await _held(tx, group_id, now)
    still = await _still_running(tx, found)
    for_staff = [it for it in still if it[0].term is not Term.RATE]
    await _tell_units(tx, group, for_staff, bot_id=bot_id, now=now)
    told = await _tell_staff(tx, group, for_staff, bot_id=bot_id, now=now)
    for_deputies = [it for it in still if it[0].term is Term.RATE]
    told |= await _tell_deputies(tx, group, for_deputies, bot_id=bot_id, now=now)
    return told


async def _held(tx: Transaction, group_id: int, now: datetime) -> Sequence[Alarm]:
    rows = await tx.scalars(
        select(Alarm)
        .where(Alarm.group_id == group_id, Alarm.told_at.is_(None), Alarm.due_at <= now)
        .order_by(Alarm.due_at, Alarm.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def _still_running(
    tx: Transaction, found: Sequence[Alarm]
) -> Sequence[tuple[Alarm, Suggestion]]:
    """Return the alarms of terms that run, the last of each; the others are thrown away."""
    last: dict[tuple[int, Term, date], tuple[Alarm, Suggestion]] = {}
    for alarm in found:
        one = await suggestion(tx, group_id=alarm.group_id, suggestion_id=alarm.suggestion_id)
        if one is None or (alarm.term, alarm.term_ends) not in await running(tx, one):
            await tx.session.delete(alarm)
            continue
        key = (one.id, alarm.term, alarm.term_ends)
        if key in last:
            await tx.session.delete(last[key][0])
        last[key] = (alarm, one)
    return list(last.values())


async def _tell_staff(
    tx: Transaction,
    group: Group,
    found: Sequence[tuple[Alarm, Suggestion]],
    *,
    bot_id: int,
    now: datetime,
) -> bool:
    staff = await staff_of(tx, group_id=group.id)
    if not found or not staff:
        return False
    zone = ZoneInfo(group.timezone)
    notice = n.TermsEnding(endings=tuple(_ending(alarm, one, now, zone) for alarm, one in found))
    for member in staff:
        about = f"terms:{found[0][0].id}"
        await tell(tx, member, group, notice, about=about, bot_id=bot_id, now=now)
    for alarm, _one in found:
        alarm.told_at = now
    return True


def _ending(alarm: Alarm, one: Suggestion, now: datetime, zone: ZoneInfo) -> n.Ending:
    return n.Ending(
        group_id=one.group_id,
        suggestion_id=one.id,
        number=one.number,
        title=one.title,
        unit=one.unit,
        term=alarm.term,
        ends=alarm.term_ends,
        days_left=days_left(alarm.term_ends, now, zone),
    )


async def _tell_units(
    tx: Transaction,
    group: Group,
    found: Sequence[tuple[Alarm, Suggestion]],
    *,
    bot_id: int,
    now: datetime,
) -> None:
    """Tell the contacts of each unit of its own terms, in one message."""
    zone = ZoneInfo(group.timezone)
    owed: dict[int, list[tuple[Alarm, Suggestion]]] = {}
    for alarm, one in found:
        for unit_id in await _who_owes(tx, alarm, one):
            owed.setdefault(unit_id, []).append((alarm, one))
    for unit_id, mine in owed.items():
        unit = await tx.get(Unit, (group.id, unit_id))
        notice = o.TermsEnding(
            unit=unit.name if unit else "",
            unit_id=unit_id,
            endings=tuple(_due(alarm, one, now, zone) for alarm, one in mine),
        )
        about = f"unit-terms:{mine[0][0].id}:{unit_id}"
        await to_unit(tx, mine[0][1], unit_id, notice, about=about, bot_id=bot_id, now=now)


async def _who_owes(tx: Transaction, alarm: Alarm, one: Suggestion) -> Sequence[int]:
    """Return the units a term is of, by their number."""
    if alarm.term is Term.ASSIST:
        rows = await assistants(tx, one)
        late = [row for row in rows if row.said_on is None and row.due_on == alarm.term_ends]
        return [row.unit_id for row in late if row.unit_id is not None]
    is_mine = alarm.term in (Term.ANSWER, Term.PROMISE)
    return [one.unit_id] if is_mine and one.unit_id is not None else []


def _due(alarm: Alarm, one: Suggestion, now: datetime, zone: ZoneInfo) -> o.Due:
    return o.Due(
        group_id=one.group_id,
        suggestion_id=one.id,
        number=one.number,
        title=one.title,
        term=alarm.term,
        ends=alarm.term_ends,
        days_left=days_left(alarm.term_ends, now, zone),
    )


async def _tell_deputies(
    tx: Transaction,
    group: Group,
    found: Sequence[tuple[Alarm, Suggestion]],
    *,
    bot_id: int,
    now: datetime,
) -> bool:
    """Tell each lead, in one message, which answers wait for their word; not above the budget."""
    told = False
    zone = ZoneInfo(group.timezone)
    for lead_id in dict.fromkeys(one.lead_id for _alarm, one in found):
        mine = [it for it in found if it[1].lead_id == lead_id]
        member = await tx.get(Member, (group.id, lead_id))
        if member is None or member.account_id is None or member.left_at is not None:
            for alarm, _one in mine:
                alarm.told_at = now  # nobody to be told; the staff see it in their list
            continue
        if await is_spent(tx, member, zone, now=now):
            for alarm, _one in mine:
                alarm.due_at = next_morning(now, zone)
            continue
        notice = n.PleaseRate(lines=tuple(await lines(tx, [one for _alarm, one in mine])))
        about = f"rate:{mine[0][0].id}"
        told |= await tell(tx, member, group, notice, about=about, bot_id=bot_id, now=now)
        for alarm, _one in mine:
            alarm.told_at = now
    return told

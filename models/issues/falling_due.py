"""What falls due: alarms of the clocks, ratings to be asked for, put-off issues that wake."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.issues import desk_notices as d
from models.issues import telling, topics
from models.issues import voter_notices as v
from models.issues.clocks import Light
from models.issues.moving import move
from models.issues.reporting_back import to_director
from models.issues.rules import Move, is_with_unit
from models.issues.states import IssueState, Urgency
from models.issues.tables import Issue
from models.issues.timing import light_now, ring, zone_of
from models.people.rules import CLOCK
from models.privacy.scanning import masked
from models.reminders.budget import has_room
from models.reminders.rules import is_quiet, next_morning
from models.units import notices as u
from models.units import orders
from models.units.queries import open_order

Key = tuple[int, int]


async def alarms_at(tx: Transaction, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the issues whose clock has something to say."""
    rows = await tx.execute(
        select(Issue.group_id, Issue.id)
        .where(Issue.alarm_at <= now)
        .order_by(Issue.alarm_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def _held(tx: Transaction, key: Key) -> Issue | None:
    return await tx.session.get(Issue, key, with_for_update=True, populate_existing=True)


async def alarm(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Tell whoever can act how far a clock has run: each level once, the highest if several are."""
    one = await _held(tx, key)
    if one is None or one.alarm_at is None or one.alarm_at > now:
        return False
    zone = await zone_of(tx, one.group_id)
    is_dire = one.urgency is Urgency.VERY_URGENT
    if is_quiet(now, zone) and not is_dire:
        one.alarm_at = next_morning(now, zone)
        return False
    if await _can_wait(tx, one, now=now):
        one.alarm_at = next_morning(now, zone)
        return False
    light = await ring(tx, one, now=now)
    await tx.flush()
    if light is None:
        return False
    await telling.touch(tx, one)
    await _tell(tx, one, light, bot_id=bot_id, now=now)
    return True


async def _can_wait(tx: Transaction, one: Issue, *, now: datetime) -> bool:
    """Tell whether a nudge waits for the morning: its unit has had the day's notices.

    What is nearly due or late never waits.
    """
    if not is_with_unit(one.state, one.route):
        return False
    if await light_now(tx, one, now=now) is not Light.NUDGED:
        return False
    row = await open_order(tx, group_id=one.group_id, issue_id=one.id)
    return row is not None and await orders.out_of_room(tx, row, now=now)


async def _tell(tx: Transaction, one: Issue, light: Light, *, bot_id: int, now: datetime) -> None:
    """Nudge the handler, warn the staff, or tell the director: nobody who cannot act."""
    about = f"issue-light:{one.id}:{int(light)}:{one.clock_from:%y%m%d%H%M}"
    is_units = is_with_unit(one.state, one.route) and one.unit_id is not None
    reminded = (
        await _remind_unit(tx, one, about=about, bot_id=bot_id, now=now)
        if is_units and light in (Light.NUDGED, Light.RED)
        else 0
    )
    if light is Light.NUDGED and reminded:
        return  # who can act has heard it; a unit without Telegram acts through the staff
    notice = d.Due(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        words=masked(one.own_words)[:60],
        state=one.state,
        light=int(light),
        due_at=one.due_at or now,
        is_very_urgent=one.urgency is Urgency.VERY_URGENT,
    )
    if light is Light.RED and await to_director(
        tx, one, notice, about=about, bot_id=bot_id, now=now
    ):
        return
    if light is Light.NUDGED and await telling.to_member(
        tx, one, one.claimed_by, notice, about=about, bot_id=bot_id, now=now
    ):
        return
    await telling.to_staff(tx, one, notice, about=about, bot_id=bot_id, now=now)


async def _remind_unit(
    tx: Transaction, one: Issue, *, about: str, bot_id: int, now: datetime
) -> int:
    """Remind the contacts of the leading unit; return how many that are."""
    row = await open_order(tx, group_id=one.group_id, issue_id=one.id)
    if row is None:
        return 0
    notice = u.OrderDue(
        group_id=one.group_id,
        order_id=row.id,
        number=one.number,
        words=masked(one.own_words)[:60],
        due_at=one.due_at,
        is_overdue=one.due_at is not None and one.due_at <= now,
    )
    return await orders.to_unit(tx, one, row.unit_id, notice, about=about, bot_id=bot_id, now=now)


async def topic_came(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Show the card of an issue once its topic is there, or will not come."""
    one = await _held(tx, key)
    if one is None or one.topic_at is None or one.topic_at > now:
        return False
    if not await topics.came(tx, one, now=now):
        return False
    one.topic_at = None
    await tx.flush()
    await telling.show_card(tx, one, bot_id=bot_id, now=now)
    return True


async def unrated_at(tx: Transaction, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the issues whose voter is to be asked once more whether it is solved."""
    rows = await tx.execute(
        select(Issue.group_id, Issue.id).where(Issue.rating_due_at <= now).limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def ask_to_rate(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Ask a voter once more whether it is solved; never a third time."""
    one = await _held(tx, key)
    if one is None or one.rating_due_at is None or one.rating_due_at > now:
        return False
    if one.state is not IssueState.REPORTED or one.account_id is None:
        one.rating_due_at = None
        return False
    zone = await zone_of(tx, one.group_id)
    if not await has_room(tx, one.account_id, zone, now=now):
        one.rating_due_at = next_morning(now, zone)
        return False
    one.rating_due_at = None
    notice = v.PleaseRate(
        group_id=one.group_id, issue_id=one.id, number=one.number, words=masked(one.own_words)[:80]
    )
    about = f"issue-rate:{one.id}:{one.reopened}"
    await telling.to_account(tx, one, one.account_id, notice, about=about, bot_id=bot_id, now=now)
    return True


async def waking_at(tx: Transaction, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the issues that were put off until now."""
    rows = await tx.execute(
        select(Issue.group_id, Issue.id).where(Issue.parked_until <= now).limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def wake(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Take up an issue whose review date has come; the staff hear of it."""
    one = await _held(tx, key)
    if one is None or one.parked_until is None or one.parked_until > now:
        return False
    if one.state is not IssueState.PARKED:
        one.parked_until = None
        return False
    await move(tx, Move.WAKE, group_id=one.group_id, issue_id=one.id, by=CLOCK, now=now)
    notice = d.Woken(
        group_id=one.group_id,
        issue_id=one.id,
        number=one.number,
        words=masked(one.own_words)[:60],
        reason=one.reason,
    )
    about = f"issue-woken:{one.id}:{now.timestamp():.0f}"
    await telling.to_staff(tx, one, notice, about=about, bot_id=bot_id, now=now)
    return True

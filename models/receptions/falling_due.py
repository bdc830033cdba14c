"""What falls due for rounds and sessions: looked at again in its own transaction, told once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.database import Transaction
from models.groups.queries import groups
from models.messages.notices import Notice
from models.people.queries import staff_of
from models.receptions import record_notices as r
from models.receptions import voter_notices as v
from models.receptions.cards import line_of, open_swap
from models.receptions.crew import say
from models.receptions.handing import hand_last
from models.receptions.queries import Sitting, sittings_of, zone_of
from models.receptions.rules import CallKind, SessionState
from models.receptions.tables import IS_WAITING, Call, Round
from models.receptions.telling import post_public, tell_subscribers
from models.reminders.rules import ReminderState, is_quiet, next_morning

Key = tuple[int, int]
_CLOSING_FOR = timedelta(days=7)  # so long the staff are asked for records at all


async def due(tx: Transaction, *, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the calls whose moment has come, in order of it."""
    rows = await tx.execute(
        select(Call.group_id, Call.id)
        .where(IS_WAITING, Call.due_at <= now)
        .order_by(Call.due_at, Call.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def make_call(tx: Transaction, key: Key, *, bot_id: int, now: datetime) -> bool:
    """Tell what a call is for, or find that it is not needed, too late, or not yet time.

    False if there is nothing to do: another process did it, or it was moved meanwhile.
    """
    call = await tx.session.get(Call, key, with_for_update=True, populate_existing=True)
    if call is None or call.state is not ReminderState.WAITING or call.due_at > now:
        return False
    row = await tx.get(Round, (call.group_id, call.round_id))
    found = await sittings_of(tx, group_id=call.group_id, round_ids=[call.round_id])
    mine = [
        one
        for one in found.get(call.round_id, ())
        if one.session.state is SessionState.PUBLISHED and call.session_id in (0, one.session.id)
    ]
    zone = await zone_of(tx, call.group_id)
    if row is None or not mine:
        call.state = ReminderState.STOPPED
        return True
    last_use = _last_use(call.kind, mine)
    if now >= last_use:
        call.state = ReminderState.MISSED
        return True
    if is_quiet(now, zone) and next_morning(now, zone) < last_use:
        call.due_at = next_morning(now, zone)
        return True
    if call.kind is CallKind.LAST:
        await _hand_last(tx, call, mine[0], bot_id=bot_id, now=now)
        return True
    call.people = await _tell(tx, call, row, mine, bot_id=bot_id, now=now)
    call.state = ReminderState.SENT if call.people else ReminderState.STOPPED
    call.sent_at = now if call.people else None
    return True


async def _hand_last(
    tx: Transaction, call: Call, one: Sitting, *, bot_id: int, now: datetime
) -> None:
    """Hand the last matters over; whose day is full gets them the next morning, if it is time."""
    count, is_held = await hand_last(tx, one, bot_id=bot_id, now=now)
    call.people += count
    morning = next_morning(now, await zone_of(tx, call.group_id))
    if is_held and morning < one.session.starts_at:
        call.due_at = morning
    else:
        call.state = ReminderState.SENT if call.people else ReminderState.STOPPED


def _last_use(kind: CallKind, mine: Sequence[Sitting]) -> datetime:
    """Return until when a call is of use: before the first session, or for a week after."""
    if kind is CallKind.CLOSING:
        return max(one.session.ends_at for one in mine) + _CLOSING_FOR
    return min(one.session.starts_at for one in mine)


async def _tell(
    tx: Transaction,
    call: Call,
    row: Round,
    mine: Sequence[Sitting],
    *,
    bot_id: int,
    now: datetime,
) -> int:
    """Tell whom it is for; return how many were told, 0 where there was nothing to tell."""
    notice: Notice | None = None
    match call.kind:
        case CallKind.VOTERS:
            return await tell_subscribers(tx, mine[0], bot_id=bot_id, now=now)
        case CallKind.PARAGRAPH:
            return await _paragraph(tx, call, row, mine, bot_id=bot_id, now=now)
        case CallKind.UNFILLED:
            notice = _unfilled(row, mine)
        case CallKind.UNCONFIRMED:
            notice = await _unconfirmed(tx, row, mine)
        case CallKind.CLOSING:
            notice = _closing(row, mine)
        case CallKind.LAST:
            return 0
    return await _to_staff(tx, call, notice, bot_id=bot_id, now=now) if notice else 0


async def _to_staff(
    tx: Transaction, call: Call, notice: Notice, *, bot_id: int, now: datetime
) -> int:
    about = f"call:{call.kind}:{call.id}:{call.planned_at:%y%m%d%H%M}"
    told = 0
    for member in await staff_of(tx, group_id=call.group_id):
        told += await say(tx, member, notice, about=about, bot_id=bot_id, now=now)
    return told


def _unfilled(row: Round, mine: Sequence[Sitting]) -> Notice | None:
    lines = tuple(line_of(one) for one in mine if one.short)
    if not lines:
        return None
    return r.Unfilled(group_id=row.group_id, round_id=row.id, day=row.day, lines=lines)


async def _unconfirmed(tx: Transaction, row: Round, mine: Sequence[Sitting]) -> Notice | None:
    people = tuple(
        (each.member.name, one.station.name)
        for one in mine
        for each in one.on_duty
        if each.duty.confirmed_at is None
    )
    swaps = [
        each.member.name
        for one in mine
        for each in one.on_duty
        if await open_swap(tx, one.session, each.member.id) is not None
    ]
    if not people and not swaps:
        return None
    return r.Unconfirmed(
        group_id=row.group_id,
        round_id=row.id,
        day=row.day,
        people=people,
        swaps=tuple(swaps),
    )


def _closing(row: Round, mine: Sequence[Sitting]) -> Notice | None:
    lines = tuple(line_of(one) for one in mine)
    return r.PleaseRecord(group_id=row.group_id, round_id=row.id, day=row.day, lines=lines)


async def _paragraph(
    tx: Transaction,
    call: Call,
    row: Round,
    mine: Sequence[Sitting],
    *,
    bot_id: int,
    now: datetime,
) -> int:
    """Give the staff the notice to voters as one text, and post it in the channel if there is."""
    group = await tx.load(groups, row.group_id)
    if group is None:
        return 0
    notice = v.Paragraph(
        group_name=group.name,
        day=row.day,
        sessions=tuple(_public(one) for one in mine),
    )
    told = await _to_staff(tx, call, notice, bot_id=bot_id, now=now)
    about = f"call:{call.kind}:{call.id}:{call.planned_at:%y%m%d%H%M}"
    told += await post_public(tx, row.group_id, notice, about=about, bot_id=bot_id, now=now)
    return told


def _public(one: Sitting) -> v.PublicLine:
    return v.PublicLine(
        station=one.station.name,
        address=one.station.address,
        starts_at=one.session.starts_at,
        names=tuple(each.member.name for each in one.on_duty),
        topics=one.session.topics,
    )

"""Voters hear of a session: subscribers beforehand, and whoever was told, of every change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.notices import Notice
from models.messages.tables import Lane
from models.people.queries import accounts
from models.receptions import voter_notices as v
from models.receptions.cards import is_ahead
from models.receptions.crew import off_duty, say
from models.receptions.queries import Sitting, Was, settings_of, sitting, zone_of
from models.receptions.rules import SLOT_BEFORE, CallKind, Mode, SlotState
from models.receptions.tables import Call, ReceptionSession, Slot, Told
from models.reminders.rules import ReminderState, is_quiet, out_of_quiet
from models.stations.queries import subscribers


async def for_voters(
    tx: Transaction, session: ReceptionSession, *, account_id: int, now: datetime
) -> v.ForVoters | None:
    """Return what a voter sees of a session now."""
    one = await sitting(tx, group_id=session.group_id, session_id=session.id)
    if one is None:
        return None
    slot = await tx.get(Slot, (session.group_id, session.id, account_id))
    settings = await settings_of(tx, session.group_id)
    mine = slot.number if slot and slot.state is SlotState.BOOKED else None
    return v.ForVoters(
        group_id=session.group_id,
        session_id=session.id,
        station_id=one.station.id,
        station=one.station.name,
        address=one.station.address,
        mode=session.mode,
        state=session.state,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        deputies=tuple(each.member.name for each in one.on_duty),
        topics=session.topics,
        is_bookable=settings.slots > 0 and mine is None and is_ahead(session, now),
        my_number=mine,
    )


async def tell_subscribers(tx: Transaction, one: Sitting, *, bot_id: int, now: datetime) -> int:
    """Tell the subscribers of the station, each once; return how many were new."""
    session = one.session
    told = 0
    people = await subscribers(tx, group_id=session.group_id, station_id=session.station_id)
    for account_id in people:
        notice = await for_voters(tx, session, account_id=account_id, now=now)
        if notice is not None and await note_told(tx, session, account_id, now=now):
            about = f"voters:{session.id}"
            told += await tell(tx, session, account_id, notice, about=about, bot_id=bot_id, now=now)
    return told


async def note_told(
    tx: Transaction, session: ReceptionSession, account_id: int, *, now: datetime
) -> bool:
    """Note that somebody knows of a session; tell whether that is new."""
    key = (session.group_id, session.id, account_id)
    if await tx.get(Told, key) is not None:
        return False
    tx.add(Told(group_id=key[0], session_id=key[1], account_id=account_id, at=now))
    await tx.flush()
    return True


async def tell(
    tx: Transaction,
    session: ReceptionSession,
    account_id: int,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
) -> bool:
    """Tell somebody on no roster something once, behind everything else that waits."""
    zone = await zone_of(tx, session.group_id)
    account = await tx.load(accounts, account_id)
    to = Recipient(
        chat_id=account_id,
        locale=(account.locale if account else None) or "zh-CN",
        zone=zone.key,
        group_id=session.group_id,
    )
    return await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=notice,
        about=about,
        now=now,
        lane=Lane.BROADCAST,
        silent=is_quiet(now, zone),
    )


async def tell_public(
    tx: Transaction,
    session: ReceptionSession,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
) -> bool:
    """Say something in the public channel, if the round of a session was announced there."""
    if not await is_announced(tx, session):
        return False
    return await post_public(tx, session.group_id, notice, about=about, bot_id=bot_id, now=now)


async def is_announced(tx: Transaction, session: ReceptionSession) -> bool:
    """Tell whether a public channel has said that this round takes place."""
    rows = await tx.scalars(
        select(Call.id).where(
            Call.group_id == session.group_id,
            Call.round_id == session.round_id,
            Call.session_id == 0,
            Call.kind == CallKind.PARAGRAPH,
            Call.state == ReminderState.SENT,
        )
    )
    channel = await chat_of(tx, group_id=session.group_id, role=ChatRole.CHANNEL)
    return channel is not None and rows.first() is not None


async def post_public(
    tx: Transaction, group_id: int, notice: Notice, *, about: str, bot_id: int, now: datetime
) -> bool:
    """Say something once in the public channel of a group; False if it has none."""
    channel = await chat_of(tx, group_id=group_id, role=ChatRole.CHANNEL)
    group = await tx.load(groups, group_id)
    if channel is None or group is None:
        return False
    to = Recipient(
        chat_id=channel.chat_id, locale=group.locale, zone=group.timezone, group_id=group.id
    )
    return await messages.post_once(tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now)


async def _who_knows(tx: Transaction, session: ReceptionSession) -> Sequence[int]:
    """Return everybody who was told of a session, or has booked a place."""
    told = await tx.scalars(
        select(Told.account_id).where(
            Told.group_id == session.group_id, Told.session_id == session.id
        )
    )
    booked = await tx.scalars(
        select(Slot.account_id).where(
            Slot.group_id == session.group_id,
            Slot.session_id == session.id,
            Slot.state == SlotState.BOOKED,
        )
    )
    return sorted({*told.all(), *booked.all()})


async def count_told(tx: Transaction, session: ReceptionSession) -> int:
    """Return how many voters would hear of a cancellation."""
    return len(await _who_knows(tx, session))


async def tell_moved(tx: Transaction, one: Sitting, *, was: Was, bot_id: int, now: datetime) -> int:
    """Tell everybody who was told where and when it is now; bookings stand, re-timed.

    The channel that announced it says so too.
    """
    session = one.session
    notice = v.MovedForVoters(
        station=one.station.name,
        address=one.station.address,
        was_at=was.at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        was_station=was.station if was.station != one.station.name else "",
        is_at_home=session.mode is Mode.HOUSE_CALL,
    )
    about = f"moved-voters:{session.id}:{now:%y%m%d%H%M%S%f}"
    told = 0
    for account_id in await _who_knows(tx, session):
        told += await tell(tx, session, account_id, notice, about=about, bot_id=bot_id, now=now)
    about = f"moved-public:{session.id}:{now:%y%m%d%H%M%S%f}"
    await tell_public(tx, session, notice, about=about, bot_id=bot_id, now=now)
    zone = await zone_of(tx, session.group_id)
    rows = await tx.scalars(
        select(Slot).where(
            Slot.group_id == session.group_id,
            Slot.session_id == session.id,
            Slot.state == SlotState.BOOKED,
        )
    )
    due = out_of_quiet(session.starts_at - SLOT_BEFORE, starts_at=session.starts_at, zone=zone)
    for slot in rows.all():
        slot.remind_at = due if due > now else None
    return told


async def tell_off(tx: Transaction, one: Sitting, *, bot_id: int, now: datetime) -> int:
    """Tell whoever stands by and every voter who was told that it does not take place."""
    session = one.session
    if one.backup is not None:
        about = f"standby-off:{session.id}"
        await say(tx, one.backup.member, off_duty(one, None), about=about, bot_id=bot_id, now=now)
    notice = v.OffForVoters(
        group_id=session.group_id,
        station_id=session.station_id,
        station=one.station.name,
        starts_at=session.starts_at,
        reason=session.reason,
    )
    told = 0
    for account_id in await _who_knows(tx, session):
        about = f"off-voters:{session.id}"
        told += await tell(tx, session, account_id, notice, about=about, bot_id=bot_id, now=now)
    public = v.OffInPublic(
        station=one.station.name,
        address=one.station.address,
        starts_at=session.starts_at,
        reason=session.reason,
    )
    about = f"off-public:{session.id}"
    await tell_public(tx, session, public, about=about, bot_id=bot_id, now=now)
    rows = await tx.scalars(
        select(Slot).where(Slot.group_id == session.group_id, Slot.session_id == session.id)
    )
    for slot in rows.all():
        slot.remind_at = None
    return told


async def is_told(tx: Transaction, session: ReceptionSession, kind: CallKind) -> bool:
    """Tell whether what is of this kind was told of a session already."""
    call = await tx.scalars(
        select(Call.id).where(
            Call.group_id == session.group_id,
            Call.round_id == session.round_id,
            Call.session_id == session.id,
            Call.kind == kind,
            Call.state == ReminderState.SENT,
        )
    )
    return call.first() is not None

"""Verbs on swaps: a deputy asks, another takes it, both have said yes, the staff see it."""

from datetime import datetime

from sqlalchemy import update

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.messages import actions as messages
from models.people.queries import members, staff_of
from models.people.rules import Actor
from models.people.tables import Member
from models.receptions import duty_notices as d
from models.receptions import notices as n
from models.receptions.cards import bare_line, is_ahead, open_swap
from models.receptions.crew import enter, follow, say, withdraw
from models.receptions.duties import drop_swaps, free_for, my_sitting, swap_about
from models.receptions.queries import (
    OnDuty,
    Sitting,
    duties_of,
    sitting,
)
from models.receptions.rules import DutyKind, SwapState
from models.receptions.tables import Duty, ReceptionSession, Swap


async def ask(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    session_id: int,
    by: Actor,
    now: datetime,
) -> d.SwapAsked:
    """Ask everybody who is free that day whether they can take a duty; asked once at a time."""
    one, mine = await my_sitting(tx, group_id=group_id, session_id=session_id, by=by, now=now)
    free = await free_for(tx, one)
    facts = {
        "group_id": group_id,
        "session_id": session_id,
        "station": one.station.name,
        "starts_at": one.session.starts_at,
        "people": len(free),
    }
    if await open_swap(tx, one.session, mine.member.id) is not None:
        return d.SwapAsked.model_validate(facts)
    swap = Swap(
        group_id=group_id,
        id=new_id(),
        session_id=session_id,
        member_id=mine.member.id,
        state=SwapState.ASKED,
        asked_at=now,
    )
    tx.add(swap)
    await tx.flush()
    notice = await wanted(tx, swap)
    for member in free:
        if notice is not None:
            await _card(tx, member, notice, swap, bot_id=bot_id, now=now)
    audit.write(tx, "receptions.swap_ask", by=by, now=now, group_id=group_id, subject_id=swap.id)
    return d.SwapAsked.model_validate(facts)


async def _card(
    tx: Transaction,
    member: Member,
    notice: d.SwapWanted,
    swap: Swap,
    *,
    bot_id: int,
    now: datetime,
) -> None:
    about = swap_about(swap.id)
    await say(tx, member, notice, about=about, bot_id=bot_id, now=now, live=True)


async def wanted(tx: Transaction, swap: Swap) -> d.SwapWanted | None:
    """Return what the others see of a swap now."""
    one = await sitting(tx, group_id=swap.group_id, session_id=swap.session_id)
    asker = await tx.load(members, (swap.group_id, swap.member_id))
    taker = await tx.load(members, (swap.group_id, swap.taker_id or 0))
    if one is None or asker is None:
        return None
    return d.SwapWanted(
        group_id=swap.group_id,
        swap_id=swap.id,
        name=asker.name,
        station=one.station.name,
        address=one.station.address,
        starts_at=one.session.starts_at,
        ends_at=one.session.ends_at,
        state=swap.state,
        taker=taker.name if taker else None,
    )


async def the_swap(tx: Transaction, *, group_id: int, swap_id: int) -> Swap:
    """Return a swap; Refusal (gone) if there is none."""
    swap = await tx.session.get(Swap, (group_id, swap_id), populate_existing=True)
    if swap is None:
        raise Refusal(Gone())
    return swap


async def choices(
    tx: Transaction, *, group_id: int, swap_id: int, by: Actor, now: datetime
) -> d.TakeHow:
    """Return how somebody can take a duty: just so, or against one of their own later ones."""
    swap = await the_swap(tx, group_id=group_id, swap_id=swap_id)
    one = await _takeable(tx, swap, by, now=now)
    asker = await tx.load(members, (group_id, swap.member_id))
    mine = await duties_of(tx, group_id=group_id, member_id=by.member_id or 0, since=now, limit=4)
    return d.TakeHow(
        group_id=group_id,
        swap_id=swap_id,
        name=asker.name if asker else "",
        station=one.station.name,
        starts_at=one.session.starts_at,
        mine=tuple(
            bare_line(session, station)
            for duty, session, station in mine
            if duty.kind is DutyKind.DUTY and session.round_id != one.session.round_id
        ),
    )


async def _takeable(tx: Transaction, swap: Swap, by: Actor, *, now: datetime) -> Sitting:
    one = await sitting(tx, group_id=swap.group_id, session_id=swap.session_id)
    if one is None or by.group_id != swap.group_id or by.member_id is None:
        raise Refusal(Gone())
    if swap.state is not SwapState.ASKED or not is_ahead(one.session, now):
        raise Refusal(d.SwapTaken(state=swap.state))
    if by.member_id not in {each.id for each in await free_for(tx, one)}:
        me = await tx.load(members, (swap.group_id, by.member_id))
        raise Refusal(n.TwiceInRound(name=me.name if me else ""))
    return one


async def take(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    swap_id: int,
    give: int,
    by: Actor,
    now: datetime,
) -> d.SwapWaits:
    """Offer to take a duty, against one's own (`give`) or just so (0); the first one counts.

    Of two at the same moment the second hears that it is taken.
    """
    swap = await the_swap(tx, group_id=group_id, swap_id=swap_id)
    one = await _takeable(tx, swap, by, now=now)
    given = await _given(tx, group_id, give, by, now=now)
    row = await _claim(tx, swap, give, by, now=now)
    asker = await tx.load(members, (group_id, swap.member_id))
    taker = await tx.load(members, (group_id, by.member_id or 0))
    if row is None or asker is None or taker is None:
        raise Refusal(d.SwapTaken(state=SwapState.OFFERED))
    notice = d.SwapOffered(
        group_id=group_id,
        swap_id=swap_id,
        taker=taker.name,
        station=one.station.name,
        starts_at=one.session.starts_at,
        give_station=given.station.name if given else None,
        give_starts_at=given.session.starts_at if given else None,
        state=row.state,
    )
    about = f"swap-offer:{swap_id}:{taker.id}:{now:%y%m%d%H%M%S}"
    await say(tx, asker, notice, about=about, bot_id=bot_id, now=now)
    await messages.touch(tx, group_id=group_id, about=swap_about(swap_id))
    audit.write(tx, "receptions.swap_take", by=by, now=now, group_id=group_id, subject_id=swap_id)
    return d.SwapWaits(name=asker.name, station=one.station.name, starts_at=one.session.starts_at)


async def _claim(
    tx: Transaction, swap: Swap, give: int, by: Actor, *, now: datetime
) -> Swap | None:
    """Write the offer if there is none yet: of two at the same moment one finds no row."""
    claimed = await tx.scalars(
        update(Swap)
        .where(Swap.group_id == swap.group_id, Swap.id == swap.id, Swap.state == SwapState.ASKED)
        .values(
            state=SwapState.OFFERED,
            taker_id=by.member_id,
            give_session_id=give or None,
            taken_at=now,
        )
        .returning(Swap)
        .execution_options(populate_existing=True)
    )
    row: Swap | None = claimed.first()
    return row


async def _given(
    tx: Transaction, group_id: int, give: int, by: Actor, *, now: datetime
) -> Sitting | None:
    if not give:
        return None
    one, _mine = await my_sitting(tx, group_id=group_id, session_id=give, by=by, now=now)
    return one


async def decide(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    swap_id: int,
    agrees: bool,
    by: Actor,
    now: datetime,
) -> d.SwapDone | None:
    """The one who asked agrees, and the duties change hands; or not, and others may take it.

    Refusal if anything has changed meanwhile: the offer, the state, who is on duty where.
    """
    swap = await tx.session.get(Swap, (group_id, swap_id), with_for_update=True)
    if swap is None or (by.group_id, by.member_id) != (swap.group_id, swap.member_id):
        raise Refusal(Gone())
    if swap.state is not SwapState.OFFERED:
        raise Refusal(d.SwapTaken(state=swap.state))
    if not agrees:
        swap.state, swap.taker_id, swap.give_session_id = SwapState.ASKED, None, None
        await messages.touch(tx, group_id=group_id, about=swap_about(swap_id))
        return None
    return await _exchange(tx, swap, bot_id=bot_id, by=by, now=now)


async def _exchange(
    tx: Transaction, swap: Swap, *, bot_id: int, by: Actor, now: datetime
) -> d.SwapDone:
    group_id = swap.group_id
    one, mine = await my_sitting(tx, group_id=group_id, session_id=swap.session_id, by=by, now=now)
    taker = await tx.load(members, (group_id, swap.taker_id or 0))
    free = {each.id for each in await free_for(tx, one)}
    given = await sitting(tx, group_id=group_id, session_id=swap.give_session_id or 0)
    if taker is None or taker.id not in free or not await _can_give(tx, swap, given, mine, now):
        raise Refusal(Gone())
    await withdraw(tx, one.session, mine.member.id)
    await enter(
        tx, one.session, taker, kind=DutyKind.DUTY, how="swapped", home=one.station.constituency
    )
    if given is not None:
        await withdraw(tx, given.session, taker.id)
        home = given.station.constituency
        await enter(tx, given.session, mine.member, kind=DutyKind.DUTY, how="swapped", home=home)
    swap.state, swap.settled_at = SwapState.DONE, now
    await tx.flush()
    for each in (one, given):
        if each is not None:
            await follow(tx, each.session, bot_id=bot_id, now=now)
    await messages.touch(tx, group_id=group_id, about=swap_about(swap.id))
    done = d.SwapDone(
        name=mine.member.name,
        taker=taker.name,
        station=one.station.name,
        starts_at=one.session.starts_at,
        give_station=given.station.name if given else None,
        give_starts_at=given.session.starts_at if given else None,
    )
    for member in (*await staff_of(tx, group_id=group_id), taker):
        about = f"swap-done:{swap.id}"
        await say(tx, member, done, about=about, bot_id=bot_id, now=now)
    audit.write(tx, "receptions.swap", by=by, now=now, group_id=group_id, subject_id=swap.id)
    return done


async def _can_give(
    tx: Transaction, swap: Swap, given: Sitting | None, mine: OnDuty, now: datetime
) -> bool:
    """Tell whether the duty given in exchange still is the taker's, and free for the other."""
    if swap.give_session_id is None:
        return True
    if given is None or not is_ahead(given.session, now):
        return False
    duty = await tx.get(Duty, (swap.group_id, swap.give_session_id, swap.taker_id or 0))
    free = {each.id for each in await free_for(tx, given)}
    return duty is not None and mine.member.id in free


async def give_up(
    tx: Transaction, *, group_id: int, session_id: int, by: Actor, now: datetime
) -> ReceptionSession:
    """Come after all: the wish to be relieved is withdrawn."""
    one, mine = await my_sitting(tx, group_id=group_id, session_id=session_id, by=by, now=now)
    await drop_swaps(tx, one.session, mine.member.id, now=now)
    return one.session

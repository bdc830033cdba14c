"""A deputy's own duty: whose it is, that it is known of, who is free instead."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.errors import Gone, Refusal
from models.messages import actions as messages
from models.people.rules import Actor
from models.people.tables import Member
from models.receptions import notices as n
from models.receptions.cards import is_ahead
from models.receptions.queries import OnDuty, Sitting, deputies_of, sitting, sittings_of
from models.receptions.rules import SessionState, SwapState
from models.receptions.tables import ReceptionSession, Swap

_OPEN = (SwapState.ASKED, SwapState.OFFERED)


def swap_about(swap_id: int) -> str:
    """Return what the cards of a swap are about, in the outbox."""
    return f"swap:{swap_id}"


async def my_sitting(
    tx: Transaction, *, group_id: int, session_id: int, by: Actor, now: datetime
) -> tuple[Sitting, OnDuty]:
    """Return a session and the duty in it of whoever acts; Refusal if they have none, or over."""
    one = await sitting(tx, group_id=group_id, session_id=session_id)
    mine = None
    if one is not None and by.group_id == group_id:
        mine = next((each for each in one.on_duty if each.member.id == by.member_id), None)
    if one is None or mine is None:
        raise Refusal(Gone())
    if not is_ahead(one.session, now):
        raise Refusal(n.NotNow(state=one.session.state))
    return one, mine


async def confirm(
    tx: Transaction, *, group_id: int, session_id: int, by: Actor, now: datetime
) -> ReceptionSession:
    """Note that a deputy has said 知道了; a second time changes nothing."""
    one = await sitting(tx, group_id=group_id, session_id=session_id)
    crew = one.crew if one is not None and by.group_id == group_id else ()
    mine = next((each.duty for each in crew if each.member.id == by.member_id), None)
    if one is None or mine is None:
        raise Refusal(Gone())
    mine.confirmed_at = mine.confirmed_at or now
    await tx.flush()
    return one.session


async def free_for(tx: Transaction, one: Sitting, *, unbound_too: bool = False) -> Sequence[Member]:
    """Return the deputies who are at no other session of the round and can be written to."""
    round_id = one.session.round_id
    found = await sittings_of(tx, group_id=one.session.group_id, round_ids=[round_id])
    busy = {
        each.member.id
        for other in found.get(round_id, ())
        for each in (other.on_duty if other.session.id == one.session.id else other.crew)
        if other.session.state is not SessionState.CANCELLED
    }
    everybody = await deputies_of(tx, group_id=one.session.group_id)
    return [each for each in everybody if each.id not in busy and (unbound_too or each.account_id)]


async def drop_swaps(
    tx: Transaction, session: ReceptionSession, member_id: int | None, *, now: datetime
) -> None:
    """Withdraw what is open about a session, of one deputy or of all."""
    rows = await tx.scalars(
        select(Swap).where(
            Swap.group_id == session.group_id,
            Swap.session_id == session.id,
            Swap.state.in_(_OPEN),
            *([Swap.member_id == member_id] if member_id is not None else []),
        )
    )
    for swap in rows.all():
        swap.state, swap.settled_at = SwapState.WITHDRAWN, now
        await messages.touch(tx, group_id=session.group_id, about=swap_about(swap.id))
    await tx.flush()

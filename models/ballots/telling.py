"""Tells electors that they may vote, staff that it is over, and the group what came of it."""

from datetime import datetime

from models.audit import actions as audit
from models.ballots import notices as n
from models.ballots import queries as q
from models.ballots.cards import result
from models.ballots.counting import close
from models.ballots.queries import result_about
from models.ballots.refusals import NotOpenYet
from models.ballots.rules import BallotState, Way
from models.ballots.tables import Ballot
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import Lane
from models.people.queries import staff_of
from models.people.rules import CLOCK, Actor, require_staff
from models.people.tables import Member
from models.suggestions.progress_notices import NoGroupChat
from models.suggestions.telling import tell


async def invite(tx: Transaction, one: Ballot, *, bot_id: int, now: datetime) -> int:
    """Ask every elector of the roster to vote, privately; return how many were reached."""
    group = await tx.load(groups, one.group_id)
    if group is None or one.closes_at is None:
        return 0
    notice = n.Invitation(
        group_id=one.group_id,
        ballot_id=one.id,
        ballot_kind=one.kind,
        title=one.title,
        closes_at=one.closes_at,
        marks=len(await q.places(tx, one)),
    )
    told = 0
    for row in await q.electors(tx, one):
        member = await tx.get(Member, (one.group_id, row.member_id or 0))
        if member is not None and row.way is Way.ONLINE:
            told += await tell(
                tx, member, group, notice, about=f"ballot:{one.id}", bot_id=bot_id, now=now
            )
    return told


async def due(tx: Transaction, *, now: datetime) -> list[tuple[int, int]]:
    """Return the open ballots whose time is up."""
    return list(await q.overdue(tx, now=now))


async def time_up(tx: Transaction, key: tuple[int, int], *, bot_id: int, now: datetime) -> bool:
    """Close a ballot whose time is up, and tell the staff, once.

    Where paper ballots are out and not counted alike, it stays open for their count only: the
    staff are told what is missing.
    """
    one = await q.held(tx, group_id=key[0], ballot_id=key[1])
    if one is None or one.state is not BallotState.OPEN or not one.closes_at or now < one.closes_at:
        return False
    is_closed = True
    try:
        async with tx.part():
            await close(tx, group_id=key[0], ballot_id=key[1], by=CLOCK, now=now)
    except Refusal:
        is_closed = False
    return await _tell_staff(tx, one, is_closed=is_closed, bot_id=bot_id, now=now) or is_closed


async def _tell_staff(
    tx: Transaction, one: Ballot, *, is_closed: bool, bot_id: int, now: datetime
) -> bool:
    group = await tx.load(groups, one.group_id)
    notice = n.ClosedByItself(
        group_id=one.group_id, ballot_id=one.id, title=one.title, is_closed=is_closed
    )
    told = False
    about = f"ballot-over:{one.id}:{int(is_closed)}"
    for member in await staff_of(tx, group_id=one.group_id):
        if group is not None:
            told |= await tell(tx, member, group, notice, about=about, bot_id=bot_id, now=now)
    return told


async def publish(
    tx: Transaction, *, bot_id: int, group_id: int, ballot_id: int, by: Actor, now: datetime
) -> Ballot:
    """Put the result into the deputies' chat, once; Refusal before the close or without a chat."""
    require_staff(by, group_id=group_id)
    one = await q.ballot(tx, group_id=group_id, ballot_id=ballot_id)
    group = await tx.load(groups, group_id)
    if one is None or group is None:
        raise Refusal(Gone())
    found = await result(tx, one)
    if found is None or not one.is_published:
        raise Refusal(NotOpenYet(title=one.title))
    chat = await chat_of(tx, group_id=group_id, role=ChatRole.DEPUTIES)
    if chat is None:
        raise Refusal(NoGroupChat())
    to = Recipient(
        chat_id=chat.chat_id, locale=group.locale, zone=group.timezone, group_id=group_id
    )
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=found,
        about=result_about(one.id),
        now=now,
        lane=Lane.BROADCAST,
    )
    audit.write(tx, "ballots.publish", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one

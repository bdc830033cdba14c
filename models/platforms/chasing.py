"""What has come back from the platform too late: staff are told once for each date."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.database import Transaction
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole
from models.issues.tables import Issue
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.notices import Notice
from models.people.queries import staff_of
from models.people.reaching import recipient
from models.platforms import notices as n
from models.platforms.actions import chase_moment
from models.platforms.tables import Ticket

_SHOWN = 15


async def due(tx: Transaction, *, now: datetime) -> Sequence[int]:
    """Return the groups of which something is to be chased."""
    rows = await tx.scalars(
        select(Ticket.group_id)
        .where(Ticket.chase_at.is_not(None), Ticket.chase_at <= now)
        .distinct()
    )
    return rows.all()


async def chase(tx: Transaction, group_id: int, *, bot_id: int, now: datetime) -> bool:
    """Tell a group's staff in one message what is late; each comes again after as many days."""
    rows = await tx.execute(
        select(Ticket, Issue)
        .join(Issue, (Issue.group_id == Ticket.group_id) & (Issue.id == Ticket.issue_id))
        .where(Ticket.group_id == group_id, Ticket.chase_at <= now, Ticket.result_at.is_(None))
        .order_by(Ticket.handed_at)
        .with_for_update()
    )
    late = [(row[0], row[1]) for row in rows]
    told = []
    for ticket, one in late:
        if one.answered_at is not None or one.closed_at is not None:
            ticket.chase_at = None
            continue
        ticket.chase_at, ticket.chased = await chase_moment(tx, group_id, now), ticket.chased + 1
        told.append(
            n.Waiting(
                number=one.number,
                external=ticket.number,
                is_maybe=ticket.sent_at is not None and ticket.next_at is None,
                handed_at=ticket.handed_at,
            )
        )
    if told:
        notice = n.Chase(waiting=tuple(told[:_SHOWN]), more=max(len(told) - _SHOWN, 0))
        about = f"platform-chase:{now:%Y%m%d%H%M}"
        await tell_staff(tx, group_id, notice, about=about, bot_id=bot_id, now=now)
    return bool(told)


async def tell_results(
    tx: Transaction, group_id: int, results: Sequence[n.Result], *, bot_id: int, now: datetime
) -> None:
    """Tell a group's staff in one message what the platform has answered."""
    if results:
        notice = n.Results(results=tuple(results[:_SHOWN]), more=max(len(results) - _SHOWN, 0))
        about = f"platform-results:{now:%Y%m%d%H%M%S}"
        await tell_staff(tx, group_id, notice, about=about, bot_id=bot_id, now=now)


async def tell_staff(
    tx: Transaction, group_id: int, notice: Notice, *, about: str, bot_id: int, now: datetime
) -> None:
    """Say something to the staff where they talk, to each privately if they have no chat."""
    group = await tx.load(groups, group_id)
    if group is None:
        return
    chat = await chat_of(tx, group_id=group_id, role=ChatRole.STAFF)
    to: list[Recipient | None]
    if chat is not None:
        to = [
            Recipient(
                chat_id=chat.chat_id,
                locale=group.locale,
                zone=group.timezone,
                group_id=group_id,
            )
        ]
    else:
        staff = await staff_of(tx, group_id=group_id)
        to = [await recipient(tx, member, zone=group.timezone) for member in staff]
    for each in to:
        if each is not None:
            await messages.post_once(
                tx, bot_id=bot_id, to=each, notice=notice, about=about, now=now
            )

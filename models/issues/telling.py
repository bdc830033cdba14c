"""The ways to those whom an issue concerns: the staff, the voter, whoever joined."""

from collections.abc import Sequence
from datetime import datetime

from models.database import Transaction
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole, Group
from models.issues import topics
from models.issues.cards import card_about, said_about, staff_card
from models.issues.queries import concerned
from models.issues.states import Urgency
from models.issues.tables import Issue
from models.issues.timing import zone_of
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.notices import Notice
from models.messages.tables import Lane
from models.people.queries import staff_of
from models.people.reaching import recipient, spoken_to
from models.people.tables import Member
from models.reminders.rules import awake


async def touch(tx: Transaction, one: Issue) -> None:
    """Have the cards of an issue shown anew."""
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))


async def announce(tx: Transaction, one: Issue, *, bot_id: int, now: datetime) -> None:
    """Show an issue to the staff: in a topic of its own where their chat has topics."""
    if not await topics.ask_for_one(tx, one, bot_id=bot_id, now=now):
        await show_card(tx, one, bot_id=bot_id, now=now)


async def show_card(tx: Transaction, one: Issue, *, bot_id: int, now: datetime) -> None:
    """Put the card of an issue where the staff talk, or before each of them without a chat."""
    card, about = await staff_card(tx, one), card_about(one.id)
    for to in await staff_places(tx, one):
        await messages.post_once(
            tx, bot_id=bot_id, to=to, notice=card, about=about, now=now, live=True
        )


async def staff_places(tx: Transaction, one: Issue) -> list[Recipient]:
    """Return where the staff hear of an issue: their chat, else each privately."""
    group = await tx.load(groups, one.group_id)
    if group is None:
        return []
    chat = await chat_of(tx, group_id=group.id, role=ChatRole.STAFF)
    if chat is None:
        return await privately(tx, group, await staff_of(tx, group_id=group.id))
    return [
        Recipient(
            chat_id=chat.chat_id,
            locale=group.locale,
            zone=group.timezone,
            group_id=group.id,
            thread_id=one.thread_id,
        )
    ]


async def privately(tx: Transaction, group: Group, members: Sequence[Member]) -> list[Recipient]:
    """Return the private chats of members who are bound."""
    found = [await recipient(tx, one, zone=group.timezone) for one in members]
    return [one for one in found if one is not None]


async def to_staff(
    tx: Transaction, one: Issue, notice: Notice, *, about: str, bot_id: int, now: datetime
) -> None:
    """Say something about an issue to the staff where they talk."""
    for to in await staff_places(tx, one):
        await messages.post_once(tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now)


async def to_member(
    tx: Transaction,
    one: Issue,
    member_id: int | None,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
) -> bool:
    """Say something about an issue to a member privately; False if they cannot be reached."""
    group = await tx.load(groups, one.group_id)
    member = await tx.get(Member, (one.group_id, member_id)) if member_id else None
    if group is None or member is None or member.left_at is not None:
        return False
    to = await privately(tx, group, [member])
    if not to:
        return False
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to[0],
        notice=notice,
        about=about,
        now=now,
        not_before=await polite(tx, one, now=now),
    )
    return True


async def polite(tx: Transaction, one: Issue, *, now: datetime) -> datetime:
    """Return when somebody may be told: now, or in the morning; of danger at any hour."""
    if one.urgency is Urgency.VERY_URGENT:
        return now
    zone = await zone_of(tx, one.group_id)
    return awake(now, zone)


async def to_account(
    tx: Transaction,
    one: Issue,
    account_id: int,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Say something about an issue to one account; the staff's card shows whether it arrived."""
    group = await tx.load(groups, one.group_id)
    if group is None:
        return
    to = await spoken_to(tx, group, account_id)
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=to,
        notice=notice,
        about=about,
        now=now,
        lane=Lane.NOTICE,
        echoes=card_about(one.id),
        not_before=not_before or await polite(tx, one, now=now),
        counts=True,
    )


async def to_voters(
    tx: Transaction,
    one: Issue,
    notice: Notice,
    *,
    entry_id: int,
    bot_id: int,
    now: datetime,
    only_reporter: bool = False,
) -> int:
    """Say something to everybody whom an issue concerns; return how many accounts that are."""
    told = 0
    for _known, account_id in await concerned(tx, one):
        if only_reporter and account_id != one.account_id:
            continue
        told += 1
        await to_account(
            tx, one, account_id, notice, about=said_about(entry_id), bot_id=bot_id, now=now
        )
    return told

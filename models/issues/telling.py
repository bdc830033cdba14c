"""The ways to those whom an issue concerns: the staff, the voter, whoever joined."""

from datetime import datetime

from models.database import Transaction
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole
from models.issues.cards import staff_card
from models.issues.tables import Issue
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.notices import Notice
from models.messages.tables import Lane
from models.people.queries import accounts, staff_of
from models.people.reaching import recipient


def card_about(issue_id: int) -> str:
    """Return what the staff's card of an issue is about, in the outbox."""
    return f"issue:{issue_id}"


async def touch(tx: Transaction, one: Issue) -> None:
    """Have the cards of an issue shown anew."""
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))


async def announce(tx: Transaction, one: Issue, *, bot_id: int, now: datetime) -> None:
    """Show an issue to the staff: one card in their chat, or one to each without a chat."""
    await to_staff(
        tx, one, await staff_card(tx, one), about=card_about(one.id), bot_id=bot_id, now=now
    )


async def to_staff(
    tx: Transaction, one: Issue, notice: Notice, *, about: str, bot_id: int, now: datetime
) -> None:
    """Say something to the staff where they talk, each privately if they have no chat."""
    group = await tx.load(groups, one.group_id)
    if group is None:
        return
    chat = await chat_of(tx, group_id=group.id, role=ChatRole.STAFF)
    to: list[Recipient | None] = []
    if chat is not None:
        to.append(
            Recipient(
                chat_id=chat.chat_id,
                locale=group.locale,
                zone=group.timezone,
                group_id=group.id,
                thread_id=one.thread_id,
            )
        )
    else:
        staff = await staff_of(tx, group_id=group.id)
        to = [await recipient(tx, member, zone=group.timezone) for member in staff]
    for each in to:
        if each is not None:
            await messages.post_once(
                tx,
                bot_id=bot_id,
                to=each,
                notice=notice,
                about=about,
                now=now,
                live=about == card_about(one.id),
            )


async def to_account(
    tx: Transaction,
    one: Issue,
    account_id: int,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
) -> None:
    """Say something about an issue to one account, in their language."""
    group = await tx.load(groups, one.group_id)
    account = await tx.load(accounts, account_id)
    if group is None:
        return
    to = Recipient(
        chat_id=account_id,
        locale=(account.locale if account else None) or group.locale,
        zone=group.timezone,
        group_id=group.id,
    )
    await messages.post_once(
        tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now, lane=Lane.NOTICE
    )

"""The staff's card of an issue: shown privately, and as it is now wherever it stands."""

from datetime import datetime
from typing import TypedDict

from handlers.kit.live import live
from handlers.kit.visit import Visit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import ChatRole
from models.issues import desk_notices as d
from models.issues import notices as n
from models.issues import queries, topics
from models.issues.cards import staff_card
from models.issues.tables import Issue
from models.messages.notices import Notice
from models.people.rules import Actor, acting


class Facts(TypedDict):
    """Who acts on which issue, and when: for every verb on one."""

    group_id: int
    issue_id: int
    by: Actor
    now: datetime


async def the_staff(visit: Visit, group_id: int) -> Actor:
    """Return the person as staff of a group; Refusal if they are not."""
    return acting(await visit.staff(group_id))


async def the_issue(visit: Visit, group_id: int, issue_id: int) -> Issue:
    """Return an issue to the staff of its group; Refusal to everybody else."""
    await visit.staff(group_id)
    one = await queries.issue(visit.tx, group_id=group_id, issue_id=issue_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def show_card(visit: Visit, one: Issue) -> None:
    """Show the card: in place of what was pressed privately; in the chat it is live anyway."""
    card = await staff_card(visit.tx, one)
    if visit.is_private:
        await visit.change(card)
        return
    chat = await visit.chat()
    if chat is None or chat.role is not ChatRole.STAFF:
        await visit.tell(card)  # contact data and notes are not for other chats


async def bring_card(visit: Visit, one: Issue) -> None:
    """Show the card to whoever asks for it: from a chat privately, for there it lies far above."""
    card = await staff_card(visit.tx, one)
    await (visit.change(card) if visit.is_private else visit.tell(card))


@live(d.Topic)
async def topic_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return what the topic of an issue is to be called now."""
    if not isinstance(then, d.Topic):
        return None
    one = await queries.issue(tx, group_id=then.group_id, issue_id=then.issue_id)
    return topics.named(one) if one else None


@live(n.StaffCard)
async def card_now(tx: Transaction, then: Notice) -> Notice | None:
    """Return an issue as it is now."""
    if not isinstance(then, n.StaffCard):
        return None
    one = await queries.issue(tx, group_id=then.group_id, issue_id=then.issue_id)
    return await staff_card(tx, one) if one else None

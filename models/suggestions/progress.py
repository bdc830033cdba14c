"""How far a year's suggestions are, told to the group without a name."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import chat_of, groups
from models.groups.tables import ChatRole
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.tables import Lane
from models.people.rules import Actor, require_staff
from models.suggestions.listing import year_counts
from models.suggestions.progress_notices import GroupProgress, NoGroupChat


async def for_group(tx: Transaction, *, group_id: int, year: int, now: datetime) -> GroupProgress:
    """Return a year's figures as the group may hear them: no deputy, no unit."""
    group = await tx.load(groups, group_id)
    if group is None:
        raise Refusal(Gone())
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    found = await year_counts(tx, group_id=group_id, year=year, today=today)
    return GroupProgress(
        group_name=group.name,
        year=year,
        total=found.total,
        filed=found.filed,
        assigned=found.assigned,
        answered=found.answered,
        rated=found.rated,
        satisfied=found.satisfied,
        done=found.done,
        overdue=found.overdue,
    )


async def tell_group(
    tx: Transaction, *, bot_id: int, group_id: int, year: int, by: Actor, now: datetime
) -> GroupProgress:
    """Put a year's figures into the deputies' chat, at most once a day; Refusal without a chat."""
    require_staff(by, group_id=group_id)
    group = await tx.load(groups, group_id)
    chat = await chat_of(tx, group_id=group_id, role=ChatRole.DEPUTIES)
    if group is None or chat is None:
        raise Refusal(NoGroupChat())
    notice = await for_group(tx, group_id=group_id, year=year, now=now)
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    await messages.post_once(
        tx,
        bot_id=bot_id,
        to=Recipient(
            chat_id=chat.chat_id, locale=group.locale, zone=group.timezone, group_id=group_id
        ),
        notice=notice,
        about=f"suggestions:{year}:{today:%Y%m%d}",
        now=now,
        lane=Lane.BROADCAST,
    )
    audit.write(tx, "suggestions.tell_group", by=by, now=now, group_id=group_id, year=year)
    return notice

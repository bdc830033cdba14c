"""Tells deputies and staff about suggestions, privately and in waking hours."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.groups.tables import Group
from models.messages import actions as messages
from models.messages.notices import Notice
from models.people.queries import staff_of
from models.people.reaching import recipient
from models.people.rules import Actor
from models.people.tables import Member
from models.reminders.rules import awake
from models.suggestions import notices as n
from models.suggestions.queries import last_answer, standing_signers
from models.suggestions.rules import OWED, Move
from models.suggestions.tables import Step, Suggestion
from models.units.tables import Unit

_SILENT = frozenset({Move.DRAFT, Move.IMPORT})


async def tell(
    tx: Transaction,
    member: Member,
    group: Group,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
) -> bool:
    """Tell a member something once, in the morning if it is night; say whether it goes out."""
    to = await recipient(tx, member, zone=group.timezone)
    if to is None or member.left_at is not None:
        return False
    zone = ZoneInfo(group.timezone)
    when = awake(now, zone)
    return await messages.post_once(
        tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now, not_before=when
    )


async def moved(
    tx: Transaction,
    one: Suggestion,
    step: Step,
    *,
    group: Group,
    by: Actor,
    bot_id: int,
    staff_too: bool,
) -> None:
    """Tell everybody who signed, and the staff where they are to act; never whoever did it."""
    if step.move in _SILENT:
        return
    notice = await _moved(tx, one, step)
    people = [member for _row, member in await standing_signers(tx, one)]
    if staff_too:
        people += await staff_of(tx, group_id=one.group_id)
    for member in people:
        if member.id != by.member_id:
            await tell(
                tx,
                member,
                group,
                notice,
                about=f"suggestion:{step.id}",
                bot_id=bot_id,
                now=step.at,
            )


async def _moved(tx: Transaction, one: Suggestion, step: Step) -> n.Moved:
    answer = await last_answer(tx, one) if one.round else None
    who = await tx.get(Member, (one.group_id, step.by_id)) if step.by_id else None
    unit = await tx.get(Unit, (one.group_id, step.by_unit_id)) if step.by_unit_id else None
    return n.Moved(
        group_id=one.group_id,
        suggestion_id=one.id,
        number=one.number,
        title=one.title,
        move=step.move,
        state=one.state,
        on=step.on,
        note=step.note,
        unit=one.unit,
        due_on=_due(one),
        answer_class=answer.answer_class if answer else None,
        who=who.name if who else unit.name if unit else "",
    )


def _due(one: Suggestion) -> date | None:
    return one.answer_by if one.state in OWED else None

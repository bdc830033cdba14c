"""A suggestion as one of its units sees it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.database import Transaction
from models.groups.queries import groups
from models.suggestions import order_notices as n
from models.suggestions import queries as q
from models.suggestions.cards import answered, cut, talked
from models.suggestions.tables import Assistant, Suggestion


async def card(tx: Transaction, one: Suggestion, *, unit_id: int, now: datetime) -> n.Card:
    """Return a suggestion as it stands, for the unit that leads or one that assists."""
    group = await tx.load(groups, one.group_id)
    today = now.astimezone(ZoneInfo(group.timezone if group else "UTC")).date()
    helpers = await q.assistants(tx, one)
    mine = next((row for row in helpers if row.unit_id == unit_id), None)
    is_leading = one.unit_id == unit_id or mine is None
    answer = await q.last_answer(tx, one) if one.round else None
    return n.Card(
        group_id=one.group_id,
        suggestion_id=one.id,
        unit_id=unit_id,
        is_leading=is_leading,
        is_mine=one.unit_id == unit_id or mine is not None,
        number=one.number,
        title=one.title,
        problem=cut(one.problem),
        proposal=cut(one.proposal),
        state=one.state,
        deputies=tuple(member.name for _row, member in await q.standing_signers(tx, one)),
        unit=one.unit or "",
        assisting=tuple(row.unit for row in helpers),
        accept_by=one.accept_by,
        can_return=one.accept_by is None or today <= one.accept_by,
        answer_by=one.answer_by,
        extended_months=one.extended_months,
        talks=await talked(tx, one),
        answer=answered(answer) if answer else None,
        claimed_on=answer.claimed_on if answer else None,
        **_opinion(None if is_leading else mine),
    )


def _opinion(row: Assistant | None) -> dict[str, object]:
    return {"due_on": row.due_on if row else None, "opinion": row.opinion if row else None}

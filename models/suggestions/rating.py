"""The deputy says what an answer is worth; who is dissatisfied gets another one."""

from typing import Unpack

from models.database import Transaction
from models.errors import Gone, Refusal
from models.suggestions.moving import Doing, closed, is_lead, opened
from models.suggestions.promising import finish
from models.suggestions.queries import last_answer
from models.suggestions.rules import (
    REDO_MONTHS,
    Move,
    Satisfaction,
    SuggestionState,
    after_rating,
    months_after,
)
from models.suggestions.tables import Suggestion


async def require_open(tx: Transaction, **doing: Unpack[Doing]) -> None:
    """Refuse what `rate` would refuse, before a reason is asked for."""
    turn = await opened(tx, Move.RATE, lead_too=True, **doing)
    row = await last_answer(tx, turn.one)
    if row is None or row.satisfaction is not None:
        raise Refusal(Gone())


async def rate(
    tx: Transaction, *, satisfaction: Satisfaction, remark: str = "", **doing: Unpack[Doing]
) -> Suggestion:
    """Say what an answer is worth, by the lead, or by the staff who wrote down what they said.

    Dissatisfied: the unit answers again within a month. Else it is done, or waits for the proof
    of what was promised.
    """
    turn = await opened(tx, Move.RATE, lead_too=True, **doing)
    one = turn.one
    row = await last_answer(tx, one)
    if row is None or row.satisfaction is not None:
        raise Refusal(Gone())
    row.satisfaction, row.remark = satisfaction, remark[:500] or None
    row.rated_on, row.rated_by = turn.today, turn.by.member_id
    leads_to = after_rating(satisfaction, row.answer_class, is_proven=row.proven_on is not None)
    if leads_to is SuggestionState.REDOING:
        one.answer_by = months_after(turn.today, REDO_MONTHS)
    one.state = leads_to if leads_to is not SuggestionState.DONE else SuggestionState.ANSWERED
    await tx.flush()
    note = satisfaction.value if is_lead(one, turn.by) else f"{satisfaction.value} (staff)"
    is_done = leads_to is SuggestionState.DONE
    await closed(tx, turn, on=turn.today, note=note, staff_too=True, is_told=not is_done)
    if is_done:
        await finish(tx, **doing)
    return one

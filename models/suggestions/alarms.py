"""The clocks of a suggestion as rows: when somebody is to be told that a term ends."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from models.base import new_id
from models.database import Transaction
from models.suggestions.queries import assistants, last_answer
from models.suggestions.rules import OWED, SuggestionState, Term, marks, rate_by
from models.suggestions.tables import Alarm, Suggestion

AT = time(9)  # on the wall of the group


async def running(tx: Transaction, one: Suggestion) -> Sequence[tuple[Term, date]]:
    """Return the terms that run now, and the last day of each."""
    found: list[tuple[Term, date]] = []
    if one.state is SuggestionState.ASSIGNED and one.accept_by:
        found.append((Term.ACCEPT, one.accept_by))
    if one.state in OWED and one.answer_by:
        found.append((Term.ANSWER, one.answer_by))
        waiting = {row.due_on for row in await assistants(tx, one) if row.said_on is None}
        found += [(Term.ASSIST, day) for day in sorted(waiting)]
    if one.state is SuggestionState.ANSWERED and one.answered_on:
        found.append((Term.RATE, rate_by(one.answered_on)))
    if one.state in (SuggestionState.ANSWERED, SuggestionState.RATED):
        answer = await last_answer(tx, one)
        if answer is not None and answer.promised_for and answer.proven_on is None:
            found.append((Term.PROMISE, answer.promised_for))
    return found


async def follow(tx: Transaction, one: Suggestion, *, zone: ZoneInfo, now: datetime) -> None:
    """Have the alarms say what the suggestion says; what was told already is not told again."""
    await tx.execute(
        delete(Alarm)
        .where(
            Alarm.group_id == one.group_id,
            Alarm.suggestion_id == one.id,
            Alarm.told_at.is_(None),
        )
        .execution_options(synchronize_session=False)
    )
    told = await _told(tx, one)
    today = now.astimezone(zone).date()
    for term, ends in await running(tx, one):
        for left, day in _ahead(term, ends, today):
            if (term, ends, left) not in told:
                tx.add(_alarm(one, term, left, ends, datetime.combine(day, AT, zone)))
    await tx.flush()


async def _told(tx: Transaction, one: Suggestion) -> set[tuple[Term, date, int]]:
    rows = await tx.scalars(
        select(Alarm).where(Alarm.group_id == one.group_id, Alarm.suggestion_id == one.id)
    )
    return {(row.term, row.term_ends, row.days_left) for row in rows}


def _ahead(term: Term, ends: date, today: date) -> Sequence[tuple[int, date]]:
    """Return the marks that lie ahead; of a term that is over, one for today."""
    found = [(left, day) for left, day in marks(term, ends) if day >= today]
    if found or ends >= today:
        return found
    return [((ends - today).days, today)]


def _alarm(one: Suggestion, term: Term, left: int, ends: date, due_at: datetime) -> Alarm:
    return Alarm(
        group_id=one.group_id,
        id=new_id(),
        suggestion_id=one.id,
        term=term,
        days_left=left,
        term_ends=ends,
        due_at=due_at,
    )


async def put_off(alarm: Alarm, *, until: datetime) -> None:
    """Have somebody told later."""
    alarm.due_at = until


def days_left(ends: date, now: datetime, zone: ZoneInfo) -> int:
    """Return how many days a term still has; negative once it is over."""
    return (ends - now.astimezone(zone).date()) // timedelta(days=1)

"""What the congress's office decides, as the staff write it down: file, return, assign, extend."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from models.base import new_id
from models.database import Transaction
from models.errors import Refusal
from models.suggestions import refusals as r
from models.suggestions.moving import Doing, Turn, closed, opened
from models.suggestions.queries import by_number
from models.suggestions.rules import (
    ANSWER_MONTHS,
    ASSIST_MONTHS,
    MOST_MONTHS,
    Move,
    accept_by,
    answer_by,
    may_extend,
    months_after,
)
from models.suggestions.tables import Assistant, Suggestion


async def give_back(tx: Transaction, *, reason: str, **doing: Unpack[Doing]) -> Suggestion:
    """Note that a suggestion was returned to be mended, and why; everybody signs anew then."""
    turn = await opened(tx, Move.RETURN, **doing)
    return await closed(tx, turn, on=turn.today, note=reason)


async def file(
    tx: Transaction, *, number: str, on: date | None = None, **doing: Unpack[Doing]
) -> Suggestion:
    """Put a suggestion on file under the congress's number; from here on it brings points.

    Refusal (number taken) if another one of the year has it.
    """
    turn = await opened(tx, Move.FILE, **doing)
    one = turn.one
    number = number.strip()[:40]
    other = await by_number(
        tx, group_id=one.group_id, level=one.level, year=one.year, number=number
    )
    if other is not None and other.id != one.id:
        raise Refusal(r.NumberTaken(number=number, title=other.title))
    one.number, one.filed_on = number, turn.day(on, after=one.submitted_on)
    return await closed(tx, turn, on=one.filed_on, note=number)


async def assign(
    tx: Transaction,
    *,
    unit: str,
    assisting: Sequence[str] = (),
    on: date | None = None,
    **doing: Unpack[Doing],
) -> Suggestion:
    """Note which unit has it: the clocks of the law start on that day (T0)."""
    turn = await opened(tx, Move.ASSIGN, **doing)
    one = turn.one
    day = turn.day(on, after=one.filed_on)
    one.unit, one.assigned_on, one.extended_months = unit.strip()[:128], day, 0
    one.accept_by, one.answer_by = accept_by(day), answer_by(day)
    for name in assisting:
        tx.add(
            Assistant(
                group_id=one.group_id,
                id=new_id(),
                suggestion_id=one.id,
                unit=name.strip()[:128],
                due_on=months_after(day, ASSIST_MONTHS),
            )
        )
    await tx.flush()
    return await closed(tx, turn, on=day, note=one.unit)


async def send_back(tx: Transaction, *, reason: str, **doing: Unpack[Doing]) -> Suggestion:
    """Note that a unit gives it back, within seven working days; the staff find another.

    Refusal (day) after them: then it is the unit's.
    """
    turn = await opened(tx, Move.SEND_BACK, **doing)
    limit = turn.one.accept_by
    if limit is not None and turn.today > limit:
        raise Refusal(r.DayDoesNotFit(not_before=limit))
    return await closed(tx, turn, on=turn.today, note=reason)


async def accept(tx: Transaction, *, on: date | None = None, **doing: Unpack[Doing]) -> Suggestion:
    """Note that the unit takes it on."""
    turn = await opened(tx, Move.ACCEPT, **doing)
    return await closed(tx, turn, on=turn.day(on, after=turn.one.assigned_on))


async def extend(
    tx: Transaction, *, months: int, reason: str, **doing: Unpack[Doing]
) -> Suggestion:
    """Give a unit more time, with a reason, to at most six months in all.

    Refusal (no more time) beyond them.
    """
    turn = await opened(tx, Move.EXTEND, **doing)
    one = turn.one
    if one.assigned_on is None or not may_extend(one.extended_months, months):
        raise Refusal(r.NoMoreTime(left=MOST_MONTHS - ANSWER_MONTHS - one.extended_months))
    one.extended_months += months
    one.answer_by = answer_by(one.assigned_on, one.extended_months)
    return await closed(tx, turn, on=turn.today, note=reason)


async def mark(
    tx: Transaction,
    *,
    is_key: bool | None = None,
    is_excellent: bool | None = None,
    **doing: Unpack[Doing],
) -> Suggestion:
    """Mark a suggestion as key or excellent, or take the mark off; points follow."""
    turn = await opened(tx, Move.MARK, **doing)
    one = turn.one
    one.is_key = one.is_key if is_key is None else is_key
    one.is_excellent = one.is_excellent if is_excellent is None else is_excellent
    return await closed(tx, turn, on=turn.today, note=_marks(turn))


def _marks(turn: Turn) -> str:
    one = turn.one
    return " ".join(name for name in ("key", "excellent") if getattr(one, f"is_{name}"))

"""What the congress's office decides, as the staff write it down: file, return, assign, extend."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.suggestions import naming, orders
from models.suggestions import refusals as r
from models.suggestions.moving import Doing, Turn, closed, opened
from models.suggestions.order_notices import ReturnTooLate
from models.suggestions.queries import assistants, by_number
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
from models.units.queries import unit as unit_there


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
    """Note which unit has it: the clocks of the law start on that day (T0).

    The contacts of units that are on the group's list get it as a card; other names stay words.
    """
    turn = await opened(tx, Move.ASSIGN, **doing)
    one = turn.one
    day = turn.day(on, after=one.filed_on)
    names = [_called(name) for name in (unit, *assisting)]
    there = await naming.known(tx, group_id=one.group_id, names=names)
    one.unit, one.unit_id = names[0], there.get(names[0])
    one.assigned_on, one.extended_months = day, 0
    one.accept_by, one.answer_by = accept_by(day), answer_by(day)
    helping = {row.unit: row for row in await assistants(tx, one)}
    if names[0] in helping:  # it assisted, and leads now
        await orders.touch_helper(tx, helping[names[0]])
        await tx.session.delete(helping[names[0]])
    for name in dict.fromkeys(names[1:]):
        if name not in {*helping, names[0]}:
            tx.add(_assistant(one, name, there.get(name), day))
    await tx.flush()
    return await closed(tx, turn, on=day, note=one.unit)


def _called(name: str) -> str:
    return " ".join(name.split())[:128]


def _assistant(one: Suggestion, name: str, unit_id: int | None, day: date) -> Assistant:
    return Assistant(
        group_id=one.group_id,
        id=new_id(),
        suggestion_id=one.id,
        unit=name,
        unit_id=unit_id,
        due_on=months_after(day, ASSIST_MONTHS),
    )


async def assist(tx: Transaction, *, unit_id: int, **doing: Unpack[Doing]) -> Suggestion:
    """Have one more unit assist: it has a month from today, and its contacts get the card.

    Refusal (helps already) for one that leads or assists, (gone) for one that is not there, (not
    now) where no unit owes an answer.
    """
    turn = await opened(tx, Move.ASSIST, **doing)
    one = turn.one
    found = await unit_there(tx, group_id=one.group_id, unit_id=unit_id)
    if found is None:
        raise Refusal(Gone())
    if found.name in {one.unit, *(row.unit for row in await assistants(tx, one))}:
        raise Refusal(r.HelpsAlready(unit=found.name, title=one.title))
    tx.add(_assistant(one, found.name, found.id, turn.today))
    await tx.flush()
    await closed(tx, turn, on=turn.today, note=found.name, is_told=False)
    await orders.send(tx, one, bot_id=turn.bot_id, now=turn.now)
    return one


async def send_back(tx: Transaction, *, reason: str, **doing: Unpack[Doing]) -> Suggestion:
    """Give it back, as the unit or in its name, within seven working days; staff find another.

    Refusal (day) after them: then it is the unit's.
    """
    turn = await require_returnable(tx, **doing)
    return await closed(tx, turn, on=turn.today, note=reason)


async def require_returnable(tx: Transaction, **doing: Unpack[Doing]) -> Turn:
    """Refuse what `send_back` would refuse, before a reason is typed."""
    turn = await opened(tx, Move.SEND_BACK, unit_too=True, **doing)
    limit = turn.one.accept_by
    if limit is not None and turn.today > limit:
        raise Refusal(ReturnTooLate(title=turn.one.title, accept_by=limit))
    return turn


async def accept(tx: Transaction, *, on: date | None = None, **doing: Unpack[Doing]) -> Suggestion:
    """Take it on, as the unit or in its name."""
    turn = await opened(tx, Move.ACCEPT, unit_too=True, **doing)
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

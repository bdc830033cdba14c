"""Suggestions with their units: a card for each contact, kept as it stands, and what they hear."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from models.database import Transaction
from models.groups.queries import groups
from models.messages import actions as messages
from models.messages.notices import Notice
from models.people.rules import Actor
from models.suggestions import order_notices as n
from models.suggestions.queries import assistants
from models.suggestions.rules import OWED, WITH_UNIT, Move, SuggestionState
from models.suggestions.showing_orders import card
from models.suggestions.tables import Assistant, Step, Suggestion
from models.units.tables import Unit
from models.units.telling import tell_contacts

_TOLD = frozenset({Move.EXTEND, Move.FINISH, Move.DOUBT})


async def follow(tx: Transaction, one: Suggestion, step: Step, *, by: Actor, bot_id: int) -> None:
    """Have the units see what happened: a card when it is assigned, and what others did to it."""
    if step.move is Move.ASSIGN:
        await send(tx, one, bot_id=bot_id, now=step.at)
        await _touch_earlier(tx, one)
    if one.unit_id is None:
        return
    await touch(tx, one)
    is_redone = step.move is Move.RATE and one.state is SuggestionState.REDOING
    if (is_redone or step.move in _TOLD) and by.unit_id != one.unit_id:
        notice = n.Moved(
            group_id=one.group_id,
            suggestion_id=one.id,
            unit_id=one.unit_id,
            number=one.number,
            title=one.title,
            move=Move.REDO if is_redone else step.move,
            note="" if is_redone else step.note,
            answer_by=one.answer_by,
        )
        about = f"suggestion-moved:{step.id}"
        await to_unit(tx, one, one.unit_id, notice, about=about, bot_id=bot_id, now=step.at)


async def send(tx: Transaction, one: Suggestion, *, bot_id: int, now: datetime) -> None:
    """Hand a suggestion to the contacts of its units; who has the card already gets no other."""
    group = await tx.load(groups, one.group_id)
    if group is None or one.state not in WITH_UNIT:
        return
    wanted = [(one.unit_id, await _about(tx, one))]
    if one.state in OWED:
        wanted += [(row.unit_id, _helps(row)) for row in await assistants(tx, one)]
    for unit_id, about in wanted:
        if unit_id is None:
            continue
        shown = await card(tx, one, unit_id=unit_id, now=now)
        await to_unit(tx, one, unit_id, shown, about=about, bot_id=bot_id, now=now, live=True)


async def _about(tx: Transaction, one: Suggestion) -> str:
    """Return what the leading unit's card is about: another one each time it is assigned."""
    return _order_about(one, one.unit_id, await _times(tx, one))


def _order_about(one: Suggestion, unit_id: int | None, nth: int) -> str:
    return f"suggestion-order:{one.id}:{unit_id}:{nth}"


async def _times(tx: Transaction, one: Suggestion) -> int:
    """Return how often it was assigned."""
    times = await tx.scalars(
        select(func.count()).where(
            Step.group_id == one.group_id,
            Step.suggestion_id == one.id,
            Step.move == Move.ASSIGN,
        )
    )
    return int(times.one())


async def _touch_earlier(tx: Transaction, one: Suggestion) -> None:
    """Have the cards of units that led it before say that it is theirs no more."""
    before = range(1, await _times(tx, one))
    if not before:
        return
    units = await tx.scalars(select(Unit.id).where(Unit.group_id == one.group_id))
    abouts = [_order_about(one, unit_id, nth) for unit_id in units for nth in before]
    await messages.touch_each(tx, group_id=one.group_id, abouts=abouts)


def _helps(row: Assistant) -> str:
    return f"suggestion-help:{row.id}"


async def touch_helper(tx: Transaction, row: Assistant) -> None:
    """Have the card of a unit that assists shown anew."""
    await messages.touch(tx, group_id=row.group_id, about=_helps(row))


async def touch(tx: Transaction, one: Suggestion) -> None:
    """Have the cards of the units shown anew."""
    helpers = [_helps(row) for row in await assistants(tx, one) if row.unit_id is not None]
    for about in (await _about(tx, one), *helpers):
        await messages.touch(tx, group_id=one.group_id, about=about)


async def to_unit(
    tx: Transaction,
    one: Suggestion,
    unit_id: int,
    notice: Notice,
    *,
    about: str,
    bot_id: int,
    now: datetime,
    live: bool = False,
) -> int:
    """Say something to a unit's contacts in waking hours, once; return how many there are."""
    return await tell_contacts(
        tx,
        notice,
        group_id=one.group_id,
        unit_id=unit_id,
        about=about,
        bot_id=bot_id,
        now=now,
        live=live,
    )


async def led_by(tx: Transaction, *, group_id: int, unit_id: int) -> Sequence[Suggestion]:
    """Return what a unit leads and is not done with, the next term first."""
    rows = await tx.scalars(
        select(Suggestion)
        .where(
            Suggestion.group_id == group_id,
            Suggestion.unit_id == unit_id,
            Suggestion.state.in_(WITH_UNIT),
        )
        .order_by(Suggestion.answer_by, Suggestion.id)
    )
    return rows.all()


async def helped_by(
    tx: Transaction, *, group_id: int, unit_id: int
) -> Sequence[tuple[Assistant, Suggestion]]:
    """Return what waits for the opinion of a unit that assists."""
    rows = await tx.execute(
        select(Assistant, Suggestion)
        .join(
            Suggestion,
            (Suggestion.group_id == Assistant.group_id)
            & (Suggestion.id == Assistant.suggestion_id),
        )
        .where(
            Assistant.group_id == group_id,
            Assistant.unit_id == unit_id,
            Assistant.said_on.is_(None),
            Suggestion.state.in_(OWED),
        )
        .order_by(Assistant.due_on, Assistant.id)
    )
    return [(row[0], row[1]) for row in rows]


async def count_owed(tx: Transaction, *, group_id: int, unit_id: int) -> int:
    """Count what a unit still owes: answers, promises to be kept, opinions."""
    about = {"group_id": group_id, "unit_id": unit_id}
    led = await led_by(tx, **about)
    helped = await helped_by(tx, **about)
    return sum(one.state is not SuggestionState.ANSWERED for one in led) + len(helped)


async def orders_of(tx: Transaction, unit: Unit) -> n.Orders:
    """Return the suggestions that are with a unit now."""
    about = {"group_id": unit.group_id, "unit_id": unit.id}
    led = await led_by(tx, **about)
    helped = await helped_by(tx, **about)
    lines = [_line(one, unit.id) for one in led]
    lines += [_line(one, unit.id, row) for row, one in helped]
    return n.Orders(unit=unit.name, lines=tuple(lines[:20]))


def _line(one: Suggestion, unit_id: int, row: Assistant | None = None) -> n.Line:
    return n.Line(
        group_id=one.group_id,
        suggestion_id=one.id,
        unit_id=unit_id,
        number=one.number,
        title=one.title,
        state=one.state,
        is_leading=row is None,
        due_on=row.due_on if row else one.answer_by if one.state in OWED else None,
    )

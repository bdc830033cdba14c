"""Which unit a name means: when it is assigned, and later for names that came with a list."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, update

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor, require_staff
from models.suggestions import orders
from models.suggestions.rules import WITH_UNIT
from models.suggestions.tables import Assistant, Suggestion
from models.units.queries import unit as unit_there
from models.units.tables import Unit


async def known(tx: Transaction, *, group_id: int, names: Collection[str]) -> Mapping[str, int]:
    """Return the units of a group that are called so, by name."""
    rows = await tx.execute(
        select(Unit.name, Unit.id).where(
            Unit.group_id == group_id, Unit.name.in_(set(names)), Unit.left_at.is_(None)
        )
    )
    return {row[0]: row[1] for row in rows}


async def match(
    tx: Transaction,
    *,
    group_id: int,
    name: str,
    unit_id: int,
    bot_id: int,
    by: Actor,
    now: datetime,
) -> tuple[Unit, int]:
    """Say which unit a name of a list means, wherever it stands; return it and how many bore it.

    Its contacts get the card of what is still to be done. Refusal (gone) without such a unit or
    such a name.
    """
    require_staff(by, group_id=group_id)
    unit = await unit_there(tx, group_id=group_id, unit_id=unit_id)
    if unit is None:
        raise Refusal(Gone())
    named = await _take(tx, unit, name)
    if not named:
        raise Refusal(Gone())
    audit.write(
        tx,
        "suggestions.match",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=unit_id,
        count=len(set(named)),
    )
    await _hand_over(tx, unit, named, bot_id=bot_id, now=now)
    return unit, len(set(named))


async def _hand_over(
    tx: Transaction, unit: Unit, named: Collection[int], *, bot_id: int, now: datetime
) -> None:
    rows = await tx.scalars(
        select(Suggestion)
        .where(
            Suggestion.group_id == unit.group_id,
            Suggestion.id.in_(named),
            Suggestion.state.in_(WITH_UNIT),
        )
        .execution_options(populate_existing=True)
    )
    for one in rows.all():
        await orders.send(tx, one, bot_id=bot_id, now=now)


async def _take(tx: Transaction, unit: Unit, name: str) -> list[int]:
    """Give a name that means no unit yet this one; return the suggestions it stood in."""
    values = {"unit_id": unit.id, "unit": unit.name}
    leading = await tx.scalars(
        update(Suggestion)
        .where(
            Suggestion.group_id == unit.group_id,
            Suggestion.unit_id.is_(None),
            Suggestion.unit == name,
        )
        .values(values)
        .returning(Suggestion.id)
        .execution_options(synchronize_session=False)
    )
    assisting = await tx.scalars(
        update(Assistant)
        .where(
            Assistant.group_id == unit.group_id,
            Assistant.unit_id.is_(None),
            Assistant.unit == name,
        )
        .values(values)
        .returning(Assistant.suggestion_id)
        .execution_options(synchronize_session=False)
    )
    return [*leading, *assisting]

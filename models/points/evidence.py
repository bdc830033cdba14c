"""What stands behind ledger lines: an activity, a suggestion, what staff wrote, a reason."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from models.activities.queries import titles
from models.database import Transaction
from models.points.rules import Line
from models.points.tables import LineReason, ManualEntry
from models.suggestions.tables import Suggestion

BY_HAND = frozenset({"entry", "appeal"})


async def evidence(tx: Transaction, group_id: int, lines: Iterable[Line]) -> Mapping[int, str]:
    """Return the evidence of each line, by its number; kind and number where nothing is known."""
    known = list(lines)
    activities = {one.source_id for one in known if one.source_kind == "activity"}
    entries = {one.source_id for one in known if one.source_kind in BY_HAND}
    names = {
        key: one.title
        for key, one in (await titles(tx, group_id=group_id, activity_ids=activities)).items()
    }
    names |= await _entries(tx, group_id, entries)
    names |= await _suggestions(
        tx, group_id, {one.source_id for one in known if one.source_kind == "suggestion"}
    )
    reasons = await _reasons(tx, group_id, {one.id for one in known if one.reverses})
    return {
        one.id: reasons.get(one.id)
        or names.get(one.source_id, f"{one.source_kind} {one.source_id}")
        for one in known
    }


async def recounted(tx: Transaction, group_id: int, lines: Iterable[Line]) -> Mapping[int, int]:
    """Return which lines were written because rules were adopted, and of which version."""
    numbers = {one.id for one in lines}
    if not numbers:
        return {}
    rows = await tx.scalars(
        select(LineReason).where(
            LineReason.group_id == group_id,
            LineReason.line_id.in_(numbers),
            LineReason.version.is_not(None),
        )
    )
    return {row.line_id: row.version for row in rows}


async def _entries(tx: Transaction, group_id: int, numbers: set[int]) -> dict[int, str]:
    if not numbers:
        return {}
    rows = await tx.scalars(
        select(ManualEntry).where(ManualEntry.group_id == group_id, ManualEntry.id.in_(numbers))
    )
    return {row.id: row.evidence for row in rows}


async def _suggestions(tx: Transaction, group_id: int, numbers: set[int]) -> dict[int, str]:
    if not numbers:
        return {}
    rows = await tx.scalars(
        select(Suggestion).where(Suggestion.group_id == group_id, Suggestion.id.in_(numbers))
    )
    return {row.id: " ".join(one for one in (row.number, row.title) if one) for row in rows}


async def _reasons(tx: Transaction, group_id: int, numbers: set[int]) -> dict[int, str]:
    if not numbers:
        return {}
    rows = await tx.scalars(
        select(LineReason).where(LineReason.group_id == group_id, LineReason.line_id.in_(numbers))
    )
    return {row.line_id: row.reason for row in rows}

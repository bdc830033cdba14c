"""What the suggestions in the program have brought by themselves, so that nothing counts twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.database import Transaction
from models.points.queries import ledger_of
from models.points.tables import LedgerLine
from models.suggestions.rules import is_named
from models.suggestions.tables import Suggestion

SOURCE = "suggestion"  # of lines that follow from suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """A suggestion that an item of a deputy's year stands for already."""

    rule_id: str
    is_variant: bool
    suggestion_id: int


async def credited(
    tx: Transaction, *, group_id: int, member_id: int, year: int
) -> Sequence[Credited]:
    """Return what suggestions have brought a deputy in a year and nobody has taken back."""
    rows = await ledger_of(tx, group_id=group_id, member_id=member_id, year=year)
    gone = {row.reverses for row in rows}
    return [_credited(row) for row in rows if _stands(row, gone)]


def _stands(row: LedgerLine, gone: set[int | None]) -> bool:
    return row.source_kind == SOURCE and row.reverses is None and row.id not in gone


def _credited(row: LedgerLine) -> Credited:
    return Credited(
        rule_id=row.rule_id,
        is_variant=row.fixed_hundredths is not None,
        suggestion_id=row.source_id,
    )


async def counted_already(
    tx: Transaction,
    *,
    group_id: int,
    member_id: int,
    year: int,
    item: tuple[str, bool],
    evidence: str,
) -> Suggestion | None:
    """Return the suggestion that an entry by hand would count once more, None if there is none.

    `item` is a rule and whether a variant of it is meant; the evidence has to name its number or
    its title.
    """
    there = await credited(tx, group_id=group_id, member_id=member_id, year=year)
    numbers = {one.suggestion_id for one in there if (one.rule_id, one.is_variant) == item}
    if not numbers:
        return None
    rows = await tx.scalars(
        select(Suggestion).where(Suggestion.group_id == group_id, Suggestion.id.in_(numbers))
    )
    named = (one for one in rows if is_named(evidence, number=one.number, title=one.title))
    return next(named, None)

"""The points of archives, quarter by quarter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.archives.entries import QuarterPoints
from models.database import Transaction
from models.points.quarters import Quarter
from models.points.queries import as_line, hundredths, rule_sets
from models.points.rules import DEFAULT, RuleSet, in_force, score
from models.points.tables import LedgerLine

if TYPE_CHECKING:
    from models.archives.reading import Years


async def quarters(
    tx: Transaction, years: Years, numbers: Collection[int]
) -> Mapping[int, Sequence[QuarterPoints]]:
    """Return the points of each quarter in which a deputy's year had any line."""
    rows = await tx.scalars(
        select(LedgerLine)
        .where(
            LedgerLine.group_id == years.group.id,
            LedgerLine.member_id.in_(numbers),
            LedgerLine.year >= years.first,
            LedgerLine.year <= years.last,
        )
        .order_by(LedgerLine.member_id, LedgerLine.year, LedgerLine.at, LedgerLine.id)
    )
    books: dict[tuple[int, int], list[LedgerLine]] = defaultdict(list)
    for row in rows:
        books[row.member_id, row.year].append(row)
    sets = await tx.load(rule_sets, years.group.id) or ()
    found: dict[int, list[QuarterPoints]] = defaultdict(list)
    for (member_id, year), lines in books.items():
        rules = in_force(sets, date(year, 12, 31)) or DEFAULT
        found[member_id] += _of_year(years, year, lines, rules)
    return found


def _of_year(
    years: Years, year: int, lines: Sequence[LedgerLine], rules: RuleSet
) -> Sequence[QuarterPoints]:
    """Return four quarters; each gains what its own lines count for, caps in order of date."""
    scored = score(map(as_line, lines), rules).lines
    gained = [Decimal(0)] * 4
    for one in scored:
        gained[(one.line.at.astimezone(years.zone).month - 1) // 3] += one.counted
    total, found = Decimal(0), []
    for number, points in enumerate(gained, 1):
        total += points
        quarter = Quarter(year, number)
        found.append(
            QuarterPoints(
                year=quarter.year,
                quarter=quarter.number,
                gained=hundredths(points),
                total=hundredths(total),
            )
        )
    return found

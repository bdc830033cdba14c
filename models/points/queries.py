"""Reads of points: rule sets, ledger lines, scores."""

import functools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Executable, bindparam, select

from models.asking import one_of_given
from models.database import Transaction
from models.points.rules import DEFAULT, Line, RuleSet, Score, in_force, score
from models.points.tables import AdoptedRules, LedgerLine

Account = tuple[int, int, int]  # group, member, year


async def rule_sets(
    tx: Transaction, group_ids: Collection[int]
) -> Mapping[int, tuple[RuleSet, ...]]:
    """Return the rule sets each group has adopted, oldest first. For `tx.load`."""
    found: dict[int, list[RuleSet]] = defaultdict(list)
    for row in await tx.scalars(_adopted(), {"groups": list(group_ids)}):
        found[row.group_id].append(RuleSet.model_validate(row.rules))
    return {group_id: tuple(sets) for group_id, sets in found.items()}


@functools.cache
def _adopted() -> Executable:
    return (
        select(AdoptedRules)
        .where(one_of_given(AdoptedRules.group_id, "groups"))
        .order_by(AdoptedRules.group_id, AdoptedRules.version)
    )


async def rules_on(tx: Transaction, *, group_id: int, day: date) -> RuleSet:
    """Return the rule set in force for a group on a day; the default before it adopted any."""
    return in_force(await tx.load(rule_sets, group_id) or (), day) or DEFAULT


async def ledger(
    tx: Transaction, accounts: Collection[Account]
) -> Mapping[Account, Sequence[LedgerLine]]:
    """Return the ledger lines of members' years, in order of date. For `tx.load`."""
    wanted: dict[tuple[int, int], list[int]] = defaultdict(list)
    for group_id, member_id, year in accounts:
        wanted[group_id, year].append(member_id)
    found: dict[Account, list[LedgerLine]] = {one: [] for one in accounts}
    for (group_id, year), member_ids in wanted.items():
        given = {"group": group_id, "year": year, "members": member_ids}
        for row in await tx.scalars(_lines(), given):
            found[group_id, row.member_id, year].append(row)
    return found


@functools.cache
def _lines() -> Executable:
    return (
        select(LedgerLine)
        .where(
            LedgerLine.group_id == bindparam("group"),
            one_of_given(LedgerLine.member_id, "members"),
            LedgerLine.year == bindparam("year"),
        )
        .order_by(LedgerLine.member_id, LedgerLine.at, LedgerLine.id)
    )


async def ledger_of(
    tx: Transaction, *, group_id: int, member_id: int, year: int
) -> Sequence[LedgerLine]:
    """Return the ledger lines of one deputy's year, in order of date."""
    return await tx.load(ledger, (group_id, member_id, year)) or ()


async def first_line(tx: Transaction, *, group_id: int, member_id: int) -> datetime | None:
    """Return when the first line of a deputy's ledger was earned, None while there is none."""
    rows = await tx.scalars(
        select(LedgerLine.at)
        .where(LedgerLine.group_id == group_id, LedgerLine.member_id == member_id)
        .order_by(LedgerLine.year, LedgerLine.at)
        .limit(1)
    )
    first: datetime | None = rows.first()
    return first


def as_line(row: LedgerLine) -> Line:
    """Return a row of the ledger as the rules read it."""
    fixed = row.fixed_hundredths
    return Line(
        id=row.id,
        rule_id=row.rule_id,
        at=row.at,
        source_kind=row.source_kind,
        source_id=row.source_id,
        share=Decimal(row.share_percent) / 100,
        fixed=None if fixed is None else Decimal(fixed) / 100,
        reverses=row.reverses,
    )


def hundredths(points: Decimal) -> int:
    """Return points in hundredths, rounded half to even: what notices carry."""
    return int((points * 100).to_integral_value())


async def score_of(
    tx: Transaction, *, group_id: int, member_id: int, year: int, today: date
) -> Score:
    """Return a deputy's score of a year, opened into its lines.

    It is read with the rules in force today, for a past year with those of its last day.
    """
    rules = await rules_on(tx, group_id=group_id, day=min(today, date(year, 12, 31)))
    rows = await tx.load(ledger, (group_id, member_id, year)) or ()
    return score((as_line(row) for row in rows), rules)


async def rules_of_year(tx: Transaction, *, group_id: int, year: int) -> RuleSet:
    """Return the rule set a year is read with in papers: that in force on its last day."""
    return await rules_on(tx, group_id=group_id, day=date(year, 12, 31))

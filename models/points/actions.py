"""Verbs on points: adopt rules, earn. Lines are added, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.audit import actions as audit
from models.database import Transaction
from models.people.rules import Actor
from models.points.following import following
from models.points.queries import as_line, ledger, rules_on
from models.points.rules import DEFAULT, NOTHING, RuleSet
from models.points.rules import total as total_of
from models.points.sources import Source
from models.points.tables import AdoptedRules, LedgerLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a source brought, and what a deputy's year amounts to after it, in hundredths."""

    gained: int
    total: int
    year: int


async def adopt_default(tx: Transaction, *, group_id: int, by: Actor, now: datetime) -> RuleSet:
    """Give a new group the rules drawn from rule books in use, as version 1."""
    tx.add(
        AdoptedRules(
            group_id=group_id,
            version=DEFAULT.version,
            from_date=DEFAULT.from_date,
            rules=DEFAULT.model_dump(mode="json"),
            adopted_at=now,
            adopted_by=by.member_id,
        )
    )
    audit.write(tx, "points.adopt", by=by, now=now, group_id=group_id, version=DEFAULT.version)
    return DEFAULT


async def earn(tx: Transaction, source: Source, *, now: datetime) -> Gain:
    """Have the ledger follow the roll, and tell what that brought.

    What the activity has brought this deputy so far and no longer does is taken back by lines
    that point at it; what it brings now is added, a line for each rule. Where the ledger says
    the same already, nothing is written. Who is missing loses nothing before the activity is over.
    """
    day = source.local.date()
    rules = await rules_on(tx, group_id=source.group_id, day=day)
    before = await tx.load(ledger, (source.group_id, source.member_id, day.year)) or ()
    changed = following(before, source, rules, now=now)
    for line in changed:
        tx.append(line)
    return _gain(before, changed, rules, day.year)


def _gain(
    before: Sequence[LedgerLine], added: Sequence[LedgerLine], rules: RuleSet, year: int
) -> Gain:
    lines = [as_line(row) for row in before]
    old = total_of(lines, rules) if lines else NOTHING
    new = total_of([*lines, *map(as_line, added)], rules) if added else old
    return Gain(gained=int((new - old) * 100), total=int(new * 100), year=year)

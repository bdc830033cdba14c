"""Verbs on points: adopt rules, earn, reverse. Lines are added, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.activities.rules import ActivityKind
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.people.rules import Actor
from models.points.queries import as_line, ledger, rules_on
from models.points.rules import DEFAULT, RuleSet, score
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What points are earned by: one deputy at one activity, in its so-many-th version."""

    group_id: int
    member_id: int
    activity_id: int
    kind: ActivityKind
    at: datetime
    zone: str
    revision: int
    is_late: bool = False

    @property
    def local(self) -> datetime:
        """Return the moment in the group's zone: its date decides year and rules."""
        return self.at.astimezone(ZoneInfo(self.zone))


async def earn(tx: Transaction, source: Source, *, now: datetime) -> Gain:
    """Add a line for each rule the activity counts for, and tell what that brought.

    The same deputy, rule, activity and revision cannot be added twice: the database refuses.
    """
    day = source.local.date()
    rules = await rules_on(tx, group_id=source.group_id, day=day)
    before = await tx.load(ledger, (source.group_id, source.member_id, day.year)) or ()
    added = [_line(source, rule.id, rules, now) for rule in rules.earned_by(source.kind)]
    for line in added:
        tx.append(line)
    return _gain(before, added, rules, day.year)


def _line(source: Source, rule_id: str, rules: RuleSet, now: datetime) -> LedgerLine:
    share = int(rules.late_share * 100) if source.is_late else 100
    return LedgerLine(
        group_id=source.group_id,
        id=new_id(),
        member_id=source.member_id,
        year=source.local.year,
        at=source.at,
        rule_id=rule_id,
        version=rules.version,
        sign=1,
        share_percent=share,
        source_kind="activity",
        source_id=source.activity_id,
        revision=source.revision,
        written_at=now,
    )


def _gain(
    before: Sequence[LedgerLine], added: Sequence[LedgerLine], rules: RuleSet, year: int
) -> Gain:
    old = score([as_line(row) for row in before], rules).total
    new = score([as_line(row) for row in (*before, *added)], rules).total if added else old
    return Gain(gained=int((new - old) * 100), total=int(new * 100), year=year)


async def reverse(tx: Transaction, source: Source, *, now: datetime) -> int:
    """Take back the standing lines of an activity for a deputy; return how many.

    The new lines point at what they reverse; nothing is deleted.
    """
    year = source.local.year
    rows = await tx.load(ledger, (source.group_id, source.member_id, year)) or ()
    taken_back = {row.reverses for row in rows if row.reverses is not None}
    standing = [
        row
        for row in rows
        if row.sign > 0
        and row.source_kind == "activity"
        and row.source_id == source.activity_id
        and row.id not in taken_back
    ]
    for row in standing:
        tx.add(_reversal(row, now))
    await tx.flush()
    return len(standing)


def _reversal(row: LedgerLine, now: datetime) -> LedgerLine:
    return LedgerLine(
        group_id=row.group_id,
        id=new_id(),
        member_id=row.member_id,
        year=row.year,
        at=row.at,
        rule_id=row.rule_id,
        version=row.version,
        sign=-1,
        share_percent=row.share_percent,
        fixed_hundredths=row.fixed_hundredths,
        source_kind=row.source_kind,
        source_id=row.source_id,
        revision=row.revision,
        reverses=row.id,
        written_at=now,
    )


async def amount(tx: Transaction, source: Source, *, now: datetime) -> Gain:  # noqa: ARG001
    """Add nothing, and tell what the year amounts to: the counterpart of `earn`."""
    day = source.local.date()
    rules = await rules_on(tx, group_id=source.group_id, day=day)
    rows = await tx.load(ledger, (source.group_id, source.member_id, day.year)) or ()
    return _gain(rows, (), rules, day.year)

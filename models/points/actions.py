"""Verbs on points: adopt rules, earn, reverse. Lines are added, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.activities.rules import ActivityKind, AttendanceState
from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.people.rules import Actor
from models.points.queries import as_line, ledger, rules_on
from models.points.rules import DEFAULT, Rule, RuleSet
from models.points.rules import total as total_of
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
    state: AttendanceState | None = None  # None: present, or late

    @property
    def stands_as(self) -> AttendanceState:
        """Return what the roll says."""
        present = AttendanceState.LATE if self.is_late else AttendanceState.PRESENT
        return self.state or present

    @property
    def local(self) -> datetime:
        """Return the moment in the group's zone: its date decides year and rules."""
        return self.at.astimezone(ZoneInfo(self.zone))


async def earn(tx: Transaction, source: Source, *, now: datetime) -> Gain:
    """Have the ledger follow the roll, and tell what that brought.

    What the activity has brought this deputy so far and no longer does is taken back by lines
    that point at it; what it brings now is added, a line for each rule. Where the ledger says
    the same already, nothing is written.
    """
    day = source.local.date()
    rules = await rules_on(tx, group_id=source.group_id, day=day)
    before = await tx.load(ledger, (source.group_id, source.member_id, day.year)) or ()
    standing = _standing(before, source)
    wanted = [_line(source, rule.id, rules, now) for rule in _rules_for(source, rules)]
    if _facts(standing) == _facts(wanted):
        return _gain(before, (), rules, day.year)
    changed = [*(reversal_of(row, now) for row in standing), *wanted]
    for line in changed:
        tx.append(line)
    return _gain(before, changed, rules, day.year)


def _rules_for(source: Source, rules: RuleSet) -> Sequence[Rule]:
    return rules.earned_by(source.kind, source.stands_as)


def _facts(rows: Iterable[LedgerLine]) -> list[tuple[str, int]]:
    return sorted((row.rule_id, row.share_percent) for row in rows)


def _standing(rows: Sequence[LedgerLine], source: Source) -> Sequence[LedgerLine]:
    """Return what an activity has brought a deputy and nobody has taken back."""
    taken_back = {row.reverses for row in rows}
    return [
        row
        for row in rows
        if row.reverses is None
        and row.source_kind == "activity"
        and row.source_id == source.activity_id
        and row.id not in taken_back
    ]


def _line(source: Source, rule_id: str, rules: RuleSet, now: datetime) -> LedgerLine:
    return LedgerLine(
        group_id=source.group_id,
        id=new_id(),
        member_id=source.member_id,
        year=source.local.year,
        at=source.at,
        rule_id=rule_id,
        version=rules.version,
        sign=1,
        share_percent=int(rules.share_of(source.stands_as) * 100),
        source_kind="activity",
        source_id=source.activity_id,
        revision=source.revision,
        written_at=now,
    )


def _gain(
    before: Sequence[LedgerLine], added: Sequence[LedgerLine], rules: RuleSet, year: int
) -> Gain:
    lines = [as_line(row) for row in before]
    old = total_of(lines, rules)
    new = total_of([*lines, *map(as_line, added)], rules) if added else old
    return Gain(gained=int((new - old) * 100), total=int(new * 100), year=year)


async def reverse(tx: Transaction, source: Source, *, now: datetime) -> int:
    """Take back the standing lines of an activity for a deputy; return how many.

    The new lines point at what they reverse; nothing is deleted.
    """
    rows = await tx.load(ledger, (source.group_id, source.member_id, source.local.year)) or ()
    standing = _standing(rows, source)
    for row in standing:
        tx.append(reversal_of(row, now))
    return len(standing)


def reversal_of(row: LedgerLine, now: datetime) -> LedgerLine:
    """Return the line that takes another one back."""
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

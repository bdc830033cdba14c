"""How the lines of a ledger become a score, and why each counted for what it did (domain §3).

The score is derived from the lines every time: nothing is stored that could drift.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from models.points.rulebook import (
    DEFAULT,
    FixedPoints,
    Rule,
    RuleKind,
    RuleSet,
    in_force,
)

__all__ = [
    "DEFAULT",
    "NOTHING",
    "FixedPoints",
    "Line",
    "LineScore",
    "Rule",
    "RuleKind",
    "RuleScore",
    "RuleSet",
    "Score",
    "Why",
    "in_force",
    "score",
]

NOTHING = Decimal(0)


class Why(StrEnum):
    """Why a line counted for what it did."""

    FIRST = "first"
    FURTHER = "further"
    FIXED = "fixed"
    ONCE = "once"  # the rule counts one time, and this was not the first
    CAPPED = "capped"  # the rule's own cap left less than the raw points
    YEAR_CAPPED = "year_capped"  # the limit of all ordinary rules, of bonuses or of deductions did
    REVERSED = "reversed"
    REVERSAL = "reversal"
    REVERSES_NOTHING = "reverses_nothing"
    RULE_OFF = "rule_off"
    UNKNOWN_RULE = "unknown_rule"
    WRONG_SIGN = "wrong_sign"  # a gain in a deduction, or a loss elsewhere: a reversal was meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the ledger of one deputy; ValueError for one that reverses what is not before it.

    `share` scales the points (a late arrival may count for half), `fixed` replaces first and
    further. A line that `reverses` an earlier one takes it away and brings nothing itself;
    reversing that reversal puts it back.
    """

    id: int
    rule_id: str
    at: datetime
    source_kind: str
    source_id: int
    share: Decimal = Decimal(1)
    fixed: Decimal | None = None
    reverses: int | None = None

    def __post_init__(self) -> None:
        if self.reverses is not None and self.reverses >= self.id:
            raise ValueError("a reversal comes after what it reverses")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineScore:
    """One line explained: raw points, what the caps left of them, the rule's sum after it.

    `nth` is the count of the rule's standing lines up to this one, 0 for a line set aside.
    """

    line: Line
    nth: int
    raw: Decimal
    counted: Decimal
    running: Decimal
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleScore:
    """What one rule brought; `raw` above `counted` means that a cap was reached."""

    rule: Rule
    count: int
    raw: Decimal
    counted: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A total, opened into rules (in the order of the rule set) and lines (in order of date)."""

    version: int
    total: Decimal
    per_rule: tuple[RuleScore, ...]
    lines: tuple[LineScore, ...]

    def of_kind(self, kind: RuleKind) -> Decimal:
        """Return the part of the total that one kind of rule brought."""
        return sum((one.counted for one in self.per_rule if one.rule.kind is kind), NOTHING)


def score(lines: Iterable[Line], rule_set: RuleSet) -> Score:
    """Score the lines of one deputy's year, in whatever order they come.

    A reversal belongs to the year of the line it reverses, whenever it was made: hand both in.
    """
    ordered = sorted(lines, key=lambda line: (line.at, line.id))
    tally = _Tally(rule_set, ordered)
    explained = tuple(tally.take(line) for line in ordered)
    per_rule = tuple(tally.rule_score(rule) for rule in rule_set.rules)
    return Score(version=rule_set.version, total=tally.total, per_rule=per_rule, lines=explained)


def total(lines: Iterable[Line], rule_set: RuleSet) -> Decimal:
    """Return the total of `score` alone: what a check-in asks for a thousand times at once."""
    ordered = sorted(lines, key=lambda line: (line.at, line.id))
    tally = _Tally(rule_set, ordered)
    for line in ordered:
        tally.count(line)
    return tally.total


def _undone(lines: Iterable[Line]) -> frozenset[int]:
    """Return the ids that stand reversed: the latest word on a line wins."""
    undone: set[int] = set()
    for line in sorted(lines, key=lambda line: line.id, reverse=True):
        if line.reverses is not None and line.id not in undone:
            undone.add(line.reverses)
    return frozenset(undone)


class _Tally:
    """The sums so far, while lines are taken in order of date."""

    def __init__(self, rule_set: RuleSet, lines: list[Line]) -> None:
        self._rule_set = rule_set
        self._rules = {rule.id: rule for rule in rule_set.rules}
        self._known = {line.id for line in lines}
        self._undone = _undone(lines)
        self._counts: Counter[str] = Counter()
        self._firsts: set[str] = set()
        self._raw: dict[str, Decimal] = {}
        self._sums: dict[str, Decimal] = {}
        self._fixed: dict[str, Decimal] = {}
        self._kinds: dict[RuleKind, Decimal] = {}

    def take(self, line: Line) -> LineScore:
        """Count one line and say why it counted for what it did."""
        raw, counted, why = self.count(line)
        return self._explain(line, raw=raw, counted=counted, why=why)

    def count(self, line: Line) -> tuple[Decimal, Decimal, Why]:
        """Count one line; return its raw points, what the caps left of them, and why."""
        rule = self._rules.get(line.rule_id)
        aside = self._set_aside(line, rule)
        if rule is None or aside is not None:
            return NOTHING, NOTHING, aside or Why.UNKNOWN_RULE
        raw, why = self._raw_points(line, rule)
        counted, capped = self._within_caps(line, rule, raw)
        self._add(line, rule, raw, counted)
        return raw, counted, capped or why

    @property
    def total(self) -> Decimal:
        """Return what all rules have brought so far."""
        return sum(self._sums.values(), NOTHING)

    def rule_score(self, rule: Rule) -> RuleScore:
        """Return what a rule has brought so far."""
        return RuleScore(
            rule=rule,
            count=self._counts[rule.id],
            raw=self._raw.get(rule.id, NOTHING),
            counted=self._sums.get(rule.id, NOTHING),
        )

    def _set_aside(self, line: Line, rule: Rule | None) -> Why | None:
        if line.id in self._undone:
            return Why.REVERSED
        if line.reverses is not None:
            return Why.REVERSAL if line.reverses in self._known else Why.REVERSES_NOTHING
        if rule is None:
            return Why.UNKNOWN_RULE
        if not rule.on:
            return Why.RULE_OFF
        wrong = line.fixed is not None and line.fixed * rule.sign < 0
        return Why.WRONG_SIGN if wrong else None

    def _raw_points(self, line: Line, rule: Rule) -> tuple[Decimal, Why]:
        if line.fixed is not None:
            return line.fixed * line.share, Why.FIXED
        if rule.id not in self._firsts:
            return rule.first * line.share, Why.FIRST
        return rule.further * line.share, Why.FURTHER if rule.further else Why.ONCE

    def _within_caps(self, line: Line, rule: Rule, raw: Decimal) -> tuple[Decimal, Why | None]:
        """Return what the caps leave of the points, and which of them took something."""
        own = abs(rule.cap) - abs(self._sums.get(rule.id, NOTHING))
        if line.fixed is not None and rule.fixed_cap is not None:
            own = min(own, abs(rule.fixed_cap) - abs(self._fixed.get(rule.id, NOTHING)))
        year = self._rule_set.limit(rule.kind) - abs(self._kinds.get(rule.kind, NOTHING))
        left = min(abs(raw), own, year)
        if left == abs(raw):
            return raw, None
        return left * rule.sign, Why.CAPPED if own <= year else Why.YEAR_CAPPED

    def _add(self, line: Line, rule: Rule, raw: Decimal, counted: Decimal) -> None:
        self._counts[rule.id] += 1
        self._raw[rule.id] = self._raw.get(rule.id, NOTHING) + raw
        self._sums[rule.id] = self._sums.get(rule.id, NOTHING) + counted
        self._kinds[rule.kind] = self._kinds.get(rule.kind, NOTHING) + counted
        if line.fixed is not None:
            self._fixed[rule.id] = self._fixed.get(rule.id, NOTHING) + counted
        elif line.share:  # what counts for nothing does not use up the first time
            self._firsts.add(rule.id)

    def _explain(self, line: Line, *, raw: Decimal, counted: Decimal, why: Why) -> LineScore:
        set_aside = why in _SET_ASIDE
        return LineScore(
            line=line,
            nth=0 if set_aside else self._counts[line.rule_id],
            raw=raw,
            counted=counted,
            running=self._sums.get(line.rule_id, NOTHING),
            why=why,
        )


_SET_ASIDE = frozenset(Why) - {
    Why.FIRST,
    Why.FURTHER,
    Why.FIXED,
    Why.ONCE,
    Why.CAPPED,
    Why.YEAR_CAPPED,
}

"""How a ledger follows a roll: which lines are taken back, which are added. Writes nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from models.base import new_id
from models.points.rules import RuleSet
from models.points.sources import Source
from models.points.tables import LedgerLine

Facts = tuple[str, int]  # rule, share in percent


def following(
    before: Sequence[LedgerLine], source: Source, rules: RuleSet, *, now: datetime
) -> Sequence[LedgerLine]:
    """Return the lines that make a deputy's year say of a source what these rules say of it.

    What it has brought so far and no longer does is taken back by lines that point at it; what
    it brings now is added, a line for each rule. () where the year says the same already. Adopting
    rules and trying them out both come here, so that one is as the other has shown.
    """
    own = [row for row in before if _is_of(row, source)]
    standing = _standing(own)
    wanted = _wanted(source, rules)
    if sorted((row.rule_id, row.share_percent) for row in standing) == sorted(wanted):
        return ()
    revision = max([source.revision, *(row.revision + 1 for row in own)])
    added = [_line(source, one, rules, revision, now) for one in wanted]
    return [*(reversal_of(row, now) for row in standing), *added]


def _is_of(row: LedgerLine, source: Source) -> bool:
    return row.source_kind == "activity" and row.source_id == source.activity_id


def _standing(rows: Iterable[LedgerLine]) -> Sequence[LedgerLine]:
    """Return what nobody has taken back."""
    known = list(rows)
    taken_back = {row.reverses for row in known}
    return [row for row in known if row.reverses is None and row.id not in taken_back]


def _wanted(source: Source, rules: RuleSet) -> Sequence[Facts]:
    state = source.counts_as
    if state is None:
        return ()
    share = int(rules.share_of(state) * 100)
    return [(rule.id, share) for rule in rules.earned_by(source.kind, state)]


def _line(source: Source, facts: Facts, rules: RuleSet, revision: int, now: datetime) -> LedgerLine:
    rule_id, share = facts
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
        revision=revision,
        written_at=now,
    )


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

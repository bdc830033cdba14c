"""Rules of points as a file for a clerk, and a year replayed under other rules as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.errors import Refusal
from models.people.roster_notices import RowProblem
from models.points.replaying import Replayed
from models.points.rules import RuleSet
from reports.rosters import told
from reports.sheets.problems import SheetRefusedError
from reports.sheets.rules import HEADERS, read_rules, rows_of
from reports.sheets.writing import Value

__all__ = ["HEADERS", "REPLAY_HEADERS", "RulesRead", "read", "replay_rows", "rows_of"]

REPLAY_HEADERS = ("姓名", "现在", "试算", "差额", "由哪些项目引起")


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesRead:
    """What a file holds: rules, or why there are none."""

    rules: RuleSet | None
    problems: tuple[RowProblem, ...]
    unnamed: tuple[str, ...] = ()  # limits it says nothing of
    is_rules: bool = True  # the header is one of rules


def read(content: bytes, filename: str, *, base: RuleSet) -> RulesRead:
    """Read a file of rules; Refusal if the file as a whole cannot be read."""
    try:
        file = read_rules(content, filename, base=base)
    except SheetRefusedError as refused:
        raise Refusal(told(refused.problem)) from None
    return RulesRead(
        rules=file.rules,
        problems=tuple(told(one) for one in file.problems),
        unnamed=file.unnamed,
        is_rules=file.is_rules,
    )


def replay_rows(found: Sequence[Replayed], rules: RuleSet) -> Sequence[Sequence[Value]]:
    """Return a row a deputy: the total now, under the other rules, the difference, its causes."""
    items = {rule.id: rule.item_zh for rule in rules.rules}
    return [
        (one.member.name, one.now, one.then, one.difference, _causes(one, items)) for one in found
    ]


def _causes(one: Replayed, items: Mapping[str, str]) -> str | None:
    named = (
        f"{name} {items.get(name, '已删除的项目')} {change:+f}"
        for name, change in one.causes.items()
    )
    return "; ".join(named) or None

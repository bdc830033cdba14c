"""The rules of points as a sheet a clerk can edit, and read back row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from pydantic import BaseModel, ConfigDict

from models.activities.rules import ActivityKind, AttendanceState
from models.activities.words import kind_of
from models.points.rules import FixedPoints, Rule, RuleKind, RuleSet
from reports.sheets.cells import Cell
from reports.sheets.problems import CellRefusedError, Code, SheetProblem
from reports.sheets.reading import Column, TableRow, read_table
from reports.sheets.rows import RowReader, prose
from reports.sheets.writing import Value

HEADERS = (
    "编号",
    "项目",
    "英文名称",
    "第一次",
    "以后每次",
    "全年上限",
    "启用",
    "类别",
    "由哪些活动计分",
    "何时计分",
    "固定分项",
    "固定分上限",
)
COLUMNS = tuple(
    Column(name, required=name in {"编号", "项目", "第一次", "以后每次", "全年上限"})
    for name in HEADERS
)
LIMITS = {
    "总分上限": "year_cap",
    "加分上限": "bonus_cap",
    "扣分下限": "deduction_floor",
    "迟到折算": "late_share",
    "分档": "bands",
}
KINDS = {
    ActivityKind.CONGRESS: "人代会",
    ActivityKind.MEETING: "列席会议",
    ActivityKind.STUDY: "集中学习",
    ActivityKind.INSPECTION: "视察",
    ActivityKind.RECEPTION: "接待选民",
    ActivityKind.HOUSE_CALL: "上门走访",
    ActivityKind.DIRECTORS_DAY: "主任接待日",
    ActivityKind.EVALUATION: "监督评议",
    ActivityKind.REPORT_TO_VOTERS: "述职",
    ActivityKind.OTHER: "其他",
}
_ALL = "全部"
_CLASSES = {"普通": RuleKind.ORDINARY, "加分": RuleKind.BONUS, "扣分": RuleKind.DEDUCTION}
_HERE = (AttendanceState.PRESENT, AttendanceState.LATE)
_STATES = {
    "出席": _HERE,
    "准时": (AttendanceState.PRESENT,),
    "迟到": (AttendanceState.LATE,),
    "请假": (AttendanceState.EXCUSED,),
    "缺席": (AttendanceState.ABSENT,),
}
_YES, _NO = (
    frozenset({"是", "启用", "yes", "on", "true", "1"}),
    frozenset({"否", "停用", "不启用", "no", "off", "false", "0"}),
)
_PARTS = re.compile(r"[、,，;；/\s]+")
_VARIANTS = re.compile(r"[;；\n]+")
_VARIANT = re.compile(
    r"([A-Za-z][A-Za-z0-9_-]{0,15}) ?[:：] ?([^=()（）]{1,60})"
    r"(?:[(（]([^()（）]{1,80})[)）])? ?= ?(-?[0-9]+(?:\.[0-9]{1,2})?)"
)
_NUMBER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,15}")
_POINTS = re.compile(r"-?[0-9]{1,4}(?:\.[0-9]{1,2})?")


class RulesFile(BaseModel):
    """What a sheet of rules holds: a rule set, unless something is wrong with a row."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rules: RuleSet | None = None
    problems: tuple[SheetProblem, ...] = ()
    unnamed: tuple[str, ...] = ()  # limits it says nothing of, as a rule set calls them
    is_rules: bool = True  # the header is one of rules


def rows_of(rules: RuleSet) -> Sequence[Sequence[Value]]:
    """Return a rule set as rows: each rule, then the limits of the sums."""
    limits = (
        ("总分上限", "普通项目全年合计最多", rules.year_cap),
        ("加分上限", "加分全年合计最多", rules.bonus_cap),
        ("扣分下限", "扣分全年合计最低", rules.deduction_floor),
        ("迟到折算", "迟到按几成计分(1 为不打折)", rules.late_share),
        *(("分档", "达到这个分数为一档", bound) for bound in rules.bands),
    )
    blank = (None,) * 6
    return [
        *(_row(rule) for rule in rules.rules),
        *((name, item, None, None, None, value, *blank) for name, item, value in limits),
    ]


def _row(rule: Rule) -> Sequence[Value]:
    every = set(rule.earned_by) == set(ActivityKind)
    kinds = _ALL if every else "、".join(KINDS[kind] for kind in rule.earned_by)
    return (
        rule.id,
        rule.item_zh,
        rule.item_en,
        rule.first,
        rule.further,
        rule.cap,
        "是" if rule.on else "否",
        next(word for word, kind in _CLASSES.items() if kind is rule.kind),
        kinds or None,
        _states(rule) if rule.earned_by else None,
        "; ".join(f"{one.id}: {one.item_zh} ({one.item_en}) = {one.points}" for one in rule.fixed)
        or None,
        rule.fixed_cap,
    )


def _states(rule: Rule) -> str:
    if rule.states == _HERE:
        return "出席"
    named = {states[0]: word for word, states in _STATES.items() if len(states) == 1}
    return "、".join(named[state] for state in rule.states)


def read_rules(content: bytes, filename: str, *, base: RuleSet) -> RulesFile:
    """Read a sheet of rules; limits it does not name are those of `base`.

    With a problem in any row there is no rule set: rules are adopted whole or not at all.
    """
    table = read_table(content, filename, COLUMNS)
    if table.problems:
        return RulesFile(problems=table.problems, is_rules=_is_rules(table.problems))
    problems: list[SheetProblem] = []
    rules: dict[str, tuple[int, Rule]] = {}
    limits: dict[str, list[Decimal]] = {}
    for one in table.rows:
        reader = RowReader(one)
        name = one.cell("编号").plain
        if name in LIMITS:
            value = reader.need("全年上限", _points)
            limits.setdefault(name, []).extend([] if value is None else [value])
        else:
            _take(reader, one, rules)
        problems += reader.problems
    if not problems and not rules:
        problems.append(SheetProblem(row=None, column=None, code=Code.EMPTY_FILE))
    found = None if problems else _joined([rule for _row, rule in rules.values()], limits, base)
    if found is None and not problems:
        problems.append(SheetProblem(row=None, column="全年上限", code=Code.BAD_LIMIT))
    unnamed = tuple(name for word, name in LIMITS.items() if word not in limits)
    return RulesFile(rules=found, problems=tuple(problems), unnamed=unnamed)


def _is_rules(problems: Sequence[SheetProblem]) -> bool:
    """Tell whether what is wrong with a header lets it still be one of rules."""
    missing = {one.column for one in problems if one.code is Code.MISSING_COLUMN}
    return all(one.column for one in problems) and not {"第一次", "以后每次"} <= missing


def _joined(rules: list[Rule], limits: dict[str, list[Decimal]], base: RuleSet) -> RuleSet | None:
    def last(name: str, otherwise: Decimal) -> Decimal:
        return limits.get(name, [otherwise])[-1]

    try:
        return RuleSet(
            version=base.version,
            from_date=base.from_date,
            rules=tuple(rules),
            bands=tuple(limits.get("分档", base.bands)),
            year_cap=last("总分上限", base.year_cap),
            bonus_cap=last("加分上限", base.bonus_cap),
            deduction_floor=last("扣分下限", base.deduction_floor),
            late_share=last("迟到折算", base.late_share),
        )
    except ValueError:
        return None


def _take(reader: RowReader, row: TableRow, rules: dict[str, tuple[int, Rule]]) -> None:
    rule = _rule(reader)
    if rule is None:
        return
    first = rules.setdefault(rule.id, (row.row, rule))[0]
    if first != row.row:
        reader.refuse("编号", Code.SAME_RULE, first)


def _rule(reader: RowReader) -> Rule | None:
    name = reader.need("编号", _id)
    item = reader.need("项目", prose(60))
    facts = {
        "first": reader.need("第一次", _points),
        "further": reader.need("以后每次", _points),
        "cap": reader.need("全年上限", _points),
        "fixed_cap": reader.take("固定分上限", _points),
    }
    on = reader.take("启用", _on)
    more = {
        "item_en": reader.take("英文名称", prose(80)) or item,
        "on": True if on is None else on,
        "kind": reader.take("类别", _word(_CLASSES)) or RuleKind.ORDINARY,
        "earned_by": reader.take("由哪些活动计分", _kinds) or (),
        "states": reader.take("何时计分", _when) or _HERE,
        "fixed": reader.take("固定分项", _variants) or (),
    }
    if reader.problems:
        return None
    try:
        return Rule.model_validate({"id": name, "item_zh": item, **facts, **more})
    except ValueError:
        reader.refuse("类别", Code.WRONG_SIGN)
        return None


def _id(cell: Cell) -> str:
    if not _NUMBER.fullmatch(cell.plain):
        raise CellRefusedError(Code.BAD_RULE_ID)
    return cell.plain


def _points(cell: Cell) -> Decimal:
    if not _POINTS.fullmatch(cell.plain):
        raise CellRefusedError(Code.BAD_POINTS)
    try:
        return Decimal(cell.plain)
    except InvalidOperation:
        raise CellRefusedError(Code.BAD_POINTS) from None


def _on(cell: Cell) -> bool:
    word = cell.plain.casefold()
    if word not in _YES | _NO:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return word in _YES


def _word(known: dict[str, RuleKind]) -> Callable[[Cell], RuleKind]:
    def read(cell: Cell) -> RuleKind:
        found = known.get(cell.plain)
        if found is None:
            raise CellRefusedError(Code.UNKNOWN_WORD)
        return found

    return read


def _kinds(cell: Cell) -> tuple[ActivityKind, ...]:
    if cell.plain in {_ALL, "所有"}:
        return tuple(ActivityKind)
    found = [kind_of(part) for part in _PARTS.split(cell.plain) if part]
    kinds = [one for one in found if one is not None]
    if len(kinds) != len(found):
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return tuple(dict.fromkeys(kinds))


def _when(cell: Cell) -> tuple[AttendanceState, ...]:
    words = [part for part in _PARTS.split(cell.plain) if part]
    if not set(words) <= _STATES.keys():
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return tuple(dict.fromkeys(state for word in words for state in _STATES[word]))


def _variants(cell: Cell) -> tuple[FixedPoints, ...]:
    found = []
    for part in _VARIANTS.split(cell.text):
        match = _VARIANT.fullmatch(part.strip())
        if match is None:
            raise CellRefusedError(Code.BAD_VARIANT)
        name, item, english, points = match.groups()
        item = item.strip()
        found.append(
            FixedPoints(id=name, item_zh=item, item_en=english or item, points=Decimal(points))
        )
    return tuple(found)

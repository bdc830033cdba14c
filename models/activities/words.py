"""How offices name kinds and scopes of activities in their sheets, and whom they are for (§1)."""

from __future__ import annotations

import re

from models.activities.rules import ActivityKind, Scope, bare
from models.activities.whom import Wanted
from models.people.tables import Level

KINDS: dict[str, ActivityKind] = {
    word: kind
    for kind, words in {
        ActivityKind.CONGRESS: "人代会 人民代表大会 人大会议 大会 出席人代会 参加大会",
        ActivityKind.MEETING: "会议 列席 列席会议 列席常委会 列席常委会会议 座谈会",
        ActivityKind.STUDY: "学习 集中学习 培训 学习培训 集中培训 专题讲座 讲座",
        ActivityKind.INSPECTION: "视察 调研 执法检查 考察 参观 检查 视察调研 调研视察 参观调研",
        ActivityKind.RECEPTION: "接待 接待选民 选民接待 接待群众 代表接待选民 代表接待 接待日",
        ActivityKind.HOUSE_CALL: "上门走访 走访 走访选民 入户走访 出诊",
        ActivityKind.DIRECTORS_DAY: "主任接待日 主任接待代表日 主任接待代表 主任接待",
        ActivityKind.EVALUATION: "评议 监督评议 工作评议",
        ActivityKind.REPORT_TO_VOTERS: "述职 代表述职 述职大会 述职测评 向选民述职",
        ActivityKind.OTHER: "其他 其它",
    }.items()
    for word in (*words.split(), kind.value.replace("_", ""))
}

SCOPES: dict[str, Scope] = {
    word: scope
    for scope, words in {
        Scope.CITY: "市 市级 全市 市代表 市人大代表",
        Scope.DISTRICT: "区 区级 全区 区代表 区人大代表 县 县级",
        Scope.STREET: "街 街道 街道级 街级 全街 街道代表 乡 镇 乡镇 乡镇级 乡镇代表",
    }.items()
    for word in (*words.split(), scope.value)
}

LEVELS: dict[str, Level] = {
    word: level
    for level, words in {
        Level.CITY: "市 市级",
        Level.DISTRICT: "区 区级 县 县级",
        Level.STREET: "街 街道 街级 街道级 乡 镇 乡镇 乡级 镇级 乡镇级",
    }.items()
    for word in (*words.split(), level.value)
}
_ALL_WORDS = (
    "全体 全体代表 全体人大代表 全部 全部代表 所有 所有代表 每位代表 大家 代表 人大代表 不限"
)
_EVERYBODY = frozenset({*_ALL_WORDS.split(), "all", "everybody", "everyone"})
_OF_A_LEVEL = re.compile(
    r"^(?:全体|全部|所有)?(.*?)(?:两级|三级|各级)?(?:人大)?(?:代表|deputies)?$"
)
_LEVEL_MARKS = {"市": Level.CITY, "区": Level.DISTRICT, "县": Level.DISTRICT, "街": Level.STREET}
_LISTED = re.compile(r"[、,，;；/\\|\n\r]")
_HAN = re.compile(r"[㐀-鿿豈-﫿〇]+")
_ALSO = re.compile(r"[和与及]")

WHOM = "参加范围"  # the column of a plan that says whom an activity is for

_PARTS = re.compile(r"[/\\|、,，;；及和与]")


def kind_of(text: str) -> ActivityKind | None:
    """Return the kind an office means, None for an unknown word.

    Several words for one kind ("视察/调研") are that kind; words for different kinds are unknown.
    """
    whole = KINDS.get(bare(text))
    if whole is not None:
        return whole
    kinds = {KINDS.get(bare(part)) for part in _PARTS.split(text)}
    return kinds.pop() if len(kinds) == 1 else None


def scope_of(text: str) -> Scope | None:
    """Return the scope an office means, None for an unknown word."""
    return SCOPES.get(bare(text))


def whom_of(text: str) -> Wanted:
    """Return whom words mean: 全体代表; 市代表、区代表; 市区两级代表; a delegation; names.

    What is no word for a level stays as a name: whether there is such a deputy, the roster says.
    """
    levels: set[Level] = set()
    names: list[str] = []
    for part in (one.strip() for one in _LISTED.split(text)):
        if bare(part) in _EVERYBODY:
            return Wanted()
        found = _levels_of(part)
        levels |= found
        names += [] if found else [name for name in _names_in(part) if name not in names]
    return Wanted(levels=tuple(each for each in Level if each in levels), names=tuple(names))


def _names_in(part: str) -> list[str]:
    """Return the names in one part of a list: 王 伟 is one, 王桂兰 李建国 are two."""
    pieces = part.split()
    if not all(_HAN.fullmatch(one) for one in pieces):
        return [" ".join(pieces)] if pieces else []
    return ["".join(pieces)] if any(len(one) == 1 for one in pieces) else pieces


def _levels_of(part: str) -> set[Level]:
    """Return the levels one part of a list means, none where it is a name."""
    said = [_level_of(one) for one in _ALSO.split(part)]
    return set().union(*said) if all(said) else set()


def _level_of(word: str) -> set[Level]:
    found = _OF_A_LEVEL.match(bare(word))
    name = found[1] if found else ""
    if name in LEVELS:
        return {LEVELS[name]}
    marks = [_LEVEL_MARKS.get(mark) for mark in name]
    return {mark for mark in marks if mark} if len(marks) > 1 and all(marks) else set()

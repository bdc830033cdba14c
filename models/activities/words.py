"""How offices name kinds and scopes of activities in their sheets (domain §1)."""

from __future__ import annotations

import re

from models.activities.rules import ActivityKind, Scope, bare

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

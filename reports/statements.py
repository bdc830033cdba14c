"""Quarterly statements on paper: a .docx for each deputy, a table for the staff."""

import re
from collections.abc import Sequence

from models.points.statement_notices import Statement
from reports.sheets.writing import Value
from reports.templates.filling import filled
from reports.templates.folder import current
from reports.templates.kinds import STATEMENT

HEADERS = ("姓名", "年度", "季度", "本季度得分", "全年累计", "本季度各项", "全年各项", "规则版本")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def points(hundredths: int) -> str:
    """Return points without needless zeros."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def document(one: Statement) -> bytes:
    """Return a deputy's statement as a .docx, in the office's own wording if it has one."""
    rows = [
        {
            "名称": row.item_zh,
            "本季次数": row.times,
            "本季得分": points(row.gained),
            "全年次数": row.year_times,
            "全年得分": points(row.year_gained),
        }
        for row in one.rows
    ]
    fields = {
        "代表小组": one.group_name,
        "姓名": one.name,
        "年度": one.year,
        "季度": one.quarter,
        "得分": points(one.gained),
        "累计": points(one.total),
        "版本": one.version,
        "异议期限": _appeal(one),
        "项目": rows,
    }
    return filled(current(STATEMENT), fields)


def _appeal(one: Statement) -> str:
    if one.appeal_until is None:
        return "如有异议，请在收到本通知单后 10 个工作日内向工作人员提出。"
    day = one.appeal_until
    return f"如有异议，请在 {day.year} 年 {day.month} 月 {day.day} 日前提出。"


def rows_of(statements: Sequence[Statement]) -> Sequence[Sequence[Value]]:
    """Return a row for each deputy."""
    return [
        (
            one.name,
            one.year,
            one.quarter,
            one.gained / 100,
            one.total / 100,
            "; ".join(f"{row.item_zh} {points(row.gained)}" for row in one.rows if row.times)
            or None,
            "; ".join(f"{row.item_zh} {points(row.year_gained)}" for row in one.rows) or None,
            one.version,
        )
        for one in statements
    ]


def filenames(statements: Sequence[Statement]) -> Sequence[str]:
    """Return a file name for each statement; namesakes are told apart by a number."""
    seen: dict[str, int] = {}
    names = []
    for one in statements:
        base = f"{_NOT_IN_NAMES.sub('_', one.name).strip('._') or '代表'}-{one.year}Q{one.quarter}"
        seen[base] = seen.get(base, 0) + 1
        names.append(f"{base}.docx" if seen[base] == 1 else f"{base}-{seen[base]}.docx")
    return names

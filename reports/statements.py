"""Quarterly statements on paper: a .docx for each deputy, a table for the staff."""

import io
import re
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from models.points.statement_notices import Statement
from reports.sheets.writing import Value

HEADERS = ("姓名", "年度", "季度", "本季度得分", "全年累计", "本季度各项", "全年各项", "规则版本")
_COLUMNS = ("项目", "本季度次数", "本季度得分", "全年次数", "全年得分")
_FONT = "宋体"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def points(hundredths: int) -> str:
    """Return points without needless zeros."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def document(one: Statement) -> bytes:
    """Return a deputy's statement as a .docx."""
    paper = docx.Document()
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    _title(paper, "代表履职积分季度通知单")
    paper.add_paragraph(f"{one.group_name}")
    paper.add_paragraph(f"{one.name} 代表：")
    paper.add_paragraph(
        f"您 {one.year} 年第 {one.quarter} 季度履职得分 {points(one.gained)} 分，"
        f"截至本季度末全年累计 {points(one.total)} 分（按第 {one.version} 版积分规则）。"
    )
    _table(paper, one)
    paper.add_paragraph(_appeal(one))
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _title(paper: Document, words: str) -> None:
    heading = paper.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(words)
    run.bold, run.font.size = True, Pt(18)


def _table(paper: Document, one: Statement) -> None:
    table = paper.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.text = words
    for row in one.rows:
        facts = (
            row.item_zh,
            str(row.times),
            points(row.gained),
            str(row.year_times),
            points(row.year_gained),
        )
        for cell, words in zip(table.add_row().cells, facts, strict=True):
            cell.text = words
    if not one.rows:
        table.add_row().cells[0].text = "暂无记录"


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

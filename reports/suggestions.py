"""The progress of a year's suggestions on paper, for the standing committee: .docx and .xlsx."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from models.database import Transaction
from models.people.tables import Level
from models.suggestions.listing import YearCounts, is_overdue, of_year, year_counts
from models.suggestions.papers import Row, rows_of
from models.suggestions.rules import Satisfaction, SuggestionState
from reports.archives import words
from reports.papers.empty import new_sheet
from reports.papers.grids import grid
from reports.sheets.writing import Value, write_table

_FONT = "宋体"
LEVELS = {Level.CITY: "市", Level.DISTRICT: "区", Level.STREET: "街道"}
STATES = {
    SuggestionState.SUBMITTED: "待审查",
    SuggestionState.RETURNED: "退回修改",
    SuggestionState.FILED: "待交办",
    SuggestionState.ASSIGNED: "已交办",
    SuggestionState.SENT_BACK: "单位退办",
    SuggestionState.ACCEPTED: "承办中",
    SuggestionState.HANDLED: "承办中",
    SuggestionState.ANSWERED: "已答复",
    SuggestionState.REDOING: "重新办理",
    SuggestionState.RATED: "待兑现",
    SuggestionState.DONE: "办结",
}
SATISFACTION = {
    Satisfaction.SATISFIED: "满意",
    Satisfaction.BASICALLY: "基本满意",
    Satisfaction.DISSATISFIED: "不满意",
}
HEADERS = (
    "编号",
    "级别",
    "标题",
    "领衔代表",
    "附议代表",
    "主办单位",
    "协办单位",
    "交办日期",
    "答复期限",
    "答复日期",
    "答复类别",
    "承诺日期",
    "满意度",
    "进展",
    "超期",
    "重点",
    "优秀",
    "选民反映",
)
_SHORT = ("编号", "标题", "领衔", "主办单位", "期限", "答复", "类别", "满意度", "进展")
_WIDTHS = (Cm(2), Cm(7.6), Cm(2), Cm(3.7), Cm(2.6), Cm(2.6), Cm(1.3), Cm(2), Cm(1.9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A year's suggestions: the numbers, and every one they count."""

    group_name: str
    year: int
    today: date
    counts: YearCounts
    rows: Sequence[Row]


async def read(
    tx: Transaction, *, group_id: int, year: int, group_name: str, today: date
) -> Progress:
    """Read what the report of a year says."""
    rows = await of_year(tx, group_id=group_id, year=year)
    return Progress(
        group_name=group_name,
        year=year,
        today=today,
        counts=await year_counts(tx, group_id=group_id, year=year, today=today),
        rows=await rows_of(tx, rows),
    )


def table(found: Progress) -> bytes:
    """Return every suggestion of the year as a workbook."""
    return write_table(HEADERS, [_line(row, found.today) for row in found.rows], "xlsx")


def _line(row: Row, today: date) -> Sequence[Value]:
    one, answer = row.one, row.answer
    rated = answer.satisfaction if answer else None
    return (
        one.number or "",
        LEVELS[one.level],
        one.title,
        row.lead,
        "、".join(row.cosigners),
        one.unit or "",
        "、".join(row.assisting),
        one.assigned_on,
        one.answer_by,
        answer.answered_on if answer else None,
        answer.answer_class.value if answer and answer.answer_class else "",
        answer.promised_for if answer else None,
        SATISFACTION[rated] if rated else "",
        STATES[one.state],
        "是" if is_overdue(one, today) else "",
        "是" if one.is_key else "",
        "是" if one.is_excellent else "",
        row.voices,
    )


def title(found: Progress) -> str:
    """Return what the report is called."""
    return f"{found.group_name}{found.year}年代表建议办理进展报告"


def document(found: Progress) -> bytes:
    """Return the report as .docx: the figures with their formulas, then the list."""
    paper = new_sheet()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    heading = paper.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title(found))
    run.bold, run.font.size = True, Pt(18)
    for line in paragraphs(found):
        paper.add_paragraph(line)
    grid(paper, [_SHORT, *map(_short, found.rows)], _WIDTHS, size=10.5, words=4)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def paragraphs(found: Progress) -> Sequence[str]:
    """Return the figures in sentences; a rate names what it is of."""
    it, today = found.counts, found.today
    first = (
        f"截至{today.year}年{today.month}月{today.day}日，共提出代表建议 {it.total} 件，"
        f"立案 {it.filed} 件，交办 {it.assigned} 件，已答复 {it.answered} 件，办结 {it.done} 件。"
    )
    said = [first]
    if it.assigned:
        said.append(f"答复率 {_share(it.answered, it.assigned)}（已答复 ÷ 已交办）。")
    if it.rated:
        said.append(
            f"代表已评价 {it.rated} 件，满意和基本满意 {it.satisfied} 件，"
            f"满意率 {_share(it.satisfied, it.rated)}（满意和基本满意 ÷ 已评价）。"
        )
    classes = "，".join(
        f"{kind.value} 类 {count} 件" for kind, count in it.by_class.items() if count
    )
    if classes:
        said.append(f"答复类别：{classes}。")
    if it.key or it.excellent:
        said.append(f"重点建议 {it.key} 件，优秀建议 {it.excellent} 件。")
    if it.overdue:
        said.append(f"超过答复期限 {it.overdue} 件，正在催办。")
    return said


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%".replace(".0%", "%")


def _short(row: Row) -> Sequence[str]:
    one, answer = row.one, row.answer
    rated = answer.satisfaction if answer else None
    return (
        one.number or "",
        one.title,
        row.lead,
        one.unit or "",
        words.short(one.answer_by),
        words.short(answer.answered_on if answer else None),
        answer.answer_class.value if answer and answer.answer_class else "",
        SATISFACTION[rated] if rated else "",
        STATES[one.state],
    )

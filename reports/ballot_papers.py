"""Ballots to be marked with a pen, and the sheet on which two people count them; .docx.

A blank ballot bears no name, number or code: whatever tells one from another could lead back to
whoever was handed it. How many there may be is told by the number printed and the office's seal.
"""

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt

from models.ballots.tables import Ballot
from reports.ballots import centred, clean, new_paper, saved

Places = Sequence[tuple[str, str]]  # subject, item
_CHOICES = ("满意", "基本满意", "不满意", "弃权")
_BOX = "□"
_A_QUARTER, _A_HALF = 3, 9  # marks of a ballot that fits so much of a page


def blank_title(one: Ballot) -> str:
    """Return what the page of blank ballots is called."""
    return f"{one.title}纸质票"


def sheet_title(one: Ballot) -> str:
    """Return what the counting sheet is called."""
    return f"{one.title}计票单"


def per_page(places: Places) -> int:
    """Return how many blank ballots fit on one page."""
    if len(places) <= _A_QUARTER:
        return 4
    return 2 if len(places) <= _A_HALF else 1


def blank(one: Ballot, places: Places) -> bytes:
    """Return a page of blank ballots, all alike: four, two, or one, which may be longer."""
    paper = new_paper()
    section = paper.sections[0]
    section.top_margin = section.bottom_margin = Cm(1.5)
    for number in range(per_page(places)):
        if number:
            cut = paper.add_paragraph("✂ " + "- " * 40)
            cut.paragraph_format.space_before = cut.paragraph_format.space_after = Pt(4)
        centred(paper, f"{one.title}（票）", 15)
        say = paper.add_paragraph("每一行只在一个方框里打“√”。不写名字，不做记号，对折后投进票箱。")
        say.paragraph_format.space_after = Pt(4)
        _grid(paper, [("对象", "项目", *_CHOICES), *((*each, *_BOX * 4) for each in places)])
        seal = paper.add_paragraph("（盖章有效）")
        seal.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        seal.paragraph_format.space_after = Pt(0)
    return saved(paper)


def counting_sheet(one: Ballot, places: Places, *, issued: int) -> bytes:
    """Return the sheet twice, a page for each of the two who count by themselves."""
    paper = new_paper()
    for number, who in enumerate(("甲", "乙")):
        if number:
            paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        centred(paper, f"{one.title}计票单（{who}）", 16)
        paper.add_paragraph(
            "两个人各数一遍，互不商量，各自登记。两份一样才算数；不一样，两个人一起重数。"
        )
        paper.add_paragraph(
            f"发出纸质票 {issued} 张    收回 ______ 张    废票 ______ 张    "
            "有效 ______ 张（有效 = 收回 − 废票）"
        )
        heads = ("对象", "项目", *_CHOICES, "合计")
        rows = [(*each, "", "", "", "", "") for each in places]
        _grid(paper, [heads, *rows])
        paper.add_paragraph("画“正”字数，格里写数。每一行合计要等于有效票数；弃权也是有效票。")
        paper.add_paragraph("一行没有打勾，或打了两个勾，整张算废票。")
        paper.add_paragraph("计票人（签名）：______________    日期：______________")
        paper.add_paragraph("登记：在机器人里打开这次投票，按“登记纸质票”，从上到下一行一行写数。")
    return saved(paper)


def _grid(paper: Any, rows: Sequence[Sequence[str]]) -> None:  # noqa: ANN401  (python-docx)
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in rows:
        for number, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.text = clean(words)
            wide = number < 2  # noqa: PLR2004  (subject and item)
            cell.width = Cm(4) if wide else Cm(2)
            if not wide:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER

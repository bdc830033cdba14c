"""Ballots to be marked with a pen, and the sheet on which two people count them; .docx.

A blank ballot bears no name, number or code: whatever tells one from another could lead back to
whoever was handed it. How many there may be is told by the number printed and the office's seal.
"""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from models.ballots.tables import Ballot
from reports.ballots import centred, new_paper, saved
from reports.papers.grids import grid

Places = Sequence[tuple[str, str]]  # subject, item
_CHOICES = ("满意", "基本满意", "不满意", "弃权")
_BOX = "□"
_A_QUARTER, _A_HALF = 3, 9  # lines of a ballot that fits so much of a page
_WIDTHS = (Cm(4.8), Cm(3), *[Cm(2.3)] * 4)
_IN_LINE = (10, 6)  # characters of a subject, of an item, beside the boxes
_COUNTS = (Cm(4), Cm(2.4), *[Cm(2.25)] * 4, Cm(1.6))
_STROKES = Cm(1.5)  # of a row in which 正 is drawn by hand
#: how high a row of a ballot is at least, by how many ballots fit on a page
_ROWS = {4: Cm(0.75), 2: Cm(0.9), 1: Cm(1)}


def blank_title(one: Ballot) -> str:
    """Return what the page of blank ballots is called."""
    return f"{one.title}纸质票"


def sheet_title(one: Ballot) -> str:
    """Return what the counting sheet is called."""
    return f"{one.title}计票单"


def per_page(places: Places) -> int:
    """Return how many blank ballots fit on one page."""
    lines = sum(_lines(each) for each in places)
    if lines <= _A_QUARTER:
        return 4
    return 2 if lines <= _A_HALF else 1


def _lines(place: tuple[str, str]) -> int:
    """Return how many lines a row takes: long names take more than one."""
    return max(-(-len(words) // most) for words, most in zip(place, _IN_LINE, strict=True))


def blank(one: Ballot, places: Places) -> bytes:
    """Return a page of blank ballots, all alike: four, two, or one, which may be longer."""
    paper = _low_margins()
    for number in range(per_page(places)):
        if number:
            cut = paper.add_paragraph("✂ " + "- " * 40)
            cut.paragraph_format.space_before = cut.paragraph_format.space_after = Pt(4)
        centred(paper, f"{one.title}（票）", 15).paragraph_format.space_after = Pt(2)
        say = paper.add_paragraph("每一行只在一个方框里打“√”。不写名字，不做记号，对折后投进票箱。")
        say.paragraph_format.space_after = Pt(4)
        rows = [("对象", "项目", *_CHOICES), *((*each, *_BOX * 4) for each in places)]
        grid(paper, rows, _WIDTHS, height=_ROWS[per_page(places)], size=13)
        seal = paper.add_paragraph("（盖章有效）")
        seal.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        seal.paragraph_format.space_after = Pt(0)
    return saved(paper)


def counting_sheet(one: Ballot, places: Places, *, issued: int) -> bytes:
    """Return the sheet twice, a page for each of the two who count by themselves."""
    paper = _low_margins()
    for number, who in enumerate(("甲", "乙")):
        if number:
            paper.add_section(WD_SECTION.NEW_PAGE)
        centred(paper, f"{one.title}计票单（{who}）", 16)
        paper.add_paragraph(
            "两个人各数一遍，互不商量，各自登记。两份一样才算数；不一样，两个人一起重数。"
        )
        paper.add_paragraph(
            "一行没有打勾，或打了两个勾，整张算废票。先画“正”字，数完在格里写数。"
            "有效 = 收回 − 废票；每一行合计要等于有效票数；弃权也是有效票。"
        )
        paper.add_paragraph(
            f"发出纸质票 {issued} 张　收回 ______ 张　废票 ______ 张　有效 ______ 张"
        )
        heads = ("对象", "项目", *_CHOICES, "合计")
        rows = [(*each, "", "", "", "", "") for each in places]
        grid(paper, [heads, *rows], _COUNTS, height=_STROKES)
        signed = paper.add_paragraph("计票人（签名）：______________    日期：______________")
        signed.paragraph_format.space_before = Pt(12)
        paper.add_paragraph("登记：在机器人里打开这次投票，按“登记纸质票”，从上到下一行一行写数。")
    return saved(paper)


def _low_margins() -> Document:
    paper = new_paper()
    section = paper.sections[0]
    section.top_margin = section.bottom_margin = Cm(1.5)
    return paper

"""Ballots on paper: slips with a QR code to be cut and handed out, and the result; .docx."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from models.ballots.notices import Cell, Result
from models.ballots.rules import BallotKind, ElectorKind, Quorum
from models.ballots.tables import Ballot
from reports import qr_codes
from reports.papers.empty import new_sheet
from reports.papers.grids import clean, grid, whole

_FONT = "宋体"
_SIDE_BY_SIDE = 2
_CODE = Cm(4.2)
KINDS = {
    ElectorKind.DEPUTY: "人大代表",
    ElectorKind.PARTY_DEPUTY: "党代表",
    ElectorKind.CPPCC: "政协委员",
    ElectorKind.UNIT: "单位代表",
    ElectorKind.VOTER: "选民代表",
}
QUORUMS = {
    Quorum.HALF: "收回票数超过应到人数的一半",
    Quorum.TWO_THIRDS: "收回票数达到应到人数的三分之二",
    Quorum.NONE: "不设要求",
}
_NAMES = {BallotKind.EVALUATION: "监督评议", BallotKind.REPORT: "述职测评"}
_HEADS = ("对象", "项目", "满意", "基本满意", "不满意", "弃权", "满意率")
_WIDTHS = (Cm(4.2), Cm(2.8), *[Cm(2)] * 5)


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on one slip."""

    kind: ElectorKind
    name: str
    note: str
    url: str


def slips_title(one: Ballot) -> str:
    """Return what the sheet of slips is called."""
    return f"{one.title}投票码"


def result_title(one: Ballot) -> str:
    """Return what the result is called."""
    return f"{one.title}结果"


def slips(one: Ballot, found: Sequence[Slip]) -> bytes:
    """Return the slips, two in a row; each lets one person vote once."""
    paper = new_paper()
    centred(paper, slips_title(one), 16)
    paper.add_paragraph(
        "请沿格线裁开，每人一张。扫码后在手机上投票，一张只能投一次，请不要转给别人。"
    )
    table = paper.add_table(rows=-(-len(found) // _SIDE_BY_SIDE), cols=_SIDE_BY_SIDE)
    table.style = "Table Grid"
    for row in table.rows:
        whole(row)
    for number, slip in enumerate(found):
        cell = table.cell(number // _SIDE_BY_SIDE, number % _SIDE_BY_SIDE)
        words = f"{KINDS[slip.kind]} {slip.name}{f'（{slip.note}）' if slip.note else ''}"
        cell.paragraphs[0].add_run(clean(words)).bold = True
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].paragraph_format.space_before = Pt(6)
        code = cell.add_paragraph()
        code.alignment = WD_ALIGN_PARAGRAPH.CENTER
        code.add_run().add_picture(io.BytesIO(qr_codes.picture(slip.url)), width=_CODE)
    return saved(paper)


def result(
    found: Result,
    quorum: Quorum,
    kinds: Mapping[str, Sequence[Cell]],
    receipts: Sequence[str],
) -> bytes:
    """Return the result: the numbers with their formulas, the counts, and the receipts."""
    paper = new_paper()
    centred(paper, f"{found.title}结果", 18)
    for words in paragraphs(found, quorum):
        paper.add_paragraph(words)
    if found.cells:
        _table(paper, found.cells)
    for kind, cells in kinds.items():
        paper.add_paragraph(f"其中{KINDS[ElectorKind(kind)]}（网上投票）：")
        _table(paper, cells)
    paper.add_paragraph(
        f"回执（{len(receipts)} 张网上票，按字母排列；"
        "能查到自己的回执，就说明票已计入；回执不显示投了什么）："
    )
    paper.add_paragraph("  ".join(receipts) or "无")
    return saved(paper)


def paragraphs(found: Result, quorum: Quorum) -> Sequence[str]:
    """Return the numbers in sentences."""
    valid = found.returned - found.invalid
    met = "达到要求" if found.is_quorate else "没有达到要求"
    counts = (
        f"应到 {found.eligible} 人，发出 {found.issued} 张，收回 {found.returned} 张，"
        f"有效 {valid} 张（有效 = 收回 − 废票 {found.invalid} 张）。"
    )
    said = [
        _NAMES[found.ballot_kind],
        counts,
        f"{QUORUMS[quorum]}：{met}。",
        "满意率 =（满意 + 基本满意）÷ 有效票；弃权计入有效票。",
    ]
    if found.skips_self:
        said.append(
            "被测评的人不评本人，所以每个对象的有效票可能比总数少一张，满意率按各自的有效票算。"
        )
    if not found.is_published:
        said.append("有效票太少，为了保密不公布各项票数。")
    return said


def _table(paper: Document, cells: Sequence[Cell]) -> None:
    grid(paper, [_HEADS, *map(_line, cells)], _WIDTHS, size=11)
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _line(one: Cell) -> Sequence[str]:
    counts = (one.satisfied, one.basically, one.dissatisfied, one.abstained)
    rate = "" if one.rate is None else f"{one.rate / 10:.1f}%"
    return (one.subject, one.item, *map(str, counts), rate)


def new_paper() -> Document:
    """Return an empty page, A4."""
    paper = new_sheet()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    return paper


def centred(paper: Document, words: str, size: int) -> Paragraph:
    """Add a heading."""
    heading = paper.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(clean(words))
    run.bold, run.font.size = True, Pt(size)
    return heading


def saved(paper: Document) -> bytes:
    """Return a document as a file."""
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()

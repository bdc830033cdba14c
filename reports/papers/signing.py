"""The sheet people sign: numbered names, a box for each signature."""

import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from reports.papers.empty import new_sheet

_FONT = "宋体"
_SIDE_BY_SIDE = 2  # people in a row: a hundred fit on three pages
_WIDTHS = (Cm(1.2), Cm(2.8), Cm(4.5))
_HEIGHT = Cm(0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWords:
    """What stands on the sheet beside the names."""

    title: str
    lines: Sequence[str]
    heads: tuple[str, str, str]
    foot: str


def sheet(words: SheetWords, people: Sequence[tuple[int, str]]) -> bytes:
    """Return the sheet as .docx, A4; people are numbers and names, in the order given."""
    paper = new_sheet()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    write(paper.add_paragraph(), words.title, size=20, bold=True, centred=True)
    for line in words.lines:
        write(paper.add_paragraph(), line, size=12)
    table = paper.add_table(rows=0, cols=len(words.heads) * _SIDE_BY_SIDE, style="Table Grid")
    _fill(table, [words.heads] * _SIDE_BY_SIDE, bold=True)
    repeat(table.rows[0])
    rows = -(-len(people) // _SIDE_BY_SIDE)
    columns = [people[start : start + rows] for start in range(0, len(people), max(rows, 1))]
    for row in itertools.zip_longest(*columns):
        _fill(table, [(str(one[0]), one[1], "") if one else ("", "", "") for one in row])
    write(paper.add_paragraph(), words.foot, size=10)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _fill(table: Table, people: Sequence[tuple[str, str, str]], *, bold: bool = False) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left it bare
    row.height, row.height_rule = _HEIGHT, WD_ROW_HEIGHT_RULE.AT_LEAST
    words = itertools.chain.from_iterable(people)
    for cell, text, width in zip(row.cells, words, itertools.cycle(_WIDTHS), strict=False):
        cell.width = width
        write(cell.paragraphs[0], text, size=12, bold=bold)


def write(
    paragraph: Paragraph, text: str, *, size: int, bold: bool = False, centred: bool = False
) -> None:
    """Put words into a paragraph, in the font that offices print with."""
    clean = "".join(mark for mark in text if mark.isprintable())
    run = paragraph.add_run(clean)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, _FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)  # noqa: SLF001  (python-docx has no name for it)
    paragraph.paragraph_format.space_after = Pt(2)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def repeat(row: _Row) -> None:
    """Have the heads stand on every page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  (python-docx has no name for it)
    mark = properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"})
    properties.append(mark)

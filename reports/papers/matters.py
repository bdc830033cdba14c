"""Papers about matters: the record of a session, and what became of the last ones; A4."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Cm
from docx.table import Table

from reports.papers.empty import new_sheet
from reports.papers.signing import repeat, write

_HEIGHT = Cm(1.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MattersWords:
    """What stands on the paper: lines above, a table, lines below, who signs."""

    title: str
    lines: Sequence[str]
    heads: Sequence[str]
    widths: Sequence[float]  # in centimetres
    rows: Sequence[Sequence[str]]
    nothing: str  # in place of rows
    foot: Sequence[str]
    signatures: Sequence[str]


def matters(words: MattersWords) -> bytes:
    """Return the paper as .docx; heads repeat on every page, a row is never torn apart."""
    paper = new_sheet()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    write(paper.add_paragraph(), words.title, size=20, bold=True, centred=True)
    for line in words.lines:
        write(paper.add_paragraph(), line, size=12)
    table = paper.add_table(rows=0, cols=len(words.heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, words.widths, strict=True):
        column.width = Cm(width)  # what programs go by that do not ask the cells
    _fill(table, words.heads, words.widths, bold=True)
    repeat(table.rows[0])
    for row in words.rows:
        _fill(table, row, words.widths)
    if not words.rows:
        write(paper.add_paragraph(), words.nothing, size=14, bold=True, centred=True)
    for number, line in enumerate(words.foot):
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.space_before = Cm(0 if number else 0.4)
        write(paragraph, line, size=12)
    for line in words.signatures:
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.space_before = Cm(0.6)
        write(paragraph, line, size=14)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _fill(
    table: Table, texts: Sequence[str], widths: Sequence[float], *, bold: bool = False
) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left it bare
    row.height, row.height_rule = _HEIGHT, WD_ROW_HEIGHT_RULE.AT_LEAST
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Cm(width)
        first, *rest = text.splitlines() or [""]
        write(cell.paragraphs[0], first, size=11, bold=bold)
        for line in rest:
            write(cell.add_paragraph(), line, size=11)

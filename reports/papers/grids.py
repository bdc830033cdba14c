"""Tables that every program shows as wide and as high as they are meant."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Length, Pt
from docx.table import Table, _Row

from reports.papers.signing import repeat


def clean(words: str) -> str:
    """Return words without what cannot be printed."""
    return "".join(mark for mark in words if mark.isprintable())


def grid(
    paper: Document,
    rows: Sequence[Sequence[str]],
    widths: Sequence[Length],
    *,
    height: Length | None = None,
    size: float = 12,
    words: int = 2,
) -> None:
    """Add a table whose first row is its head, on every page again; no row is torn apart.

    The first columns hold `words`, the others are centred. Rows are at least so high.
    """
    table = paper.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # what programs go by that do not ask the cells
    for values in rows:
        _fill(table, values, widths, size=size, words=words)
    for row in table.rows[1:] if height is not None else ():
        row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
    repeat(table.rows[0])


def _fill(
    table: Table, values: Sequence[str], widths: Sequence[Length], *, size: float, words: int
) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left it bare
    whole(row)
    for number, (cell, value, width) in enumerate(zip(row.cells, values, widths, strict=True)):
        cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(clean(value)).font.size = Pt(size)
        if number >= words:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def whole(row: _Row) -> None:
    """Keep a row on one page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  (python-docx has no name for it)
    properties.append(OxmlElement("w:cantSplit"))

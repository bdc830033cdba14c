"""Makes a .docx template of a wording: the plain text that the templates of the house are kept in.

`# ` is the title, `## ` a heading, `> ` a line in the middle, `| a | b |` a row of a table whose
first row is its head (`|! 2 5 3` gives the widths), everything else a paragraph.
"""

import io
import itertools
from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.papers.empty import new_sheet
from reports.papers.grids import whole
from reports.papers.signing import repeat

_BODY, _HEAD = "仿宋", "黑体"
_WIDTH = 16.0  # cm between the margins


def built(wording: str) -> bytes:
    """Return the template as a .docx on A4."""
    paper = new_sheet()
    _lay_out(paper)
    lines = [line.rstrip() for line in wording.splitlines() if line.strip()]
    for is_table, block in itertools.groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            _tables(paper, list(block))
        else:
            _paragraphs(paper, block)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def _lay_out(paper: Document) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = _BODY, Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(foot.add_run())


def _page_number(run: Run) -> None:
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        run._r.append(element)  # noqa: SLF001  (python-docx has no name for it)


def _paragraphs(paper: Document, lines: Iterable[str]) -> None:
    for line in lines:
        mark, _, words = line.partition(" ")
        match mark:
            case "#":
                _write(paper.add_paragraph(), words, size=20, font=_HEAD, centred=True)
            case "##":
                _write(paper.add_paragraph(), words, size=14, font=_HEAD, keep=True)
            case ">":
                _write(paper.add_paragraph(), words, size=13, centred=True)
            case _:
                _write(paper.add_paragraph(), line, size=13)


def _tables(paper: Document, lines: Sequence[str]) -> None:
    """Write tables that stand one below the other: each of them but the first begins with `|!`."""
    begins = [place for place, line in enumerate(lines) if line.startswith("|!") or place == 0]
    for start, end in itertools.pairwise([*begins, len(lines)]):
        if start:
            _write(paper.add_paragraph(), "", size=6)
        _table(paper, lines[start:end])


def _table(paper: Document, lines: Sequence[str]) -> None:
    widths = [float(one) for one in lines[0][2:].split()] if lines[0].startswith("|!") else []
    rows = [_cells(line) for line in lines if not line.startswith("|!")]
    columns = max(len(row) for row in rows)
    shares = widths or [1.0] * columns
    table = paper.add_table(rows=0, cols=columns, style="Table Grid")
    table.autofit = False
    for column, one in zip(table.columns, shares, strict=True):
        column.width = Cm(_WIDTH * one / sum(shares))
    for number, row in enumerate(rows):
        _row(table, row, shares, is_head=number == 0 and len(rows) > 1)


def _cells(line: str) -> list[str]:
    return [one.strip() for one in line.strip().strip("|").split("|")]


def _row(table: Table, words: Sequence[str], shares: Sequence[float], *, is_head: bool) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left it bare
    texts = [*words, *[""] * (len(shares) - len(words))]
    for cell, text, one in zip(row.cells, texts, shares, strict=True):
        cell.width = Cm(_WIDTH * one / sum(shares))
        font = _HEAD if is_head else _BODY
        _write(cell.paragraphs[0], text, size=11, font=font, spaced=False)
    whole(row)
    if is_head:
        repeat(row)


def _write(
    paragraph: Paragraph,
    text: str,
    *,
    size: int,
    font: str = _BODY,
    centred: bool = False,
    keep: bool = False,
    spaced: bool = True,
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001  (as above)
    shape = paragraph.paragraph_format
    shape.space_before = Pt(10 if keep else 4 if spaced else 2)
    shape.space_after = Pt(4 if spaced else 2)
    shape.keep_with_next = keep
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

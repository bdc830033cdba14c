"""A work order to print, for a unit without Telegram: what, where, until when, room to answer."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.shared import Cm

from reports.papers.empty import new_sheet
from reports.papers.signing import write

_LABEL, _VALUE = Cm(3.5), Cm(13.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWords:
    """What stands on a work order: a title, a table of facts, room for an answer, a foot."""

    title: str
    rows: Sequence[tuple[str, str]]
    answer: str
    blanks: Sequence[str]
    foot: str


def work_order(words: OrderWords) -> bytes:
    """Return the work order as .docx, A4."""
    paper = new_sheet()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    write(paper.add_paragraph(), words.title, size=20, bold=True, centred=True)
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in words.rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = _LABEL, _VALUE
        write(cells[0].paragraphs[0], label, size=12, bold=True)
        write(cells[1].paragraphs[0], value, size=12)
    write(paper.add_paragraph(), words.answer, size=14, bold=True)
    for blank in words.blanks:
        write(paper.add_paragraph(), f"{blank}{'_' * 40}", size=12)
    write(paper.add_paragraph(), words.foot, size=10)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()

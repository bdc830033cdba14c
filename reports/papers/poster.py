"""The poster of a station: its name, a large QR code, when and where; A4, to be hung up."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from reports import qr_codes
from reports.papers.empty import new_sheet
from reports.papers.signing import write

_CODE = Cm(13)


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterWords:
    """What stands on a poster beside its QR code."""

    above: str  # whose station it is
    name: str
    call: str  # what scanning is good for
    lines: Sequence[str]
    foot: str


def _line(paper: Document, text: str, *, size: int) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_before = Cm(0.3)
    write(paragraph, text, size=size, centred=True)


def poster(words: PosterWords, url: str) -> bytes:
    """Return the poster as .docx: an office changes a word in it before it is printed."""
    paper = new_sheet()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    write(paper.add_paragraph(), words.above, size=18, centred=True)
    write(paper.add_paragraph(), words.name, size=36, bold=True, centred=True)
    write(paper.add_paragraph(), words.call, size=22, bold=True, centred=True)
    code = paper.add_paragraph()
    code.alignment = WD_ALIGN_PARAGRAPH.CENTER
    code.add_run().add_picture(io.BytesIO(qr_codes.picture(url)), width=_CODE)
    for line in words.lines:
        _line(paper, line, size=20)
    _line(paper, words.foot, size=14)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()

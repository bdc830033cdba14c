"""An empty document in Chinese."""

import docx
from docx.document import Document
from docx.oxml.ns import qn

_CHINESE = "zh-CN"


def new_sheet() -> Document:
    """Return an empty document whose words are Chinese: its glyphs are those of the mainland.

    Latin letters stay English: numbers and receipts are not broken in the middle.
    """
    paper = docx.Document()
    [language] = paper.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    language.set(qn("w:eastAsia"), _CHINESE)
    return paper

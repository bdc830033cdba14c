"""Text files of values, in the encodings and with the separators that offices use."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence

from reports.sheets.cells import delimited
from reports.sheets.grids import MAX_COLUMNS, MAX_ROWS, Grid, GridRow, bounded
from reports.sheets.problems import Code, SheetRefusedError

SEPARATORS = (",", ";", "\t")
SCANNED_ROWS = 5 * MAX_ROWS  # a file of empty lines ends somewhere
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def grids(content: bytes) -> Sequence[Grid]:
    """Return the file split at each separator that its first lines could mean.

    Which of them is right shows when a header is found. Row numbers count records, as a
    spreadsheet program does: a value over three lines is one row, an empty line is one too.
    """
    text = _decoded(content)
    found = [one for one in SEPARATORS if one in text] or [","]
    return [Grid(title="", rows=_rows(text, separator)) for separator in found]


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding)
    if b"\0" in content[:400]:
        return _strict(content, "utf-16-le" if content[1:2] == b"\0" else _unmarked(content))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(content, "gb18030")


def _unmarked(content: bytes) -> str:
    """Guess the order of UTF-16 without a mark from where its line breaks are."""
    little, big = content.count(b"\n\0"), content.count(b"\0\n")
    return "utf-16-le" if little >= big else "utf-16-be"


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetRefusedError(Code.ENCODING) from error


def _rows(text: str, separator: str) -> Sequence[GridRow]:
    rows: list[GridRow] = []
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text, ""), delimiter=separator), 1):
            if number > SCANNED_ROWS:
                raise SheetRefusedError(Code.TOO_MANY_ROWS)
            if any(fields[MAX_COLUMNS:]):
                raise SheetRefusedError(Code.TOO_MANY_COLUMNS, row=number)
            if any(fields):
                cells = tuple(delimited(field) for field in fields[:MAX_COLUMNS])
                rows.append(GridRow(number=number, cells=cells))
    except csv.Error as error:
        raise SheetRefusedError(Code.BROKEN) from error
    return bounded(rows)

"""Spreadsheets as offices make them, made in code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def workbook(
    *rows: Sequence[object],
    merges: Iterable[str] = (),
    shape: Callable[[Worksheet], object] | None = None,
) -> bytes:
    """Return an .xlsx with one sheet of these rows; `shape` may change the sheet further."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    if shape is not None:
        shape(sheet)
    return saved(book)


def sheets(**named: Sequence[Sequence[object]]) -> bytes:
    """Return an .xlsx with several sheets by name."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for title, rows in named.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return the zip with parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    return zipped({**kept, **parts})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in parts.items():
            new.writestr(name, body)
    return buffer.getvalue()


def text(*rows: Sequence[str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return a text file of values that need no quotes."""
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)

"""Tables as workbooks, in which nothing is a formula."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time

import openpyxl
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from reports.sheets.writing import Value, guarded

MEASURED_ROWS = 200
NARROWEST, WIDEST = 6, 48

_DATE_FORMATS = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm"}


def written(headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Return a workbook with one sheet: the header row bold and frozen, text as text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for column, width in enumerate(widths(headers, rows), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([cell_of(sheet, header, bold=True) for header in headers])
    for row in rows:
        sheet.append([cell_of(sheet, value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cell_of(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> Cell:
    """Return a value as a cell; text is never taken for a formula."""
    cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # "=1+1" too: openpyxl would make it a formula
        cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
    number_format = _DATE_FORMATS.get(type(value))
    if number_format is not None:
        cell.number_format = number_format
    if bold:
        cell.font = Font(bold=True)
    return cell


def widths(headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> list[int]:
    """Return a width for each column; a Chinese character takes two."""
    lines = [headers, *rows[:MEASURED_ROWS]]
    return [
        max(NARROWEST, min(WIDEST, max(_breadth(line[column]) for line in lines) + 2))
        for column in range(len(headers))
    ]


def _breadth(value: Value) -> int:
    longest = max(guarded(value).split("\n"), key=len)
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in longest)

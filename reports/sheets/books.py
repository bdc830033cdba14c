"""Workbooks of several sheets, in which nothing is a formula; written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO

import openpyxl
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.hyperlink import Hyperlink

from reports.sheets.writing import Value, clean_text
from reports.sheets.xlsx import cell_of, widths


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet; `links` lead from the first cell of a row (by its number) to another sheet.

    `addresses` lead from the last cell of a row out of the workbook.
    """

    name: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    links: Mapping[int, str] = field(default_factory=dict)
    addresses: Mapping[int, str] = field(default_factory=dict)


def leading_out(links: Iterable[str]) -> Mapping[int, str]:
    """Return the addresses of a sheet, by row, where a row has one."""
    return {number: link for number, link in enumerate(links) if link}


def write(file: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write a workbook: header rows bold and frozen, text as text."""
    book = openpyxl.Workbook(write_only=True)
    for one in sheets:
        page = book.create_sheet(one.name)
        for column, width in enumerate(widths(one.headers, one.rows), 1):
            page.column_dimensions[get_column_letter(column)].width = width
        page.freeze_panes = "A2"
        page.append([cell_of(page, header, bold=True) for header in one.headers])
        for number, row in enumerate(one.rows):
            values = [clean_text(value) for value in row]
            cells = [value if _is_plain(value) else cell_of(page, value) for value in values]
            if number in one.links:
                cells[0] = _leading(page, values[0], number + 2, one.links[number])
            if number in one.addresses:
                cells[-1] = _out(page, values[-1], one.addresses[number])
            page.append(cells)
    book.save(file)


def _is_plain(value: Value) -> bool:
    """Tell whether a value is safe and shown well as it is: a cell of its own costs five times."""
    if isinstance(value, str):
        return "\n" not in value and not value.startswith(("=", "#"))
    return isinstance(value, int | float | date) and not isinstance(value, datetime)


def _leading(page: WriteOnlyWorksheet, value: Value, row: int, sheet: str) -> Cell:
    """Return a cell that leads to the top of another sheet."""
    cell = cell_of(page, value)
    cell.hyperlink = Hyperlink(ref=f"A{row}", location=f"'{sheet}'!A1")
    cell.font = Font(color="0563C1", underline="single")
    return cell


def _out(page: WriteOnlyWorksheet, value: Value, address: str) -> Cell:
    """Return a cell that leads out of the workbook."""
    cell = cell_of(page, value)
    cell.hyperlink = address
    cell.font = Font(color="0563C1", underline="single")
    return cell

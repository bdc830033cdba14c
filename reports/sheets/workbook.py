"""Workbooks (.xlsx): guarded before they are opened, read as what their cells show."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import cast
from xml.parsers.expat import ExpatError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets.cells import EMPTY, Cell, stored
from reports.sheets.grids import MAX_COLUMNS, MAX_ROWS, Grid, GridRow, bounded
from reports.sheets.layout import Layout, layout_of
from reports.sheets.problems import Code, SheetRefusedError

MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 2_000
MAX_SHEETS = 20
SCANNED_ROWS = 5 * MAX_ROWS
MAX_FILLED = 200_000

# What the zip, XML and openpyxl readers raise at files that only look like workbooks.
BREAKAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    SyntaxError,  # xml.etree's ParseError
    InvalidFileException,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,  # parts with a password
)


def grids(content: bytes) -> Sequence[Grid]:
    """Return the visible sheets of a workbook; refuses what is no workbook or no honest one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive)
            layouts = _layouts(archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl names each extension it leaves out
            return _sheets(content, layouts)
    except BREAKAGE as error:
        raise SheetRefusedError(Code.BROKEN) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise SheetRefusedError(Code.MACRO_WORKBOOK)
    if "xl/workbook.bin" in names:
        raise SheetRefusedError(Code.BINARY_WORKBOOK)
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise SheetRefusedError(Code.NOT_A_SHEET)
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise SheetRefusedError(Code.TOO_LARGE)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise SheetRefusedError(Code.MACRO_WORKBOOK)


def _layouts(archive: zipfile.ZipFile) -> dict[str, Layout]:
    """Run every part that openpyxl would parse through the scan.

    No part unpacks to more than it declares: the zip reader stops there.
    """
    seen: Counter[str] = Counter()
    layouts = {}
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                layouts[name] = layout_of(part, seen, follow=name.startswith("xl/"))
    return layouts


def _sheets(content: bytes, layouts: dict[str, Layout]) -> Sequence[Grid]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheets = cast("list[ReadOnlyWorksheet]", book.worksheets)  # that is what read_only makes
        shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        return [_grid(sheet, layouts) for sheet in shown[:MAX_SHEETS]]
    finally:
        book.close()


def _grid(sheet: ReadOnlyWorksheet, layouts: dict[str, Layout]) -> Grid:
    # Only here does openpyxl keep the name of the part, and only the part has merges.
    part: str = sheet._worksheet_path  # type: ignore[attr-defined]  # noqa: SLF001
    layout = layouts[part]
    if layout.last_row > SCANNED_ROWS:
        raise SheetRefusedError(Code.TOO_MANY_ROWS)
    if layout.last_column > MAX_COLUMNS:
        raise SheetRefusedError(Code.TOO_MANY_COLUMNS)
    return Grid(title=sheet.title, rows=bounded(list(_rows(sheet, layout))))


def _rows(sheet: ReadOnlyWorksheet, layout: Layout) -> Iterator[GridRow]:
    if not layout.last_row:
        return
    sheet.reset_dimensions()  # many writers declare a wrong one
    filling = _Filling(layout)
    width = layout.last_column
    stream = cast("Worksheet", sheet)  # it borrows the method from there
    values = stream.iter_rows(max_row=layout.last_row, max_col=width, values_only=True)
    for number, row in enumerate(values, 1):
        cells = [
            stored(value, formula=(number, column) in layout.formulas)
            for column, value in enumerate(row, 1)
        ]
        filled = filling.fill(number, cells)
        hidden = number in layout.hidden
        yield GridRow(number=number, cells=tuple(cells), hidden=hidden, filled=filled)


class _Filling:
    """Gives each row that a merge from above covers the value which the sheet shows there."""

    def __init__(self, layout: Layout) -> None:
        self._covers: dict[int, list[tuple[int, int]]] = defaultdict(list)  # row: (column, top)
        self._anchors: dict[tuple[int, int], Cell] = {}
        self._tops: dict[int, list[int]] = defaultdict(list)
        places = 0
        merges = [merge for merge in layout.merges if merge[0] <= layout.last_column]
        for column, top, bottom in merges:
            covered = range(top + 1, min(bottom, layout.last_row) + 1)
            places += len(covered)
            if places > MAX_FILLED:
                raise SheetRefusedError(Code.TOO_LARGE)
            self._tops[top].append(column)
            for row in covered:
                self._covers[row].append((column, top))

    def fill(self, number: int, cells: list[Cell]) -> frozenset[int]:
        """Fill a row in place and return which of its columns were filled."""
        filled = set()
        for column, top in self._covers.get(number, ()):
            cells[column - 1] = self._anchors.get((top, column), EMPTY)
            filled.add(column - 1)
        for column in self._tops.get(number, ()):
            self._anchors[number, column] = cells[column - 1]
        return frozenset(filled)

"""A table out of a file: where its header is, which column is which, and its rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reports.sheets.cells import EMPTY, Cell
from reports.sheets.formats import grids_of
from reports.sheets.grids import TITLE_ROWS, Grid, GridRow
from reports.sheets.problems import Code, SheetProblem, SheetRefusedError

_REMARK = re.compile(r"\([^()]{0,40}\)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column we know: what we call it, what offices write above it, whether we need it."""

    key: str
    names: tuple[str, ...] = ()
    required: bool = False


Columns = tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row with its real number in the sheet; a column that is not there reads as empty."""

    row: int
    cells: Mapping[str, Cell]
    hidden: bool = False

    def cell(self, key: str) -> Cell:
        """Return the cell of a column."""
        return self.cells.get(key, EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What was read, or why nothing was: with problems there are no rows.

    `other_sheets` names further sheets of the workbook that have the header too and were left.
    """

    title: str = ""
    columns: frozenset[str] = frozenset()
    rows: tuple[TableRow, ...] = ()
    problems: tuple[SheetProblem, ...] = ()
    other_sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    row: int
    places: Mapping[str, int]
    doubles: tuple[SheetProblem, ...] = field(default=())


def read_table(content: bytes, filename: str, columns: Columns) -> Table:
    """Read the first table with the header from the bytes of an .xlsx or a text file.

    Never raises for a bad file: what is wrong stands in `problems`. Reading 10 MB takes seconds,
    so call it in a thread.
    """
    try:
        grids = grids_of(content, filename)
    except SheetRefusedError as refused:
        return Table(problems=(refused.problem,))
    names = _by_name(columns)
    complete = [
        (grid, header) for grid in grids if (header := _header(grid, names, columns)) is not None
    ]
    if not complete:
        return Table(problems=_what_is_missing(grids, names, columns))
    grid, header = complete[0]
    if header.doubles:
        return Table(title=grid.title, problems=header.doubles)
    return Table(
        title=grid.title,
        columns=frozenset(header.places),
        rows=tuple(_rows(grid, header, names)),
        other_sheets=tuple(other.title for other, _ in complete[1:] if other.title),
    )


def heading(text: str) -> str:
    """Return a header's letters and digits: without spaces, line breaks, stars and remarks."""
    folded = _REMARK.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return "".join(mark for mark in folded if unicodedata.category(mark)[0] in "LN")


def _by_name(columns: Columns) -> Mapping[str, str]:
    return {heading(name): column.key for column in columns for name in (column.key, *column.names)}


def _places(row: GridRow, names: Mapping[str, str]) -> _Header:
    """Return which known columns a row names, and which it names twice."""
    places: dict[str, int] = {}
    doubles = []
    for position, cell in enumerate(row.cells):
        key = names.get(heading(cell.text)) if cell.text else None
        if key is None:
            continue
        if key in places:
            doubles.append(
                SheetProblem(
                    row=row.number, column=key, code=Code.DOUBLE_COLUMN, value=cell.plain[:80]
                )
            )
        places.setdefault(key, position)
    return _Header(row=row.number, places=places, doubles=tuple(doubles))


def _header(grid: Grid, names: Mapping[str, str], columns: Columns) -> _Header | None:
    """Return the header: the first row with every required name.

    Where merged cells carry those names down over several rows it is the last of them, with what
    the upper ones add.
    """
    required = {column.key for column in columns if column.required}
    found: _Header | None = None
    for row in grid.rows[:TITLE_ROWS]:
        here = _places(row, names)
        whole = required <= here.places.keys()
        if found is None:
            found = here if whole else None
        elif whole and row.number == found.row + 1:
            merged = {**found.places, **here.places}
            found = _Header(row=row.number, places=merged, doubles=here.doubles)
        else:
            break
    return found


def _what_is_missing(
    grids: Sequence[Grid], names: Mapping[str, str], columns: Columns
) -> tuple[SheetProblem, ...]:
    """Say which columns the row that looks most like a header lacks."""
    nearest = _Header(row=0, places={})
    for grid in grids:
        for row in grid.rows[:TITLE_ROWS]:
            here = _places(row, names)
            nearest = max(nearest, here, key=lambda one: len(one.places))
    if not nearest.places:
        return (SheetProblem(row=None, column=None, code=Code.NO_HEADER),)
    return tuple(
        SheetProblem(row=nearest.row, column=column.key, code=Code.MISSING_COLUMN)
        for column in columns
        if column.required and column.key not in nearest.places
    )


def _rows(grid: Grid, header: _Header, names: Mapping[str, str]) -> Iterator[TableRow]:
    """Yield the rows below the header in which a known column holds something of its own.

    That leaves out footers beside the table, the lower half of rows merged to be tall, and the
    header where it is repeated for printing.
    """
    for row in grid.rows:
        if row.number <= header.row:
            continue
        cells = {
            key: row.cells[place] for key, place in header.places.items() if place < len(row.cells)
        }
        own = [
            key for key, place in header.places.items() if key in cells and place not in row.filled
        ]
        written = [key for key in own if cells[key].text or cells[key].formula]
        repeated = all(names.get(heading(cells[key].text)) == key for key in written)
        if written and not repeated:
            yield TableRow(row=row.number, cells=cells, hidden=row.hidden)

"""Reading one row cell by cell, collecting what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from reports.sheets.cells import Cell
from reports.sheets.problems import CellRefusedError, Code, SheetProblem, problem
from reports.sheets.reading import TableRow

T = TypeVar("T")


class RowReader:
    """One row being read; `problems` make it unusable, `notes` do not."""

    def __init__(self, row: TableRow) -> None:
        self.row = row.row
        self.problems: list[SheetProblem] = []
        self.notes: list[SheetProblem] = []
        self._row = row
        if row.hidden:
            self.notes.append(SheetProblem(row=row.row, column=None, code=Code.HIDDEN_ROW))

    def take(self, key: str, read: Callable[[Cell], T]) -> T | None:
        """Return what the column holds, None where it is empty or wrong (then it is noted)."""
        cell = self._row.cell(key)
        if cell.formula and (not cell.plain or cell.plain.startswith("#")):
            self.refuse(key, Code.FORMULA)
            return None
        if not cell.plain:
            return None
        try:
            return read(cell)
        except CellRefusedError as refused:
            self.refuse(key, refused.code)
            return None

    def need(self, key: str, read: Callable[[Cell], T]) -> T | None:
        """Return what the column holds; that it is empty is a problem too."""
        before = len(self.problems)
        value = self.take(key, read)
        if value is None and len(self.problems) == before:
            self.refuse(key, Code.MISSING)
        return value

    def refuse(self, key: str, code: Code, other_row: int | None = None) -> None:
        """Note a problem with what the column holds."""
        shown = self._row.cell(key).plain
        self.problems.append(problem(self.row, key, code, shown, other_row))

    def note(self, key: str, code: Code) -> None:
        """Note something worth a look that does not stop the row."""
        self.notes.append(problem(self.row, key, code, self._row.cell(key).plain))


def prose(longest: int) -> Callable[[Cell], str]:
    """Return a reader of free text of at most so many characters."""

    def read(cell: Cell) -> str:
        if len(cell.prose) > longest:
            raise CellRefusedError(Code.TOO_LONG)
        return cell.prose

    return read

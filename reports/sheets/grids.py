"""A sheet before anybody knows what its columns mean: numbered rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.sheets.cells import Cell
from reports.sheets.problems import Code, SheetRefusedError

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
TITLE_ROWS = 50  # that may stand above the table, its header included
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row with its number in the sheet; `own` tells which columns were not filled by a merge."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    filled: frozenset[int] = frozenset()

    @property
    def has_own_text(self) -> bool:
        """Tell whether anything was written into this row itself."""
        return any(
            cell.text or cell.formula
            for column, cell in enumerate(self.cells)
            if column not in self.filled
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet: its title, and those of its rows that hold something."""

    title: str
    rows: Sequence[GridRow]


def bounded(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """Return the rows that hold something; refuses more than MAX_ROWS and a title."""
    held = [row for row in rows if row.has_own_text]
    if len(held) > MAX_ROWS + TITLE_ROWS:
        raise SheetRefusedError(Code.TOO_MANY_ROWS)
    return held

"""A list of electors, as an office keeps it in a sheet."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from models.ballots.electors import kind_of
from models.ballots.rules import ElectorKind
from reports.sheets.cells import Cell
from reports.sheets.problems import CellRefusedError, Code, SheetProblem
from reports.sheets.reading import Column, read_table
from reports.sheets.rows import RowReader, prose

LONGEST = 64
COLUMNS = (
    Column("姓名", ("名字", "name"), required=True),
    Column("类别", ("身份", "人员类别", "界别", "kind"), required=True),
    Column("备注", ("单位", "所在单位", "说明", "note")),
)


class ElectorRow(BaseModel):
    """One person of the list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: int
    name: str
    kind: ElectorKind
    note: str = ""


class ElectorFile(BaseModel):
    """What a list holds: who can be taken over, and what is wrong with the other rows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: tuple[ElectorRow, ...] = ()
    problems: tuple[SheetProblem, ...] = ()


def read_electors(content: bytes, filename: str) -> ElectorFile:
    """Read a list; every row is either in `rows` or has a problem. Doubles are problems."""
    table = read_table(content, filename, COLUMNS)
    rows: list[ElectorRow] = []
    problems = list(table.problems)
    seen: dict[tuple[str, str, str], int] = {}
    for one in table.rows:
        reader = RowReader(one)
        name = reader.need("姓名", prose(LONGEST))
        kind = reader.need("类别", _kind)
        note = reader.take("备注", prose(LONGEST)) or ""
        if name is not None and kind is not None and not reader.problems:
            first = seen.setdefault((kind.value, name, note), one.row)
            if first == one.row:
                rows.append(ElectorRow(row=one.row, name=name, kind=kind, note=note))
            else:
                reader.refuse("姓名", Code.SAME_NAME, first)
        problems += reader.problems
    return ElectorFile(rows=tuple(rows), problems=tuple(problems))


def _kind(cell: Cell) -> ElectorKind:
    kind = kind_of(cell.plain)
    if kind is None:
        raise CellRefusedError(Code.UNKNOWN_WORD)
    return kind

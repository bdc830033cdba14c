"""Many rows written by one statement, on both databases.

Row by row, a database is handed each row by itself and runs the statement anew for it. PostgreSQL
can be handed all of them as arrays, one for each column: it does half the work, and the statement
is the same for any number of rows.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from sqlalchemy import (
    ARRAY,
    FromClause,
    Insert,
    String,
    Text,
    Update,
    bindparam,
    column,
    func,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

_KEY = ("group_id", "id")

Rows = Sequence[Mapping[str, Any]]
Given = Rows | Mapping[str, Sequence[Any]]  # what a statement is run with


class Numbered(Protocol):
    """A table whose rows are found by their group and their number in it."""

    __table__: ClassVar[FromClause]
    group_id: ClassVar[InstrumentedAttribute[int]]
    id: ClassVar[InstrumentedAttribute[int]]


def putting_in(insert: Insert, rows: Rows, *, is_sqlite: bool) -> tuple[Insert, Given]:
    """Return an insert of rows, one at least, with the same columns; and what it is run with."""
    if is_sqlite:
        return insert, rows
    names = tuple(rows[0])
    return _all_at_once(insert, names), _by_column(names, rows)


def changing(table: type[Numbered], rows: Rows, *, is_sqlite: bool) -> tuple[Update, Given]:
    """Return an update that finds each row by group and number, and gives it what else there is.

    There is one at least, and all have the same columns. What it is run with is returned too.
    """
    names = tuple(rows[0])
    if is_sqlite:
        return _one_by_one(table, names), [_named(row) for row in rows]
    # PostgreSQL goes by the key, or through the table while that has so few pages that it is less
    # work. Naming the keys once more, so that it never does, makes it compare each with each.
    return _together(table, names), _by_column(names, rows)


@functools.lru_cache(maxsize=256)  # by the insert itself: whoever writes it anew finds none
def _all_at_once(insert: Insert, names: tuple[str, ...]) -> Insert:
    return insert.from_select(names, select(*_arrays(insert.table, names).c))


@functools.cache
def _one_by_one(table: type[Numbered], names: tuple[str, ...]) -> Update:
    return (
        update(table)
        .where(table.group_id == bindparam(_given("group_id")), table.id == bindparam(_given("id")))
        .values({name: bindparam(_given(name)) for name in names if name not in _KEY})
    )


@functools.cache
def _together(table: type[Numbered], names: tuple[str, ...]) -> Update:
    given = _arrays(table.__table__, names).c
    return (
        update(table)
        .where(table.group_id == given.group_id, table.id == given.id)
        .values({name: given[name] for name in names if name not in _KEY})
    )


@functools.cache
def _arrays(table: FromClause, names: tuple[str, ...]) -> FromClause:
    """Return rows that are handed over as an array for each of a table's columns."""
    kinds = [_kind(table.c[name].type) for name in names]
    arrays = [
        bindparam(_given(name), type_=ARRAY(kind, dimensions=1))
        for name, kind in zip(names, kinds, strict=True)
    ]
    columns = [column(name, kind) for name, kind in zip(names, kinds, strict=True)]
    return func.unnest(*arrays).table_valued(*columns, name="given").render_derived()


def _kind(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return as what a column's values are handed over: texts without a length.

    To one of a certain length PostgreSQL would cut them, instead of refusing what is too long.
    """
    return Text() if isinstance(kind, String) else kind


def _given(name: str) -> str:
    """Return what a value is called in a statement: not as its column, which stands there too."""
    return f"given_{name}"


def _named(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {_given(name): value for name, value in row.items()}


def _by_column(names: Sequence[str], rows: Rows) -> Mapping[str, Sequence[Any]]:
    return {_given(name): [row[name] for row in rows] for name in names}

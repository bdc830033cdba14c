"""How a question is put so that an index answers it, on both databases."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Self

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Dialect,
    Text,
    TypeDecorator,
    and_,
    false,
    or_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import bindparam
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class _Several(TypeDecorator[list[Any]]):
    """Numbers or words sent as one value: an array, or JSON where there are no arrays."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return how a database takes them."""
        several: TypeEngine[Any] = Text() if dialect.name == "sqlite" else ARRAY(self.kind)
        return dialect.type_descriptor(several)

    def process_bind_param(
        self, value: list[Any] | None, dialect: Dialect
    ) -> list[Any] | str | None:
        """Return them as the database takes them."""
        return json.dumps(value) if dialect.name == "sqlite" else value


class _OneOf(FunctionElement[bool]):
    """A column, and the values sent as one."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: object = None) -> Self:  # noqa: ARG002  (SQLAlchemy's name)
        """Stand as it is between others: compared with true, SQLite would use no index."""
        return self


@compiles(_OneOf)
def _any_of_array(element: _OneOf, compiler: SQLCompiler, **kw: object) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} = ANY ({compiler.process(values, **kw)})"


@compiles(_OneOf, "sqlite")
def _in_json(element: _OneOf, compiler: SQLCompiler, **kw: object) -> str:
    column, values = element.clauses
    # Only a column's name and a placeholder go into these words, as SQLAlchemy writes them.
    listed = f"SELECT value FROM json_each({compiler.process(values, **kw)})"  # noqa: S608  # nosec B608
    return f"{compiler.process(column, **kw)} IN ({listed})"


def one_of(
    column: InstrumentedAttribute[int]
    | InstrumentedAttribute[str]
    | InstrumentedAttribute[int | None],
    values: Collection[int] | Collection[str],
) -> ColumnElement[bool]:
    """Say that a column of numbers or text is one of these values, however many.

    `in_` writes a statement of its own for each number of values: made anew by us, and planned
    anew by the database, each time. This one stays the same.
    """
    return _OneOf(column, bindparam(None, list(values), type_=_Several(column.type)))


def among(
    group: InstrumentedAttribute[int],
    other: InstrumentedAttribute[int] | InstrumentedAttribute[str],
    keys: Iterable[tuple[int, int]] | Iterable[tuple[int, str]],
) -> ColumnElement[bool]:
    """Say that a pair of columns is one of these keys, group by group.

    A pair compared with a list of pairs is walked through by SQLite, the whole table, as soon as
    there are two.
    """
    others: dict[int, set[Any]] = defaultdict(set)
    for group_id, one in keys:
        others[group_id].add(one)
    return or_(
        false(),
        *(and_(group == group_id, one_of(other, found)) for group_id, found in others.items()),
    )


def among_members(
    group: InstrumentedAttribute[int],
    matter: InstrumentedAttribute[int],
    member: InstrumentedAttribute[int],
    keys: Iterable[tuple[int, int, int]],
) -> ColumnElement[bool]:
    """Say that three columns are one of these keys, matter by matter: the members of each."""
    members: dict[tuple[int, int], set[int]] = defaultdict(set)
    for group_id, matter_id, member_id in keys:
        members[group_id, matter_id].add(member_id)
    return or_(
        false(),
        *(
            and_(group == group_id, matter == matter_id, one_of(member, found))
            for (group_id, matter_id), found in members.items()
        ),
    )

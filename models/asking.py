"""How a question is put so that an index answers it, on both databases."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
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


_Column = (
    InstrumentedAttribute[int] | InstrumentedAttribute[str] | InstrumentedAttribute[int | None]
)


def one_of(column: _Column, values: Collection[int] | Collection[str]) -> ColumnElement[bool]:
    """Say that a column of numbers or text is one of these values, however many.

    `in_` writes a statement of its own for each number of values: made anew by us, and planned
    anew by the database, each time. This one stays the same.
    """
    return _OneOf(column, bindparam(None, list(values), type_=_Several(column.type)))


def one_of_given(column: _Column, name: str) -> ColumnElement[bool]:
    """Say that a column is one of the values in a list that is handed over under a name.

    For a statement that is asked all day: made once, it need not be made and known again.
    """
    return _OneOf(column, bindparam(name, type_=_Several(column.type)))


def among(
    group: InstrumentedAttribute[int],
    other: InstrumentedAttribute[int] | InstrumentedAttribute[str],
    keys: Iterable[tuple[int, int]] | Iterable[tuple[int, str]],
) -> ColumnElement[bool]:
    """Say that a pair of columns is one of these keys, group by group.

    A pair compared with a list of pairs is walked through by SQLite, the whole table, as soon as
    there are two.
    """
    others = _by_group(keys)
    return or_(
        false(),
        *(and_(group == group_id, one_of(other, found)) for group_id, found in others.items()),
    )


def _by_group(
    keys: Iterable[tuple[int, int]] | Iterable[tuple[int, str]],
) -> Mapping[int, Collection[Any]]:
    others: dict[int, set[Any]] = defaultdict(set)
    for group_id, one in keys:
        others[group_id].add(one)
    return others


def among_given(
    group: InstrumentedAttribute[int],
    other: InstrumentedAttribute[int] | InstrumentedAttribute[str],
    groups: int,
) -> ColumnElement[bool]:
    """Say that a pair of columns is one of the keys `handed_over`, which are of so many groups.

    For a statement that is asked all day, as `one_of_given`.
    """
    return or_(
        false(),
        *(
            and_(group == bindparam(f"group_{each}"), one_of_given(other, f"others_{each}"))
            for each in range(groups)
        ),
    )


def handed_over(
    keys: Iterable[tuple[int, int]] | Iterable[tuple[int, str]],
) -> tuple[int, Mapping[str, Any]]:
    """Return of how many groups keys are, and what `among_given` is to be run with."""
    others = _by_group(keys)
    given: dict[str, Any] = {}
    for each, (group_id, found) in enumerate(others.items()):
        given[f"group_{each}"], given[f"others_{each}"] = group_id, list(found)
    return len(others), given


def among_members_given(
    group: InstrumentedAttribute[int],
    matter: InstrumentedAttribute[int],
    member: InstrumentedAttribute[int],
    matters: int,
) -> ColumnElement[bool]:
    """Say that three columns are one of the keys of `members_handed_over`, of so many matters."""
    return or_(
        false(),
        *(
            and_(
                group == bindparam(f"group_{each}"),
                matter == bindparam(f"matter_{each}"),
                one_of_given(member, f"members_{each}"),
            )
            for each in range(matters)
        ),
    )


def members_handed_over(keys: Iterable[tuple[int, int, int]]) -> tuple[int, Mapping[str, Any]]:
    """Return of how many matters keys are, and what `among_members_given` is to be run with."""
    members: dict[tuple[int, int], set[int]] = defaultdict(set)
    for group_id, matter_id, member_id in keys:
        members[group_id, matter_id].add(member_id)
    given: dict[str, Any] = {}
    for each, ((group_id, matter_id), found) in enumerate(members.items()):
        given[f"group_{each}"], given[f"matter_{each}"] = group_id, matter_id
        given[f"members_{each}"] = list(found)
    return len(members), given

"""What every table has in common: names of constraints, UTC moments, numbers of rows."""

import enum
import functools
import itertools
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, MetaData, TypeDecorator, inspect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

from models import clock

_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite keeps it without its zone; both give it back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: it would be read in somebody else's zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back aware, in UTC."""
        if value is None:
            return None
        if value.tzinfo is UTC:
            return value
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=_CONVENTION)
    type_annotation_map: ClassVar[Mapping[Any, TypeEngine[Any] | type[TypeEngine[Any]]]] = {
        int: BigInteger,
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }

    def __init__(self, **values: Any) -> None:  # noqa: ANN401  (whatever its columns take)
        """Make a row that is not written yet. Half the time of SQLAlchemy's own way to do it.

        That one notes each value as a change; a new row is written from what it holds.
        """
        if not values.keys() <= columns_of(type(self)):
            unknown = sorted(values.keys() - columns_of(type(self)))
            raise TypeError(f"{type(self).__name__} has no column {unknown}")
        self.__dict__.update(values)


@functools.cache
def columns_of(table: type[Base]) -> frozenset[str]:
    """Return the names of a table's columns, as its class has them."""
    return frozenset(inspect(table).column_attrs.keys())


def values_of(rows: Sequence[Base]) -> list[dict[str, Any]]:
    """Return new rows of one table as the values of one statement, all with the same columns.

    A column that none of them has a value for is left out, and is NULL all the same. Whoever makes
    the rows gives each a value for what may not be NULL.
    """
    given = {name for row in rows for name, value in vars(row).items() if value is not None}
    columns = [name for name in columns_of(type(rows[0])) if name in given]
    return [{name: held.get(name) for name in columns} for held in map(vars, rows)]


def words(kind: type[enum.StrEnum]) -> Enum:
    """Return a column type that keeps an enum by its value, as text, on every database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


#: For tables of many small rows: SQLite keeps them in the order of their key, in one tree not two.
CLUSTERED: Mapping[str, bool] = {"sqlite_with_rowid": False}

_EPOCH = 1_735_689_600_000  # 2025-01-01, in milliseconds
_process = secrets.randbelow(1 << 10)
_count = itertools.count(secrets.randbelow(1 << 12))


def new_id() -> int:
    """Return a number for a new row: 41 bits of time, 10 of the process, 12 of a count.

    Made in the program, so that a row is known before it is written and no table has a counter
    that all groups queue at. Numbers made by one process rise from one millisecond to the next.
    """
    return (clock.wall_milliseconds() - _EPOCH) << 22 | _process << 12 | next(_count) & 0xFFF

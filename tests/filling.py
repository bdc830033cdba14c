"""Rows for tables, made from what the tables say of themselves: none may be left out by accident.

Row n of every table belongs to row n of the tables it points at, so that a few rows of each make
a small whole. Even rows fill every column, odd ones leave empty what may be empty.
"""

import enum
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, MetaData, Table, event
from sqlalchemy.sql.schema import Column

from models.base import Base, Moment
from models.people.columns import SealedJson, SealedText

DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
Row = dict[str, Any]
#: What the tables do not say of a column: (table, column), or (None, column) for every table.
Given = Mapping[tuple[str | None, str], Any]


def reflected(connection: Connection) -> MetaData:
    """Return the tables as they are in a database, with our types where a column still has one."""
    found = MetaData()

    @event.listens_for(found, "column_reflect")
    def ours(_inspector: object, table: Table, column: dict[str, Any]) -> None:
        today = Base.metadata.tables.get(table.name)
        if today is not None and column["name"] in today.columns:
            column["type"] = today.columns[column["name"]].type
        elif isinstance(column["type"], sa.DateTime):
            column["type"] = Moment()

    found.reflect(connection)
    return found


def fill(
    connection: Connection,
    tables: MetaData,
    *,
    rows: int,
    given: Given | None = None,
    there: Mapping[str, list[Row]] | None = None,
) -> dict[str, list[Row]]:
    """Put rows into every table but those that are `there` already; return all of them."""
    made: dict[str, list[Row]] = {name: list(known) for name, known in (there or {}).items()}
    for table in tables.sorted_tables:
        if table.name in made or table.name == "alembic_version":
            continue
        made[table.name] = [_row(table, n, made, given or {}) for n in range(rows)]
        for row in made[table.name]:
            connection.execute(table.insert().values(row))
    return made


def _row(table: Table, n: int, made: Mapping[str, list[Row]], given: Given) -> Row:
    row = _pointing(table, n, made)
    for column in table.columns:
        for key in ((table.name, column.name), (None, column.name)):
            if key in given and (column.name not in row or key[0] is not None):
                row[column.name] = given[key]
        if column.name not in row:
            # What is sealed for its row by an action, nobody else can make.
            empty = column.nullable and (n % 2 == 1 or column.name.endswith("_sealed"))
            row[column.name] = None if empty else value_of(column, n)
    return row


def _pointing(table: Table, n: int, made: Mapping[str, list[Row]]) -> Row:
    """Return what the columns of a row have to be to point at the same row of the other tables."""
    row: Row = {}
    for key in table.foreign_key_constraints:
        parent = key.elements[0].column.table.name
        for element in key.elements:
            column = element.parent
            if parent != table.name and made[parent]:
                row[column.name] = made[parent][n % len(made[parent])][element.column.name]
            elif column.nullable:
                row[column.name] = None
    return row


def value_of(column: Column[Any], n: int) -> Any:  # noqa: ANN401, C901, PLR0911  (a table of types)
    """Return a value a column takes, its own for each row."""
    kind = column.type
    match kind:
        case sa.Enum():
            members: Any = list(kind.enum_class or kind.enums)
            return members[n % len(members)]
        case SealedJson() | sa.JSON():
            return {}
        case SealedText() | sa.Text():
            return f"{column.name} {n}，路灯不亮"
        case Moment():
            return DAY + timedelta(hours=n)
        case sa.Date():
            return date(2026, 3, 2) + timedelta(days=n)
        case sa.Boolean():
            return n % 2 == 0
        case sa.Integer():
            return n + 1
        case sa.Float() | sa.Numeric():
            return 30.5 + n
        case sa.LargeBinary():
            return f"{column.name}{n}".encode()
        case sa.String():
            return f"{n}{column.name}"[: kind.length]
        case _:
            raise TypeError(f"no value is known for {column.table.name}.{column.name}: {kind!r}")


def plain(value: Any) -> Any:  # noqa: ANN401  (whatever a column holds)
    """Return a value as it can be compared between two databases and two moments."""
    if isinstance(value, enum.Enum):
        return value.value
    return bytes(value) if isinstance(value, memoryview) else value

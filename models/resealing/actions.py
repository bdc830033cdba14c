"""Verbs on what is sealed: seal all of it with the newest key, and see whether it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, select, tuple_, type_coerce, update

from models.database import Database, Transaction
from models.people.keys import Keys
from models.resealing.renewing import Sealed, sealed_columns

_AT_ONCE = 200  # rows in a transaction: people go on writing between two of them


async def reseal(db: Database, keys: Keys) -> int:
    """Seal everything with the newest key; return how many rows that were.

    May be stopped and begun again. KeysProblem if something was sealed with a key that is gone.
    """
    count = 0
    for table, columns in sealed_columns().items():
        after: tuple[Any, ...] | None = None
        while True:
            async with db.transaction() as tx:
                rows = await _next(tx, table, columns, after, lock=True)
                for row in rows:
                    count += await _renew(tx, table, columns, row, keys)
            if not rows:
                break
            after = tuple(rows[-1][: len(table.primary_key.columns)])
    return count


async def require_sealed_with(db: Database, keys: Keys) -> int:
    """Open everything with these keys and write nothing; KeysProblem at what they do not open."""
    count = 0
    for table, columns in sealed_columns().items():
        after: tuple[Any, ...] | None = None
        while True:
            async with db.reading() as tx:
                rows = await _next(tx, table, columns, after, lock=False)
            for row in rows:
                _renewed(table, columns, row, keys)
            count += len(rows)
            if not rows:
                break
            after = tuple(rows[-1][: len(table.primary_key.columns)])
    return count


async def _next(
    tx: Transaction,
    table: Table,
    columns: Sequence[Sealed],
    after: tuple[Any, ...] | None,
    *,
    lock: bool,
) -> Sequence[Any]:
    key = list(table.primary_key.columns)
    statement = select(*key, *(type_coerce(one.column, one.raw) for one in columns))
    if after is not None:
        statement = statement.where(tuple_(*key) > tuple_(*after))
    statement = statement.order_by(*key).limit(_AT_ONCE)
    return (await tx.execute(statement.with_for_update() if lock else statement)).all()


def _renewed(
    table: Table, columns: Sequence[Sealed], row: Sequence[Any], keys: Keys
) -> dict[Sealed, Any]:
    """Return the new values of what is sealed in a row."""
    names = [one.name for one in table.primary_key.columns]
    of = dict(zip(names, row, strict=False))
    held = zip(columns, row[len(names) :], strict=True)
    new = {one: (raw, one.renew(keys, raw, of)) for one, raw in held if raw is not None}
    return {one: value for one, (raw, value) in new.items() if value != raw}


async def _renew(
    tx: Transaction, table: Table, columns: Sequence[Sealed], row: Sequence[Any], keys: Keys
) -> int:
    new = _renewed(table, columns, row, keys)
    if not new:
        return 0
    key = list(table.primary_key.columns)
    this: ColumnElement[bool] = and_(*(c == v for c, v in zip(key, row, strict=False)))
    values = {one.column.name: type_coerce(value, one.raw) for one, value in new.items()}
    await tx.execute(update(table).where(this).values(values))
    return 1

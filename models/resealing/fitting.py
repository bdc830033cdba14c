"""Whether a keys file belongs to a database: asked at every start, before anything is sealed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Table, select, type_coerce

from models.database import Transaction
from models.people import keys, queries
from models.people.keys import Keys, KeysProblem
from models.resealing.renewing import Sealed, sealed_columns

_EACH = 3  # rows from each end of a table: the oldest and the newest seals


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Of a few sealed values of each table, how many some keys open and how many they do not."""

    opened: int
    closed: int

    @property
    def is_foreign(self) -> bool:
        """Tell whether the keys open nothing that is sealed here: they are another database's."""
        return self.closed > 0 and self.opened == 0


async def fit(tx: Transaction, held: Keys) -> Fit:
    """Try keys on the oldest and the newest rows of each table; nothing is written."""
    opened = closed = 0
    for table, columns in sealed_columns().items():
        for row in await _ends(tx, table, columns):
            for state in _tried(table, columns, row, held):
                opened, closed = opened + state, closed + (not state)
    return Fit(opened=opened, closed=closed)


async def require(tx: Transaction, path: Path) -> None:
    """KeysProblem if the keys file is another database's, or does not open a deputy's phone.

    A lost file is not made anew where anything is sealed.
    """
    if not is_there(path):
        nobodys = Keys([Fernet.generate_key()], secrets.token_bytes(32))
        if (await fit(tx, nobodys)).closed:
            raise KeysProblem(f"{path} is missing")
        return
    if (await fit(tx, keys.read(path))).is_foreign:
        raise KeysProblem(f"{path} is not the file this database is sealed with")
    if (sealed := await queries.any_phone(tx)) is not None:
        queries.masked_phone(sealed)


def is_there(path: Path) -> bool:
    """Tell whether there is a keys file, without making one."""
    return path.exists()


async def _ends(tx: Transaction, table: Table, columns: Sequence[Sealed]) -> list[Any]:
    key = list(table.primary_key.columns)
    asked = select(*key, *(type_coerce(one.column, one.raw) for one in columns)).limit(_EACH)
    oldest = await tx.execute(asked.order_by(*key))
    newest = await tx.execute(asked.order_by(*(one.desc() for one in key)))
    return [*oldest.all(), *newest.all()]


def _tried(table: Table, columns: Sequence[Sealed], row: Sequence[Any], held: Keys) -> list[bool]:
    """Return for each sealed value of a row whether the keys open it."""
    names = [one.name for one in table.primary_key.columns]
    of = dict(zip(names, row, strict=False))
    tried = []
    for one, raw in zip(columns, row[len(names) :], strict=True):
        try:
            if raw is not None and one.renew(held, raw, of) != raw:  # else it is not sealed
                tried.append(True)
        except KeysProblem:
            tried.append(False)
    return tried

"""How each column of each table is sealed, and how a value of it is sealed anew."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, Table, Text
from sqlalchemy.types import TypeEngine

from models import schema
from models.people import sealed
from models.people.columns import MARK, SealedJson, SealedText
from models.people.keys import Keys
from models.pictures.actions import bound_to as picture_bound_to
from models.pictures.tables import StoredPicture

Renew = Callable[[Keys, Any, Mapping[str, Any]], Any]  # a raw value and its row's key; the new one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sealed:
    """A column that holds something encrypted, its type in the database, and how it is renewed."""

    column: Column[Any]
    raw: TypeEngine[Any]
    renew: Renew


def sealed_columns() -> dict[Table, list[Sealed]]:
    """Return every column of every table that may hold something encrypted."""
    found = {
        table: [one for column in table.columns if (one := _sealed(column)) is not None]
        for table in schema.metadata.sorted_tables
    }
    return {table: columns for table, columns in found.items() if columns}


def _sealed(column: Column[Any]) -> Sealed | None:
    if column.name.endswith("_sealed"):
        return Sealed(column=column, raw=Text(), renew=lambda keys, raw, _row: keys.renew(raw))
    if isinstance(column.type, SealedText):
        return Sealed(column=column, raw=Text(), renew=_text(column.type.label))
    if isinstance(column.type, SealedJson):
        return Sealed(column=column, raw=JSON(), renew=_json(column.type.label))
    if isinstance(column.type, JSON):
        return Sealed(column=column, raw=JSON(), renew=lambda keys, raw, _row: _inside(keys, raw))
    if column is StoredPicture.__table__.c.content:
        return Sealed(column=column, raw=LargeBinary(), renew=_picture)
    return None


def _text(label: str) -> Renew:
    def renew(keys: Keys, raw: str, _row: Mapping[str, Any]) -> str:
        if not raw.startswith(MARK):
            return raw
        return MARK + keys.wrap(keys.unwrap(raw.removeprefix(MARK), bound_to=label), bound_to=label)

    return renew


def _json(label: str) -> Renew:
    def renew(keys: Keys, raw: Any, _row: Mapping[str, Any]) -> Any:  # noqa: ANN401  (JSON)
        if not isinstance(raw, str) or not raw.startswith(MARK):
            return _inside(keys, raw)
        plain = json.loads(keys.unwrap(raw.removeprefix(MARK), bound_to=label))
        whole = json.dumps(_inside(keys, plain), ensure_ascii=False)
        return MARK + keys.wrap(whole, bound_to=label)

    return renew


def _inside(keys: Keys, value: Any) -> Any:  # noqa: ANN401  (JSON)
    """Renew what is sealed somewhere inside JSON."""
    if isinstance(value, str) and value.startswith(sealed.MARK):
        return sealed.MARK + keys.renew(value.removeprefix(sealed.MARK))
    if isinstance(value, list):
        return [_inside(keys, one) for one in value]
    if isinstance(value, dict):
        return {name: _inside(keys, one) for name, one in value.items()}
    return value


def _picture(keys: Keys, raw: bytes, row: Mapping[str, Any]) -> bytes:
    bound_to = picture_bound_to(row["group_id"], row["id"])
    return keys.wrap_bytes(keys.unwrap_bytes(raw, bound_to=bound_to), bound_to=bound_to)

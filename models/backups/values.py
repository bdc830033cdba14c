"""How each kind of column stands in a backup: as JSON that either database takes back."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    Float,
    LargeBinary,
    Numeric,
    Text,
    Time,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

from models.base import Moment


def _same(value: Any) -> Any:  # noqa: ANN401  (whatever a column holds)
    return value


def _iso(value: date | time) -> str:
    return value.isoformat()


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of a kind are read from the database, written to a file, and read from it."""

    type: TypeEngine[Any]
    write: Callable[[Any], Any] = _same
    read: Callable[[Any], Any] = _same


KINDS: dict[str, Kind] = {
    "moment": Kind(Moment(), _iso, datetime.fromisoformat),
    "date": Kind(Date(), _iso, date.fromisoformat),
    "time": Kind(Time(), _iso, time.fromisoformat),
    "bytes": Kind(LargeBinary(), lambda raw: base64.b64encode(raw).decode(), base64.b64decode),
    "decimal": Kind(Numeric(), str, Decimal),
    "float": Kind(Float()),
    "bool": Kind(Boolean()),
    "int": Kind(BigInteger()),
    "json": Kind(JSON()),
    "text": Kind(Text()),
}
_PYTHON = {bytes: "bytes", bool: "bool", int: "int", float: "float", date: "date", time: "time"}


def kind_of(column: TypeEngine[Any]) -> str:
    """Return the kind of a column as it lies in the database: what is sealed stays sealed."""
    if isinstance(column, Moment):
        return "moment"
    if isinstance(column, TypeDecorator):
        return kind_of(column.impl_instance)
    if isinstance(column, JSON):
        return "json"
    if isinstance(column, Numeric) and not isinstance(column, Float):
        return "decimal"
    return _PYTHON.get(column.python_type, "text")  # an enum is kept as its value

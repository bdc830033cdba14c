"""Columns that are plain in the program and encrypted in the database: words people wrote."""

from typing import Any

from sqlalchemy import JSON, Dialect, Text, TypeDecorator

from models.jsons import read, written
from models.people import keys

MARK = "wrapped:"


def _wrapped(text: str, label: str) -> str:
    return MARK + keys.current().wrap(text, bound_to=label)


def _plain(kept: str, label: str) -> str:
    return keys.current().unwrap(kept.removeprefix(MARK), bound_to=label)


class SealedText(TypeDecorator[str]):
    """A text that nobody can read in the file of the database, nor search by SQL.

    `label` binds it to its column. What was written before the column was sealed is read as it
    stands.
    """

    impl = Text
    cache_ok = True

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Encrypt what is written."""
        return None if value is None else _wrapped(value, self.label)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Decrypt what is read."""
        if value is None or not value.startswith(MARK):
            return value
        return _plain(value, self.label)


class SealedJson(TypeDecorator[Any]):
    """JSON that is kept as one encrypted text, which is itself JSON."""

    impl = JSON
    cache_ok = True

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Encrypt what is written."""
        if value is None:
            return None
        return _wrapped(written(value), self.label)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Decrypt what is read."""
        if isinstance(value, str) and value.startswith(MARK):
            return read(_plain(value, self.label))
        return value

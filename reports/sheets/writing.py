"""Tables out of the program, in three formats, none of which a spreadsheet program will run."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, assert_never

from reports.sheets.cells import GUARDABLE

Format = Literal["csv", "xlsx", "json"]
Value = str | int | float | Decimal | bool | date | datetime | time | None

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write_table(headers: Sequence[str], rows: Iterable[Sequence[Value]], format: Format) -> bytes:  # noqa: A002 - the word people use
    """Return the table as a file; text stays text in every format.

    Numbers and moments keep their type where the format has it; a moment with a zone is written
    as its own wall clock, so convert it to the group's zone first. Control characters are taken
    out of text, line breaks stay. Raises ValueError for a row that is not as long as the headers.
    """
    heads = [_clean(header) for header in headers]
    body = [[clean_text(value) for value in row] for row in rows]
    if any(len(row) != len(heads) for row in body):
        raise ValueError("a row has as many values as there are headers")
    match format:
        case "csv":
            return _csv(heads, body)
        case "xlsx":
            from reports.sheets import xlsx  # noqa: PLC0415  (openpyxl would slow every start)

            return xlsx.written(heads, body)
        case "json":
            return _json(heads, body)
        case _:
            assert_never(format)


def _clean(text: str) -> str:
    """Return the text without what XML and spreadsheet programs cannot hold."""
    joined = _NO_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(mark for mark in joined if mark in "\n\t" or unicodedata.category(mark) != "Cc")


def clean_text(value: Value) -> Value:
    """Return the value as it is written: clean text, moments by their own wall clock."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, datetime | time):
        return value.replace(tzinfo=None)
    return value


def guarded(value: Value) -> str:
    """Return a field of a text file; an apostrophe stands before what could be run."""
    match value:
        case None:
            return ""
        case str():
            return f"'{value}" if GUARDABLE.match(value) else value
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case float() | Decimal():
            return format(Decimal(str(value)), "f")
        case _:
            return str(value)


def _csv(headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Write UTF-8 with a mark in front, without which Excel shows Chinese as rubbish."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([guarded(header) for header in headers])
    writer.writerows([guarded(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _json(headers: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Write a list of objects; a decimal is a number, a moment ISO 8601."""
    if len(set(headers)) != len(headers):
        raise ValueError("an object has each header once")
    objects = [dict(zip(headers, row, strict=True)) for row in rows]
    return json.dumps(objects, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")

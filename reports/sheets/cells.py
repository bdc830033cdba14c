"""A cell as text: whatever type it was stored as, in a form that can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

LONGEST_CELL = 4096
LARGEST_WHOLE = 1e15  # beyond it a stored number no longer holds every digit
ZERO_WIDTH_JOINER = "\u200d"  # holds a family of emoji together

_FULL_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94) if chr(0x21 + step).isalnum()}
# What Excel, WPS and LibreOffice may take for a formula at the start of a field of a text file, or
# trim to one; with guards before it, so that reading takes off exactly what writing puts on.
GUARDABLE = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_QUOTED_NUMBER = re.compile(r'="([^"]*)"')
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell, and whether a formula stands behind it.

    `raw` is the text as stored, `text` without control characters and outer spaces, `plain` in
    one width and without invisible marks (for numbers, dates and choices), `prose` as a person
    would have it in a title: letters and digits in one width, Chinese punctuation left alone.
    """

    raw: str = ""
    formula: bool = False

    @property
    def text(self) -> str:
        """The text without control characters and outer spaces."""
        return without_controls(self.raw).strip()

    @property
    def plain(self) -> str:
        """The text in NFKC, on one line, without invisible marks."""
        folded = unicodedata.normalize("NFKC", self.text)
        return " ".join(_without_marks(folded).split())

    @property
    def prose(self) -> str:
        """The text on one line with full-width letters and digits narrowed."""
        narrowed = unicodedata.normalize("NFC", self.text.translate(_FULL_WIDTH))
        return " ".join(_without_marks(narrowed).split())


EMPTY = Cell()


def without_controls(text: str) -> str:
    """Return the text without control characters; line breaks stay, in one form."""
    if text.isprintable():  # most cells, and much faster than looking at each mark
        return text
    joined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(mark for mark in joined if mark == "\n" or unicodedata.category(mark) != "Cc")


def _without_marks(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        mark for mark in text if unicodedata.category(mark) != "Cf" or mark == ZERO_WIDTH_JOINER
    )


def stored(value: object, *, formula: bool = False) -> Cell:
    """Return the cell for a value as a workbook stores it; a number never keeps an exponent."""
    match value:
        case None:
            text = ""
        case bool():
            text = "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < LARGEST_WHOLE:
            text = str(int(value))
        case float() | Decimal():
            text = format(Decimal(str(value)), "f")
        case datetime() | date() | time() | timedelta():
            text = _moment(value)
        case _:
            text = str(value).replace("_x000D_", "")
    return Cell(text[:LONGEST_CELL], formula)


def _moment(value: datetime | date | time | timedelta) -> str:
    """Return a date as 2026-03-05, with its time only if it has one, and a time as 14:00:00."""
    if isinstance(value, timedelta):
        value = (datetime.min + value % timedelta(days=1)).time()  # noqa: DTZ901 - only its time is kept
    if isinstance(value, datetime):
        return (
            value.date().isoformat()
            if value.time() == time()
            else value.isoformat(sep=" ", timespec="seconds")
        )
    return value.isoformat(timespec="seconds") if isinstance(value, time) else value.isoformat()


def delimited(text: str) -> Cell:
    """Return the cell for a field of a text file.

    A guarding apostrophe (as `writing` puts it) is taken off, ="019…" is the text inside, and
    what still begins with = is a formula.
    """
    if text.startswith("'") and GUARDABLE.match(text):
        return Cell(text[1 : LONGEST_CELL + 1])
    quoted = _QUOTED_NUMBER.fullmatch(text.strip())
    if quoted:
        return Cell(quoted[1][:LONGEST_CELL])
    return Cell(text[:LONGEST_CELL], text.lstrip().startswith("="))

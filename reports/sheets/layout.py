"""What a workbook's parts look like before anything is built from them.

Every part is run through the XML parser once, without keeping it: that finds what would be too
large to build, and the merges, hidden rows and formulas that streaming by openpyxl leaves out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from reports.sheets.problems import Code, SheetRefusedError

MAX_ELEMENTS = 2_000_000
MAX_MERGES = 20_000
LAST_ROW = 1_048_576
CHUNK = 1 << 16

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Layout:
    """The shape of one part; for parts that are no sheets it stays empty."""

    last_row: int = 0
    last_column: int = 0
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # column, top, bottom
    hidden: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)  # row, column


class _Scan:
    """Follows one part, element by element; refuses a part with a document type."""

    def __init__(self, seen: Counter[str], *, follow: bool) -> None:
        self.layout = Layout()
        self._follow = follow
        self._seen = seen
        self._row = self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._seen["elements"] += 1
        if self._seen["elements"] > MAX_ELEMENTS:
            raise SheetRefusedError(Code.TOO_LARGE)
        handler = self._HANDLERS.get(name.rpartition(":")[2])
        if handler is not None and self._follow:
            handler(self, attributes)

    def doctype(self, *_: object) -> None:
        raise SheetRefusedError(Code.BROKEN)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0
        if not 1 <= self._row <= LAST_ROW:
            raise SheetRefusedError(Code.BROKEN)
        if attributes.get("hidden") in {"1", "true"}:
            self.layout.hidden.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if "r" in attributes:
            self._row, self._column = _place(attributes["r"])

    def _value(self, _: dict[str, str]) -> None:
        self.layout.last_row = max(self.layout.last_row, self._row)
        self.layout.last_column = max(self.layout.last_column, self._column)

    def _formula(self, attributes: dict[str, str]) -> None:
        self._value(attributes)
        self.layout.formulas.add((self._row, self._column))

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        (top, column), (bottom, _) = _place(first), _place(last or first)
        if bottom > top:
            self.layout.merges.append((column, top, bottom))
        if len(self.layout.merges) > MAX_MERGES:
            raise SheetRefusedError(Code.TOO_LARGE)

    _HANDLERS = {  # noqa: RUF012 - a table of this class's own methods, never changed
        "row": _begin_row,
        "c": _begin_cell,
        "v": _value,
        "is": _value,
        "f": _formula,
        "mergeCell": _merge,
    }


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference such as B12."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise SheetRefusedError(Code.BROKEN)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def layout_of(part: IO[bytes], seen: Counter[str], *, follow: bool) -> Layout:
    """Run one part through the parser; `seen` counts elements over all parts of a workbook.

    What is not to be followed is only counted: custom parts use the same names for other things.
    """
    scan = _Scan(seen, follow=follow)
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.StartDoctypeDeclHandler = scan.doctype
    while chunk := part.read(CHUNK):
        parser.Parse(chunk, False)  # noqa: FBT003 - the parser takes no keyword
    parser.Parse(b"", True)  # noqa: FBT003 - the parser takes no keyword
    return scan.layout

"""How words of a material are marked: bold, a quotation, an address behind them. Pure.

Places are counted in characters of the text they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

MOST = 100  # marks of one text; what is beyond stays as plain words
LONGEST_ADDRESS = 500
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class MarkKind(StrEnum):
    """What a mark makes of words, by Telegram's own names."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"
    SPOILER = "spoiler"
    CODE = "code"
    PRE = "pre"
    QUOTE = "blockquote"
    FOLDED_QUOTE = "expandable_blockquote"
    LINK = "text_link"

    @property
    def is_block(self) -> bool:
        """Tell whether it stands around other marks, never within them."""
        return self in (MarkKind.QUOTE, MarkKind.FOLDED_QUOTE, MarkKind.PRE)

    @property
    def is_bare(self) -> bool:
        """Tell whether no other mark may be within."""
        return self in (MarkKind.CODE, MarkKind.PRE)


class Mark(BaseModel):
    """Some words of a text and what is made of them."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: MarkKind
    at: int
    length: int
    url: str | None = None

    @property
    def end(self) -> int:
        """Return the place behind the last character."""
        return self.at + self.length


def moved(marks: Iterable[Mark], *, by: int, size: int) -> list[Mark]:
    """Return marks of a text that moved by so many characters and is so long now."""
    found = []
    for one in marks:
        start, end = max(one.at + by, 0), min(one.end + by, size)
        if start < end:
            found.append(one.model_copy(update={"at": start, "length": end - start}))
    return found


def trimmed(text: str, marks: Iterable[Mark]) -> tuple[str, list[Mark]]:
    """Return a text without space around it, and its marks at their new places."""
    words = text.strip()
    return words, moved(marks, by=len(text.lstrip()) - len(text), size=len(words))


def joined(parts: Iterable[tuple[str, Sequence[Mark]]], between: str) -> tuple[str, list[Mark]]:
    """Return several texts as one, with the marks of all of them."""
    text, marks = "", list[Mark]()
    for words, mine in ((one.strip(), trimmed(one, each)[1]) for one, each in parts):
        if words:
            text += between if text else ""
            marks += moved(mine, by=len(text), size=len(text) + len(words))
            text += words
    return text, marks


def safe(marks: Iterable[Mark], size: int) -> list[Mark]:
    """Return what may be shown of marks in a text of so many characters, the outer ones first.

    No address but of the web; nothing within code; no quotation within another.
    """
    here = moved(marks, by=0, size=size)
    fit = [one for one in here if one.kind is not MarkKind.LINK or _is_address(one.url)]
    fit.sort(key=lambda one: (one.at, not one.kind.is_block, -one.length))
    found: list[Mark] = []
    for one in fit[:MOST]:
        around = [each for each in found if each.at < one.end and one.at < each.end]
        if one.kind.is_block and around:
            continue
        if any(each.kind.is_bare or each.kind is one.kind for each in around):
            continue
        if one.kind.is_bare and around:
            continue
        found.append(one)
    return found


def _is_address(url: str | None) -> bool:
    return url is not None and len(url) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(url))

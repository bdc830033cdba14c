"""A text and its entities, and how the server trims and orders them."""

from dataclasses import dataclass
from typing import Any

Entity = dict[str, Any]
OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


class ParseError(ValueError):
    """The formatting is wrong; the words are Telegram's, without "Bad Request"."""


@dataclass(slots=True)
class Formatted:
    """Plain text with entities over it."""

    text: str
    entities: list[Entity]


class Growing:
    """Plain text under construction that knows its length in UTF-16 units."""

    __slots__ = ("length", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def add(self, piece: str) -> None:
        """Append a piece of text."""
        self.parts.append(piece)
        self.length += units(piece)

    def text(self) -> str:
        """Give all of it."""
        return "".join(self.parts)


def units(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def byte_offset(text: str, place: int) -> int:
    """Give the offset in UTF-8 bytes of a place in a text."""
    return len(text[:place].encode())


def tidy(formatted: Formatted) -> Formatted:
    """Trim white space around the text, move and clip the entities, add those found in it."""
    text = formatted.text.replace("\r", "")
    kept = text.rstrip()
    first = min((entity["offset"] for entity in formatted.entities), default=units(kept))
    lead = min(len(kept) - len(kept.lstrip()), first)
    kept = kept[lead:]
    end = units(kept)
    entities = []
    for entity in formatted.entities:
        start = entity["offset"] - lead
        length = min(entity["length"], end - start)
        if length > 0:
            entities.append({**entity, "offset": start, "length": length})
    return Formatted(kept, in_order(entities))


def in_order(entities: list[Entity]) -> list[Entity]:
    """Sort entities as the server lists them: by start, the longer first; twins once."""
    seen: dict[tuple[str, int, int], Entity] = {}
    for entity in entities:
        seen.setdefault((entity["type"], entity["offset"], entity["length"]), entity)
    return sorted(seen.values(), key=lambda entity: (entity["offset"], -entity["length"]))

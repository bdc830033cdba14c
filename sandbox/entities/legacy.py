"""The first Markdown of the Bot API, kept by Telegram for old bots."""

from sandbox.entities.html import fault, with_scheme
from sandbox.entities.text import Entity, Formatted, Growing, byte_offset

ESCAPABLE = frozenset("_*`[")
KINDS = {"*": "bold", "_": "italic", "`": "code", "```": "pre", "[": "text_link"}


def parse_legacy(text: str) -> Formatted:
    """Parse Markdown style formatting without nesting; raises ParseError."""
    plain, entities = Growing(), list[Entity]()
    place = 0
    while place < len(text):
        here, after = text[place], text[place + 1 : place + 2]
        if here == "\\" and after in ESCAPABLE and after:
            plain.add(after)
            place += 2
        elif here in ESCAPABLE:
            place = _entity(text, place, plain, entities)
        else:
            plain.add(here)
            place += 1
    return Formatted(plain.text(), entities)


def _entity(text: str, place: int, plain: Growing, entities: list[Entity]) -> int:
    mark = "```" if text.startswith("```", place) else text[place]
    closing = "]" if mark == "[" else mark
    end = text.find(closing, place + len(mark))
    if end == -1:
        at = byte_offset(text, place)
        raise fault(f"Can't find end of the entity starting at byte offset {at}")
    inner, begin = text[place + len(mark) : end], plain.length
    plain.add(inner)
    entity: Entity = {"type": KINDS[mark], "offset": begin, "length": plain.length - begin}
    after = end + len(closing)
    if mark == "[":
        stop = text.find(")", after)
        if text[after : after + 1] != "(" or stop == -1:
            return after
        entity["url"] = with_scheme(text[after + 1 : stop])
        after = stop + 1
    if inner:
        entities.append(entity)
    return after

"""What Telegram finds in a text by itself: commands, mentions, hashtags, links, addresses."""

import re

from sandbox.entities.text import OPAQUE, Entity, Formatted, in_order, units

PATTERNS = (
    ("url", re.compile(r"(?<![\w@.])(?:https?://[^\s<>\"'()，。；]+|t\.me/[^\s<>\"'()，。；]+)")),
    (
        "url",
        re.compile(
            r"(?<![\w@./])[A-Za-z0-9][\w\-]*(?:\.[\w\-]+)*\.(?:com|cn|org|net|gov|io|me)"
            r"(?![\w])(?:/[^\s<>\"'()，。；]*)?",
            re.ASCII,
        ),
    ),
    ("email", re.compile(r"(?<![\w.])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.ASCII)),
    (
        "bot_command",
        re.compile(r"(?<![\w/@>.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![/\w])"),
    ),
    ("mention", re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d\- ]{6,16}\d(?!\d)")),
)


def find(formatted: Formatted) -> Formatted:
    """Add the entities a text has by itself, outside code and links."""
    if not any(mark in formatted.text for mark in "/@#.+"):
        return formatted
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in formatted.entities
        if entity["type"] in OPAQUE
    ]
    added: list[Entity] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(formatted.text):
            word = match[0].rstrip(".,!?:;") if kind == "url" else match[0]
            begin = units(formatted.text[: match.start()])
            end = begin + units(word)
            if all(end <= start or begin >= stop for start, stop in taken):
                taken.append((begin, end))
                added.append({"type": kind, "offset": begin, "length": end - begin})
    return Formatted(formatted.text, in_order([*formatted.entities, *added]))

"""Marks of words: read from what somebody sent, written as the HTML Telegram takes."""

from collections.abc import Sequence
from typing import Any

import telegram
from markupsafe import Markup, escape

from models.materials.marks import Mark, MarkKind, safe

_TAGS = {
    MarkKind.BOLD: (Markup("<b>"), Markup("</b>")),
    MarkKind.ITALIC: (Markup("<i>"), Markup("</i>")),
    MarkKind.UNDERLINE: (Markup("<u>"), Markup("</u>")),
    MarkKind.STRIKETHROUGH: (Markup("<s>"), Markup("</s>")),
    MarkKind.SPOILER: (Markup("<tg-spoiler>"), Markup("</tg-spoiler>")),
    MarkKind.CODE: (Markup("<code>"), Markup("</code>")),
    MarkKind.PRE: (Markup("<pre>"), Markup("</pre>")),
    MarkKind.QUOTE: (Markup("<blockquote>"), Markup("</blockquote>")),
    MarkKind.FOLDED_QUOTE: (Markup("<blockquote expandable>"), Markup("</blockquote>")),
}
_KINDS = set(MarkKind)


def marks_of(message: telegram.Message | None) -> tuple[Mark, ...]:
    """Return how the words of a message, or those under its file, are marked."""
    if message is None:
        return ()
    text = message.text or message.caption or ""
    wide = text.encode("utf-16-le")
    found = []
    for one in message.entities or message.caption_entities:
        if one.type in _KINDS:
            start, end = (_place(wide, each) for each in (one.offset, one.offset + one.length))
            mark = Mark(kind=MarkKind(one.type), at=start, length=end - start, url=one.url)
            found.append(mark)
    return tuple(found)


def _place(wide: bytes, offset: int) -> int:
    """Return a place counted in characters; Telegram counts in halves of UTF-16."""
    return len(wide[: 2 * offset].decode("utf-16-le", "ignore"))


def marked(text: str, marks: Sequence[Any]) -> Markup:
    """Return a text with its marks as HTML: everything somebody wrote is escaped.

    Where marks overlap without lying within each other, the inner ones are closed and opened anew.
    """
    rest = safe([Mark.model_validate(one) for one in marks], len(text))
    out, opened, at = Markup(), list[Mark](), 0
    for place in sorted({each for one in rest for each in (one.at, one.end)} | {len(text)}):
        out += escape(text[at:place])
        again = _close(opened, place)
        for _one in range(len(again) + sum(one.end == place for one in opened)):
            out += _end(opened.pop())
        for one in [*again, *(one for one in rest if one.at == place)]:
            out += _start(one)
            opened.append(one)
        at = place
    return out


def _close(opened: Sequence[Mark], place: int) -> list[Mark]:
    """Return the open marks that go on behind a place, but lie within one that ends there."""
    ending = next((number for number, one in enumerate(opened) if one.end == place), None)
    return [] if ending is None else [one for one in opened[ending:] if one.end > place]


def _start(one: Mark) -> Markup:
    if one.kind is MarkKind.LINK:
        return Markup('<a href="{}">').format(one.url or "")
    return _TAGS[one.kind][0]


def _end(one: Mark) -> Markup:
    return Markup("</a>") if one.kind is MarkKind.LINK else _TAGS[one.kind][1]

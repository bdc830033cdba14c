"""Telegram's HTML: tags, attributes, character references, and its words when they are wrong."""

import re
from dataclasses import dataclass

from sandbox.entities.text import Entity, Formatted, Growing, ParseError, byte_offset

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
LAST_CODE_POINT = 0x10FFFF
MARKUP = re.compile("[<&]")
NAME_END = re.compile(r"[\s>]")
ATTRIBUTE = re.compile(r"[^\s=>/\"']*")
TOKEN = re.compile(r"[0-9A-Za-z.\-]*")


@dataclass(slots=True)
class Tag:
    """An open tag and where its text begins."""

    name: str
    attributes: dict[str, str]
    start: int


class Scanner:
    """Reads a text from left to right, keeping the tags that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.plain = Growing()
        self.open: list[Tag] = []
        self.entities: list[Entity] = []

    def run(self) -> Formatted:
        """Read all of it."""
        while self.place < len(self.text):
            here = self.text[self.place]
            if here == "<" and self.text[self.place + 1 : self.place + 2] == "/":
                self.end_tag()
            elif here == "<":
                self.start_tag()
            elif here == "&":
                self.plain.add(self.reference())
            else:
                stop = MARKUP.search(self.text, self.place)
                end = stop.start() if stop else len(self.text)
                self.plain.add(self.text[self.place : end])
                self.place = end
        if self.open:
            raise fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return Formatted(self.plain.text(), self.entities)

    def reference(self) -> str:
        """Read a character reference, or a plain ampersand."""
        found = REFERENCE.match(self.text, self.place)
        character = decoded(found) if found else ""
        if found is None or not character:
            self.place += 1
            return "&"
        self.place = found.end()
        return character

    def start_tag(self) -> None:
        """Read a start tag with its attributes."""
        begin = self.place
        at = byte_offset(self.text, begin)
        found = NAME_END.search(self.text, begin + 1)
        if found is None:
            raise fault(f"Unclosed start tag at byte offset {at}")
        name = self.text[begin + 1 : found.start()].lower()
        if name not in STYLES:
            raise fault(f'Unsupported start tag "{name}" at byte offset {at}')
        self.place = found.start()
        attributes = self.attributes(name, at)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise fault(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.open.append(Tag(name, attributes, self.plain.length))

    def attributes(self, name: str, at: int) -> dict[str, str]:
        """Read attributes up to and including the closing bracket."""
        found: dict[str, str] = {}
        while True:
            self.skip_space()
            if self.peek() == ">":
                self.place += 1
                return found
            word = self.take(ATTRIBUTE)
            if not word and not self.peek():
                raise fault(f"Unclosed start tag at byte offset {at}")
            if not word:
                raise fault(f'Empty attribute name in the tag "{name}" at byte offset {at}')
            self.skip_space()
            if self.peek() == "=":
                self.place += 1
                self.skip_space()
                found[word.lower()] = self.value(at)
            elif not self.peek():
                raise fault(f'Unclosed start tag "{name}" at byte offset {at}')
            else:
                found[word.lower()] = ""

    def value(self, at: int) -> str:
        """Read the value of an attribute, quoted or a bare word."""
        quote = self.peek()
        if quote in {"'", '"'} and quote:
            end = self.text.find(quote, self.place + 1)
            if end == -1:
                raise fault(f"Unclosed start tag at byte offset {at}")
            raw = self.text[self.place + 1 : end]
            self.place = end + 1
            return REFERENCE.sub(lambda match: decoded(match) or match[0], raw)
        begin = self.place
        word = self.take(TOKEN).lower()
        if not self.peek():
            raise fault(f"Unclosed start tag at byte offset {at}")
        if not self.peek().isspace() and self.peek() != ">":
            where = byte_offset(self.text, begin)
            raise fault(f"Unexpected end of name token at byte offset {where}")
        return word

    def end_tag(self) -> None:
        """Read an end tag and close what it ends."""
        begin = self.place
        at = byte_offset(self.text, begin)
        if not self.open:
            raise fault(f"Unexpected end tag at byte offset {at}")
        found = NAME_END.search(self.text, begin + 2)
        self.place = len(self.text) if found is None else found.start()
        name = self.text[begin + 2 : self.place].lower()
        self.skip_space()
        if self.peek() != ">":
            raise fault(f"Unclosed end tag at byte offset {at}")
        self.place += 1
        tag = self.open.pop()
        if name not in {"", tag.name}:
            expected = f'expected "</{tag.name}>", found "</{name}>"'
            raise fault(f"Unmatched end tag at byte offset {at}, {expected}")
        self.close(tag)

    def close(self, tag: Tag) -> None:
        """Add the entity of a closed tag, if there is text in it."""
        length = self.plain.length - tag.start
        if not length:
            return
        entity: Entity = {"type": STYLES[tag.name], "offset": tag.start, "length": length}
        match tag.name:
            case "a":
                self.link(tag, entity)
                return
            case "tg-emoji":
                entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
            case "tg-time":
                entity["unix_time"] = int(tag.attributes.get("unix") or 0)
            case "blockquote" if "expandable" in tag.attributes:
                entity["type"] = "expandable_blockquote"
            case "code" if self.is_whole_pre(tag):
                self.open[-1].attributes["language"] = language(tag)
                return
            case "pre" if tag.attributes.get("language"):
                entity["language"] = tag.attributes["language"]
            case _:
                pass
        self.entities.append(entity)

    def is_whole_pre(self, tag: Tag) -> bool:
        """Say whether a code tag with a language stands right inside a pre tag."""
        inside = bool(self.open) and self.open[-1].name == "pre"
        return inside and self.open[-1].start == tag.start and bool(language(tag))

    def link(self, tag: Tag, entity: Entity) -> None:
        """Add a link, if it leads anywhere."""
        written = self.plain.text().encode("utf-16-le")[tag.start * 2 :].decode("utf-16-le")
        target = tag.attributes.get("href") or written
        if target.startswith("tg://user?id="):
            self.entities.append(entity | {"type": "text_mention", "user_id": int(target[13:])})
        elif "." in target or "://" in target:
            self.entities.append(entity | {"url": with_scheme(target)})

    def skip_space(self) -> None:
        """Step over white space."""
        while self.peek().isspace():
            self.place += 1

    def peek(self) -> str:
        """Give the next character, or nothing at the end."""
        return self.text[self.place : self.place + 1]

    def take(self, pattern: re.Pattern[str]) -> str:
        """Read what matches here."""
        found = pattern.match(self.text, self.place)
        word = found[0] if found else ""
        self.place += len(word)
        return word


def language(tag: Tag) -> str:
    """Give the programming language a code tag names."""
    name = tag.attributes.get("class", "")
    return name.removeprefix("language-") if name.startswith("language-") else ""


def with_scheme(target: str) -> str:
    """Complete a link as the server does."""
    whole = target if "://" in target or target.startswith("tg:") else f"http://{target}"
    host = whole.partition("://")[2]
    return whole if "/" in host or "?" in host else f"{whole}/"


def decoded(found: re.Match[str]) -> str:
    """Give the character of a reference, or nothing."""
    decimal, hexadecimal, name = found.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code <= LAST_CODE_POINT else ""


def fault(words: str) -> ParseError:
    """Say what cannot be parsed."""
    return ParseError(f"can't parse entities: {words}")


def parse_html(text: str) -> Formatted:
    """Parse HTML style formatting; raises ParseError."""
    return Scanner(text).run()

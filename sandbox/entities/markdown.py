"""MarkdownV2 as Telegram parses it."""

from dataclasses import dataclass

from sandbox.entities.html import fault, with_scheme
from sandbox.entities.text import Entity, Formatted, Growing, byte_offset

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
PAIRS = {"||": "spoiler", "__": "underline"}
SINGLES = {"*": "bold", "_": "italic", "~": "strikethrough", "`": "code", "[": "text_link"}
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
LAST_ASCII = 126


@dataclass(slots=True)
class Span:
    """An open entity: where its text begins and at which byte it was opened."""

    kind: str
    start: int
    at: int
    language: str | None = None


class Scanner:
    """Reads a text from left to right, keeping the entities that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.plain = Growing()
        self.open: list[Span] = []
        self.entities: list[Entity] = []

    def run(self) -> Formatted:
        """Read all of it."""
        while self.place < len(self.text):
            self.step()
        self.end_quote()
        if self.open:
            span = self.open[-1]
            raise fault(f"Can't find end of {NAMES[span.kind]} entity at byte offset {span.at}")
        return Formatted(self.plain.text(), self.entities)

    def step(self) -> None:
        """Read one mark or one character."""
        text, place = self.text, self.place
        here, after = text[place], text[place + 1 : place + 2]
        inside = self.open[-1].kind if self.open else ""
        if here == "\\" and after and ord(after) <= LAST_ASCII:
            self.emit(after, 2)
        elif inside in {"code", "pre"}:
            self.verbatim(inside)
        elif here == ">" and (place == 0 or text[place - 1] == "\n"):
            self.begin_quote()
        elif here == "\n":
            if not text.startswith(">", place + 1):
                self.end_quote()
            self.emit("\n", 1)
        elif here in RESERVED:
            self.mark(inside)
        else:
            self.emit(here, 1)

    def emit(self, piece: str, consumed: int) -> None:
        """Take characters as they are."""
        self.plain.add(piece)
        self.place += consumed

    def verbatim(self, inside: str) -> None:
        """Read on inside code, where nothing but its end means anything."""
        end = "```" if inside == "pre" else "`"
        if self.text.startswith(end, self.place):
            self.close(len(end))
        else:
            self.emit(self.text[self.place], 1)

    def mark(self, inside: str) -> None:
        """Open or close an entity, or refuse a reserved character."""
        text, place = self.text, self.place
        if text.startswith("```", place):
            self.open_pre()
        elif self.ends_expandable(inside):
            self.end_quote(expandable=True)
            self.place += 2
        elif text[place : place + 2] in PAIRS:
            self.toggle(PAIRS[text[place : place + 2]], 2, inside)
        elif text.startswith("![", place):
            self.begin("custom_emoji", 2)
        elif text[place] == "]" and inside in {"text_link", "custom_emoji"}:
            self.close_link()
        elif text[place] in SINGLES:
            self.toggle(SINGLES[text[place]], 1, inside)
        else:
            words = f"Character '{text[place]}' is reserved and must be escaped with the preceding"
            raise fault(f"{words} '\\'")

    def toggle(self, kind: str, width: int, inside: str) -> None:
        """Close this kind of entity if it is the innermost one, otherwise open it."""
        if inside == kind and kind != "text_link":
            self.close(width)
        else:
            self.begin(kind, width)

    def begin(self, kind: str, width: int) -> None:
        """Open an entity."""
        at = byte_offset(self.text, self.place)
        self.open.append(Span(kind, self.plain.length, at))
        self.place += width

    def open_pre(self) -> None:
        """Open a block of code, with its language if the line names one."""
        self.begin("pre", 3)
        line, newline, _ = self.text[self.place :].partition("\n")
        if newline and line and "`" not in line and not any(c.isspace() for c in line):
            self.open[-1].language = line
            self.place += len(line)
        if self.text.startswith("\n", self.place):
            self.place += 1

    def close(self, width: int) -> None:
        """Close the innermost entity."""
        span = self.open.pop()
        self.place += width
        entity = self.entity(span)
        if span.language:
            entity["language"] = span.language
        self.keep(entity)

    def close_link(self) -> None:
        """Close a link or an emoji and read where it leads."""
        span = self.open.pop()
        self.place += 1
        target = ""
        if self.text.startswith("(", self.place):
            end = self.find_parenthesis(self.place + 1)
            target = self.text[self.place + 1 : end].replace("\\", "")
            self.place = end + 1
        entity = self.entity(span)
        if span.kind == "custom_emoji":
            self.keep(entity | {"custom_emoji_id": target.partition("id=")[2]})
        elif target.startswith("tg://user?id="):
            self.keep(entity | {"type": "text_mention", "user_id": int(target[13:])})
        elif target:
            self.keep(entity | {"url": with_scheme(target)})

    def find_parenthesis(self, start: int) -> int:
        """Find the end of a link's target."""
        place = start
        while place < len(self.text) and self.text[place] != ")":
            place += 2 if self.text[place] == "\\" else 1
        if place >= len(self.text):
            at = byte_offset(self.text, start)
            raise fault(f"Can't find end of a URL at byte offset {at}")
        return place

    def begin_quote(self) -> None:
        """Open a block quotation, unless its line continues one."""
        if self.open and self.open[0].kind == "blockquote":
            self.place += 1
        else:
            self.begin("blockquote", 1)

    def ends_expandable(self, inside: str) -> bool:
        """Say whether || stands here to end an expandable quotation."""
        after = self.text[self.place + 2 : self.place + 3]
        return (
            inside == "blockquote"
            and self.text.startswith("||", self.place)
            and after in {"", "\n"}
        )

    def end_quote(self, *, expandable: bool = False) -> None:
        """Close a block quotation if one is innermost."""
        if self.open and self.open[-1].kind == "blockquote":
            entity = self.entity(self.open.pop())
            if expandable:
                entity["type"] = "expandable_blockquote"
            self.keep(entity)

    def entity(self, span: Span) -> Entity:
        """Give the entity that ends here."""
        return {"type": span.kind, "offset": span.start, "length": self.plain.length - span.start}

    def keep(self, entity: Entity) -> None:
        """Keep an entity that covers something."""
        if entity["length"]:
            self.entities.append(entity)


def parse_markdown(text: str) -> Formatted:
    """Parse MarkdownV2 style formatting; raises ParseError."""
    return Scanner(text).run()

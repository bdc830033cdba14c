"""Text with formatting: HTML and Markdown as Telegram parses them, offsets in UTF-16 units."""

from sandbox.entities.found import find
from sandbox.entities.html import parse_html
from sandbox.entities.legacy import parse_legacy
from sandbox.entities.markdown import parse_markdown
from sandbox.entities.text import Entity, Formatted, ParseError, tidy, units

__all__ = ["Entity", "Formatted", "ParseError", "find", "parse", "tidy", "units"]

PARSERS = {"html": parse_html, "markdownv2": parse_markdown, "markdown": parse_legacy}


def parse(text: str, mode: str | None = None) -> Formatted:
    """Parse, add what is found by itself (commands, links, …) and trim, as the server does.

    Raises ParseError with Telegram's own words.
    """
    if mode is None or mode.lower() in {"", "none"}:
        formatted = Formatted(text, [])
    else:
        parser = PARSERS.get(mode.lower())
        if parser is None:
            raise ParseError("unsupported parse_mode")
        formatted = parser(text)
    return tidy(formatted)

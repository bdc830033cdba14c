"""Phone and identity numbers in free text: found and masked before any group sees it. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.privacy.folding import folded
from models.privacy.identity import is_identity, is_like_identity


class Private(StrEnum):
    """What a number in a text is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    FOREIGN = "foreign"  # a phone number with the code of another country
    IDENTITY = "identity"  # of a Chinese identity card


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A private number in a text: from `start` up to `end`, and what may be shown of it."""

    kind: Private
    start: int
    end: int
    shown: str


_GAP = r"[\s\-‐-―－.·_()/~]{0,3}"  # what people put between the digits of one number
_CARD = re.compile(rf"(?<!\d)[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])")
_OLD_CARD = re.compile(r"(?<!\d)[1-9]\d{14}(?!\d)")
_MOBILE = re.compile(
    rf"(?<!\d)(?:\+?{_GAP}(?:00)?{_GAP}8{_GAP}6{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)"
)
_HOME = r"\(?(?:\+?(?:00)?86[\s\-)]{0,2}0?|0)"  # the country, or the zero of a call within it
_LANDLINE = re.compile(
    rf"(?<!\d){_HOME}(?:10|2\d|[3-9]\d{{2}}){_GAP}[2-8](?:[\s\-]?\d){{6,7}}(?!\d)"
)
_FOREIGN = re.compile(r"\+(?!86)[1-9](?:[\s\-.()]{0,2}\d){6,13}(?!\d)")
#: A number without its area code is one only where it is called so.
_LOCAL = re.compile(
    r"(?:电话|座机|电联|联系方式|固话|致电|打|拨|tel|phone|call)\D{0,8}"
    r"(?P<number>(?<!\d)[2-8](?:[\s\-]?\d){6,7})(?!\d)",
    re.IGNORECASE,
)
_CALLED_CARD = re.compile(r"(?:身份证|身份號|证件|證件|id\b)", re.IGNORECASE)
_BEFORE = 16  # characters in which a number may be called an identity number


def findings(text: str) -> tuple[Finding, ...]:
    """Return every private number in a text, in order, none within another.

    Full-width, circled and spoken digits, gaps and invisible marks hide nothing. Where two
    readings meet, the longer one counts.
    """
    seen = folded(text)
    found = sorted(_found(seen.text), key=lambda one: (one.start, -one.end))
    kept: list[Finding] = []
    reached = 0
    for one in found:
        if one.start < reached:
            continue
        reached = one.end
        start, end = seen.span(one.start, one.end)
        kept.append(Finding(kind=one.kind, start=start, end=end, shown=one.shown))
    return tuple(kept)


def masked(text: str) -> str:
    """Return a text in which of each private number only 199****0001 and the like is left."""
    pieces: list[str] = []
    reached = 0
    for one in findings(text):
        pieces += [text[reached : one.start], one.shown]
        reached = one.end
    return "".join([*pieces, text[reached:]])


def _found(text: str) -> Iterator[Finding]:
    yield from _matches(text, _CARD, Private.IDENTITY, 0, _is_card)
    yield from _matches(text, _OLD_CARD, Private.IDENTITY, 0, _is_old_card)
    yield from _matches(text, _MOBILE, Private.MOBILE)
    yield from _matches(text, _LANDLINE, Private.LANDLINE)
    yield from _matches(text, _FOREIGN, Private.FOREIGN)
    yield from _matches(text, _LOCAL, Private.LANDLINE, "number")


_Test = Callable[[re.Match[str]], bool]


def _matches(
    text: str,
    pattern: re.Pattern[str],
    kind: Private,
    part: int | str = 0,
    test: _Test = lambda _match: True,
) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        if test(match):
            shown = _shown(match[part], kind)
            yield Finding(kind=kind, start=match.start(part), end=match.end(part), shown=shown)


def _is_card(match: re.Match[str]) -> bool:
    """Tell whether 18 digits are an identity number: by their sum, or called one and like one."""
    number = _bare(match[0])
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    return is_identity(number) or (
        is_like_identity(number) and _CALLED_CARD.search(before) is not None
    )


def _is_old_card(match: re.Match[str]) -> bool:
    """Tell whether 15 digits are an identity number of before 1999, which had no sum."""
    number = match[0]
    return is_like_identity(f"{number[:6]}19{number[6:]}0")


def _bare(number: str) -> str:
    return "".join(mark for mark in number if mark.isdigit() or mark in "Xx").upper()


def _shown(number: str, kind: Private) -> str:
    digits = _bare(number)
    match kind:
        case Private.MOBILE:
            return f"{digits[-11:-8]}****{digits[-4:]}"
        case Private.IDENTITY:
            return f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"
        case Private.LANDLINE | Private.FOREIGN:
            return f"****{digits[-2:]}"

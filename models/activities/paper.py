"""The paper bridge: "all here but 3, 8 and 12", said of a numbered sheet. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 1000
_PEOPLE = r"(?:(?:其他|其余|剩下|大家|全体|代表)[的人]*)*"
_ALL = rf"{_PEOPLE}(?:都|全部|全)(?:部|都)?(?:到|来)(?:齐|场|会)?了?"
_BUT = r"(?:除了|除去|除)"
_ONLY = r"(?:只有|就)"
_END = r"(?:没有?[到来]|未到|缺席)?(?:以外|之外|外)?"
_EVERYBODY = r"(?:all|everyone|everybody)(?: (?:is|are|was|were))?"
_HERE = r" (?:here|present|there)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        _ALL,
        rf"{_ALL}[, ]*(?:{_BUT}|{_ONLY})(?P<who>.+?){_END}",
        rf"{_BUT}(?P<who>.+?){_END}[, ]*{_ALL}",
        rf"{_EVERYBODY}{_HERE}",
        rf"{_EVERYBODY}(?:{_HERE})?,? (?:but|except)(?: for)? (?P<who>.+?)",
    )
)
_MARKS = str.maketrans({"、": ",", ";": ",", "。": " ", "!": " ", ".": " ", "\n": ","})
_BETWEEN = re.compile(r"[,\s]+|\band\b")
_JOINS = re.compile(r"以及|[和与及]")
_NUMBER = re.compile(r"(?:第|no\.?|#)?(\d{1,4})号?")


def all_but(text: str) -> str | None:
    """Return who is not there ("3 8 12", names; "" for nobody), None for any other sentence."""
    if len(text) > _LONGEST:
        return None
    folded = unicodedata.normalize("NFKC", text).translate(_MARKS).strip(" ,")
    for form in _FORMS:
        match = form.fullmatch(folded)
        if match:
            return (match.groupdict().get("who") or "").strip(" ,")
    return None


def is_all_but(text: str) -> bool:
    """Tell whether a message is such a sentence."""
    return all_but(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a sentence says of a sheet: the numbers of the missing, and what nobody understands."""

    missing: tuple[int, ...]
    unclear: tuple[str, ...] = ()


def read(who: str, names: Sequence[str | None]) -> Reading:
    """Find the missing on a sheet, by number (from 1) or by name; None stands for a gap.

    A name that stands there twice is unclear: its numbers are wanted.
    """
    missing: set[int] = set()
    unclear: list[str] = []
    for part in _BETWEEN.split(who):
        for piece in _pieces(part, names):
            number = _one(piece, names)
            if number:
                missing.add(number)
            else:
                unclear.append(piece)
    return Reading(missing=tuple(sorted(missing)), unclear=tuple(unclear))


def _pieces(part: str, names: Sequence[str | None]) -> list[str]:
    """Take "1和赵和平" apart where 和 joins, and leave it where it belongs to a name."""
    pieces = []
    while part and not _one(part, names):
        joins = [(part[: one.start()], part[one.end() :]) for one in _JOINS.finditer(part)]
        known = [each for each in joins if not each[0] or _one(each[0], names)]
        left, part = (known or joins or [(part, "")])[0]
        pieces.append(left)
    return [each for each in (*pieces, part) if each]


def _one(word: str, names: Sequence[str | None]) -> int | None:
    places = [place for place, name in enumerate(names, start=1) if name == word]
    if len(places) == 1:
        return places[0]
    match = _NUMBER.fullmatch(word.casefold())
    number = int(match[1]) if match else 0
    return number if 0 < number <= len(names) and names[number - 1] else None

"""A text folded to what a reader sees of its digits, each mark with its place. Pure."""

import unicodedata
from dataclasses import dataclass

_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})  # zero-width marks, directions, keycap rings
#: Digits as Chinese writes and says them; 幺 is a one over the telephone.
_SPOKEN = dict(
    zip("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789", strict=True)
)
_KEPT = "\n\t"


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` has one mark for each digit or letter seen; `places[i]` is where it stood."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the folded text stands in the original, as (from, to)."""
        return self.places[start], self.places[end - 1] + 1


def folded(text: str) -> Folded:
    """Return a text with full-width, circled, foreign and spoken digits as 0 to 9.

    Marks that nobody sees are left out, so they hide nothing between two digits.
    """
    marks: list[str] = []
    places: list[int] = []
    for place, mark in enumerate(text):
        for one in _seen(mark):
            marks.append(one)
            places.append(place)
    return Folded("".join(marks), tuple(places))


def _seen(mark: str) -> str:
    """Return what one mark folds to: nothing, itself, or the plain marks it stands for."""
    if mark.isascii() and mark.isprintable():
        return mark
    if mark in _SPOKEN:
        return _SPOKEN[mark]
    if mark not in _KEPT and unicodedata.category(mark) in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKC", mark)
    return "".join(_digit(one) for one in plain)


def _digit(mark: str) -> str:
    value = unicodedata.decimal(mark, None)
    return mark if value is None else str(value)

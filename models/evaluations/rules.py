"""Reads the names of evaluated bodies as staff write them. Pure."""

import re
import unicodedata

from models.evaluations.tables import BodyKind

MOST = 30  # bodies at one evaluation
LONGEST = 64

_BETWEEN = re.compile(r"[,;\n]+")
_STREET = re.compile(r"街道办事处|街道办|street office", re.IGNORECASE)


def read(text: str) -> list[str] | None:
    """Return the bodies named in a sentence, in order and each once; None if it names none.

    None too for more than 30, or for a name of more than 64 characters.
    """
    marks = str.maketrans({"、": ",", "。": ",", "；": ","})
    folded = unicodedata.normalize("NFKC", text.translate(marks))
    names = [" ".join(one.split()) for one in _BETWEEN.split(folded)]
    found = list(dict.fromkeys(one for one in names if any(mark.isalnum() for mark in one)))
    if not found or len(found) > MOST or any(len(one) > LONGEST for one in found):
        return None
    return found


def kind_of(name: str) -> BodyKind:
    """Return what a body is by its name."""
    return BodyKind.STREET_OFFICE if _STREET.search(name) else BodyKind.DEPARTMENT

"""The letters of what is drawn. Imported when something is drawn: the drawing library is slow."""

import functools
import unicodedata

import noto_cjk_sans_otc
from matplotlib.font_manager import FontPath, FontProperties

_SIMPLIFIED = 2  # the face of the collection with mainland forms
_UNDRAWN = {"So", "Sk", "Cf", "Cs", "Cn", "Mn"}  # pictures and their joints: no font here has them


@functools.cache
def font(size: int = 13) -> FontProperties:
    """Return a font with Chinese glyphs (size in points), from the package index."""
    return FontProperties(fname=FontPath(noto_cjk_sans_otc.FONT_PATH, _SIMPLIFIED), size=size)


def drawable(words: str) -> str:
    """Return what people wrote, without what no font here has (emoji), on one line."""
    kept = "".join(mark for mark in words if unicodedata.category(mark) not in _UNDRAWN)
    return " ".join(kept.split())


def literal(words: str) -> str:
    """Return words with their dollar signs as they are: to the library they begin a formula."""
    return words.replace("$", r"\$")

"""What may be typed instead of pressing a button, in any language."""

import functools
import re

from handlers.kit import texts
from handlers.kit.entries import plain

_PICTURE = re.compile(r"^\W+")


@functools.cache
def names(key: str) -> frozenset[str]:
    """Return the words a macro lists, as `plain` leaves them: 是 好 yes."""
    return frozenset(plain(one) for listed in texts.every(key) for one in listed.split())


def labels(key: str, args: tuple[tuple[str, object], ...] = ()) -> frozenset[str]:
    """Return a label in every language, as `plain` leaves it, with and without its picture."""
    known = {plain(texts.label(key, locale, args)) for locale in texts.LOCALES}
    return frozenset(known | {_PICTURE.sub("", one) for one in known})

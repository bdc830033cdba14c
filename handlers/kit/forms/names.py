"""What may be typed instead of pressing a button, in any language."""

import functools

from handlers.kit import texts
from handlers.kit.entries import plain


@functools.cache
def names(key: str) -> frozenset[str]:
    """Return the words a macro lists, as `plain` leaves them: 是 好 yes."""
    return frozenset(plain(one) for listed in texts.every(key) for one in listed.split())


def labels(key: str, args: tuple[tuple[str, object], ...] = ()) -> frozenset[str]:
    """Return a label in every language, as `plain` leaves it."""
    return frozenset(plain(texts.label(key, locale, args)) for locale in texts.LOCALES)

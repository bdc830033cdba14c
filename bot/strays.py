"""When a process looks for what it holds in the database and does not remember."""

import time
from collections.abc import Callable
from datetime import timedelta

from models.database import Database

_EVERY = 30.0  # seconds: twice a minute is often enough for what never is
_AGE = timedelta(seconds=30)  # so long after it came, what a process holds is in its memory
_AFTER_BREAK = 5.0  # seconds until it is looked for what a broken connection may have hidden


class Strays:
    """Says when to look: now and then, and soon after a transaction broke off.

    The answer to its commit may have been lost: then all is written, and nobody here knows of it.
    """

    def __init__(self, db: Database, *, now: Callable[[], float] = time.monotonic) -> None:
        """Begin to count; `now` gives seconds that only go forward."""
        self._db = db
        self._now = now
        self._breaks = db.breaks
        self._soon: float | None = None
        self._next = now() + _EVERY

    def due(self) -> timedelta | None:
        """Return for how long what is looked for has been there at least; None: not now."""
        now = self._now()
        if self._breaks != self._db.breaks:
            self._breaks, self._soon = self._db.breaks, now + _AFTER_BREAK
        if self._soon is not None and now >= self._soon:
            self._soon = None
            return timedelta(seconds=_AFTER_BREAK)
        if now >= self._next:
            self._next = now + _EVERY
            return _AGE
        return None

"""Counts the calls of other systems: by their key, by address where none holds."""

from collections import OrderedDict
from datetime import datetime

from bot.open311.asking import Problem
from models.limits.rules import Meter
from models.systems.actions import hashed

_MOST_KEYS = 1000  # that held lately and are remembered


class Calls:
    """A meter for every key that holds, and one for every address that calls without.

    Guessing keys uses up the address alone, and then costs no look into the database; a system
    that calls from the same address with its right key goes on.
    """

    def __init__(self, per_minute: int) -> None:
        self._meter = Meter(per_minute)
        self._held: OrderedDict[str, None] = OrderedDict()

    def let_in(self, address: str, key: str, now: datetime) -> None:
        """Refuse, before a key is looked up, an address that has used up its calls."""
        self._meter.forget(now)
        known = bool(key) and hashed(key) in self._held
        if not known and not self._meter.has_left(_by_address(address), now):
            raise _too_many()

    def count(self, address: str, key: str, now: datetime, *, holds: bool) -> None:
        """Count one call, by its key if that holds."""
        digest = hashed(key) if holds else ""
        if holds:
            self._held[digest] = None
            self._held.move_to_end(digest)
            if len(self._held) > _MOST_KEYS:
                self._held.popitem(last=False)
        else:
            self._held.pop(hashed(key), None)  # a key that was revoked is as unknown as any
        if not self._meter.admits(digest or _by_address(address), now):
            raise _too_many()


def _by_address(address: str) -> str:
    return f"address:{address}"


def _too_many() -> Problem:
    return Problem(429, "too many calls in a minute")

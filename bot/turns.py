"""Whose turn it is: one person's updates in order, different people's at the same time."""

import asyncio
from collections import deque
from collections.abc import Iterable

from models.updates.actions import Waiting


class Turns:
    """Updates in memory, each held by this process, waiting for their person's turn."""

    def __init__(self) -> None:
        self._by_key: dict[str, deque[Waiting]] = {}
        self._ready: deque[str] = deque()
        self._busy: set[str] = set()
        self._known: set[int] = set()
        self._taken: set[int] = set()
        self._again: dict[int, Waiting] = {}  # given back and found again before it was finished
        self._wake = asyncio.Event()
        self._less = asyncio.Event()

    def __len__(self) -> int:
        return len(self._known)

    def put(self, waiting: Iterable[Waiting]) -> None:
        """Line up updates; one that already stands in line is left where it is.

        One that is just being handled may have failed and been given back: it comes once more
        when it is finished.
        """
        for one in waiting:
            if one.update_id in self._taken:
                self._again[one.update_id] = one
            if one.update_id in self._known:
                continue
            self._known.add(one.update_id)
            line = self._by_key.setdefault(one.key, deque())
            line.append(one)
            if len(line) == 1 and one.key not in self._busy:
                self._ready.append(one.key)
        if self._ready:
            self._wake.set()

    async def room(self, limit: int) -> None:
        """Wait until fewer than `limit` updates are in memory."""
        while len(self._known) >= limit:
            self._less.clear()
            await self._less.wait()

    async def next(self, limit: int) -> list[Waiting]:
        """Wait for work, and return at most one update a person, `limit` in all."""
        while not self._ready:
            self._wake.clear()
            await self._wake.wait()
        return self.take(limit)

    def take(self, limit: int) -> list[Waiting]:
        """Return what can be handled now, at most one update a person, without waiting."""
        taken: list[Waiting] = []
        while self._ready and len(taken) < limit:
            key = self._ready.popleft()
            self._busy.add(key)
            taken.append(self._by_key[key].popleft())
        self._taken.update(one.update_id for one in taken)
        return taken

    def finished(self, taken: Iterable[Waiting]) -> None:
        """Say that these are handled or given back: their people's next updates may come."""
        again = []
        for one in taken:
            self._known.discard(one.update_id)
            self._taken.discard(one.update_id)
            if one.update_id in self._again:
                again.append(self._again.pop(one.update_id))
            self._busy.discard(one.key)
            if self._by_key[one.key]:
                self._ready.append(one.key)
            else:
                del self._by_key[one.key]
        self.put(again)
        self._less.set()
        if self._ready:
            self._wake.set()

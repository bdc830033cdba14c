"""What several wait for at the same time, read by one statement: the waves of a transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

_Many = Callable[[Any, Collection[Any]], Awaitable[Mapping[Any, Any]]]
_Waiting = dict[Any, asyncio.Future[Any]]


class Waves:
    """Keys that handlers sharing a transaction wait for, kind by kind."""

    def __init__(self, turn: asyncio.Lock) -> None:
        """Take what lets one statement after the other pass."""
        self._turn = turn
        self._waiting: dict[_Many, _Waiting] = {}

    async def find(self, many: _Many, tx: object, key: object) -> object:
        """Return what `many` finds in the transaction for a key, None if nothing.

        Who asks first for a kind lets others ask too: all that do so at once, and all whose turn
        is not there yet because other statements stand before this one. A failure is everybody's.
        """
        waiting = self._waiting.get(many)
        is_first = waiting is None
        if waiting is None:
            waiting = self._waiting[many] = {}
        future = waiting.get(key)
        if future is None:
            future = waiting[key] = asyncio.get_running_loop().create_future()
        if is_first:
            await self._answer(many, tx, waiting)
        return await future

    async def _answer(self, many: _Many, tx: object, waiting: _Waiting) -> None:
        try:
            await asyncio.sleep(0)
            async with self._turn:
                del self._waiting[many]
            found = await many(tx, list(waiting))
        except BaseException as problem:
            if self._waiting.get(many) is waiting:
                del self._waiting[many]
            for future in waiting.values():
                if not future.done():  # who waits may have been cancelled
                    future.set_exception(problem)
                    future.exception()  # each waiter raises it; none may be left unread
            raise
        for key, future in waiting.items():
            if not future.done():
                future.set_result(found.get(key))

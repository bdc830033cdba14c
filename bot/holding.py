"""Whether this process polls, ticks and delivers, or handles beside the one that does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from models.instances.holding import Hold

log = logging.getLogger(__name__)

_LOOK_EVERY = 2.0  # seconds: so long, at most, nobody polls after a holder has gone


class Holding:
    """Keeps trying to hold the bot. Until it runs, this process counts as the only one."""

    def __init__(self, hold: Hold, *, on_change: Callable[[bool], Awaitable[None]]) -> None:
        self._hold = hold
        self._on_change = on_change
        self._mine = asyncio.Event()
        self._mine.set()

    @property
    def is_mine(self) -> bool:
        """Tell whether this process holds the bot."""
        return self._mine.is_set()

    async def wait(self) -> None:
        """Return as soon as this process holds the bot."""
        await self._mine.wait()

    async def begin(self) -> None:
        """Look who holds the bot, before any work."""
        self._mine.clear()
        await self._look(first=True)

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            await self._look()

    async def end(self) -> None:
        """Give the hold back: nothing of this process is under way any more."""
        await self._hold.let_go()

    async def _look(self, *, first: bool = False) -> None:
        mine = await self._hold.is_mine()
        if mine == self.is_mine and not first:
            return
        log.info("this process %s for the bot", "speaks" if mine else "does not speak")
        await self._on_change(mine)
        if mine:
            self._mine.set()
        else:
            self._mine.clear()

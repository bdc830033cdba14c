"""A bell: whoever waits is woken by the next ring."""

import asyncio
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Bell:
    """Wakes everybody who waits, once."""

    waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def ring(self) -> None:
        """Wake everybody."""
        for future in self.waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, seconds: float) -> None:
        """Wait for the next ring, but not longer than this."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.add(future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            return
        finally:
            self.waiting.discard(future)

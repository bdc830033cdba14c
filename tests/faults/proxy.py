"""Between a bot and its PostgreSQL: an address that leads where it is told to, and can be cut."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url


@dataclass(slots=True)
class Proxy:
    """The address that follows the primary. Without a `target` nobody answers."""

    target: Path | None
    port: int = 0
    refused: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def url(self, of: str) -> str:
        """Return the address of a database as it is reached through here."""
        through = make_url(of).set(host="127.0.0.1", port=self.port, query={})
        return through.render_as_string(hide_password=False)

    def cut(self) -> int:
        """Break off whatever goes through, in the middle of a word; return how many that were."""
        broken = list(self._open)
        for one in broken:
            one.transport.abort()
        return len(broken) // 2

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Lead one connection to the target, until either side ends it."""
        if self.target is None:
            self.refused += 1
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_unix_connection(self.target)
            self._open |= {writer, back}
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(_pass_on(reader, back))
                    both.create_task(_pass_on(there, writer))
            finally:
                self._open -= {writer, back}
        writer.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await reader.read(1 << 16):
            writer.write(part)
            await writer.drain()
    writer.transport.abort()


@asynccontextmanager
async def a_proxy(target: Path) -> AsyncIterator[Proxy]:
    """Listen on a loopback port, and lead to a server's socket."""
    proxy = Proxy(target)
    async with await asyncio.start_server(proxy.meet, "127.0.0.1") as server:
        proxy.port = server.sockets[0].getsockname()[1]
        try:
            yield proxy
        finally:
            proxy.cut()

"""An address that another server may answer at: what stands before databases that fail over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Proxy:
    """Passes bytes on to a socket in the file system, or to none."""

    target: Path | None
    port: int = 0
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection to its end."""
        if self.target is None:
            writer.close()
            return
        with suppress(OSError, asyncio.IncompleteReadError):
            there, back = await asyncio.open_unix_connection(str(self.target))
            self.open |= {writer, back}
            async with asyncio.TaskGroup() as both:
                both.create_task(_pump(reader, back))
                both.create_task(_pump(there, writer))
            self.open -= {writer, back}

    def switch(self, target: Path | None) -> None:
        """Cut every connection, and lead new ones elsewhere."""
        self.target = target
        for one in self.open:
            one.transport.abort()
        self.open.clear()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(1 << 16):
            writer.write(part)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def a_proxy(target: Path) -> AsyncIterator[Proxy]:
    """Open one on a free port of this machine."""
    proxy = Proxy(target)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        proxy.switch(None)
        server.close()
        await asyncio.sleep(0.1)

"""Answers HTTP on the addresses of the configuration, beside the bot, in the same loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route


class _Server(uvicorn.Server):
    """A server inside a program: the signals are the program's, and it says when it is there."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.there = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the program."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets=sockets)
        self.there.set()


@asynccontextmanager
async def served(routes: Sequence[Route], listen: str) -> AsyncIterator[None]:
    """Serve routes on host:port while the body runs; an empty address serves nothing.

    OSError if the address is taken.
    """
    if not listen:
        yield
        return
    host, _, port = listen.rpartition(":")
    listener = socket.create_server((host.strip("[]") or "127.0.0.1", int(port)))
    config = uvicorn.Config(
        Starlette(routes=list(routes)),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
    )
    server = _Server(config)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listener]))
        await server.there.wait()
        try:
            yield
        finally:
            server.should_exit = True

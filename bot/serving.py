"""Answers HTTP on the addresses of the configuration, beside the bot, in the same loop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> "contextlib.Generator[None]":  # type: ignore[name-defined]
        """Leave the signals to the program that serves."""
        yield


@asynccontextmanager
async def served(routes: Sequence[Route], listen: str) -> AsyncIterator[None]:
    """Serve routes on host:port while the body runs; an empty address serves nothing."""
    if not listen:
        yield
        return
    host, _, port = listen.rpartition(":")
    config = uvicorn.Config(
        Starlette(routes=list(routes)),
        host=host.strip("[]") or "127.0.0.1",
        port=int(port),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
    )
    server = _Server(config)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(server.serve())
        while not server.started and not task.done():
            await asyncio.sleep(0.01)
        try:
            yield
        finally:
            server.should_exit = True

"""Serving any application over HTTP for the length of a test."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from sandbox.server import Embedded


@asynccontextmanager
async def served_app(app: Starlette) -> AsyncIterator[str]:
    """Serve an application; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Embedded(uvicorn.Config(app, access_log=False, log_level="warning"))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(server.serve(sockets=[listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True

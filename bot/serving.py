"""Answers HTTP on the addresses of the configuration, beside the bot, in the same loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What every answer says to a browser, also a 404 and a 500: load nothing, run nothing, be in no
#: frame, keep nothing, tell nobody the address. A page that needs more says so itself.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # addresses hold secrets
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


class Guarded:
    """Puts the headers on whatever is answered, where the page has not said otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the page does, with the headers."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded)


def application(routes: Sequence[Route]) -> ASGIApp:
    """Return what answers at these routes; guarded outside of all, so that a 500 is too."""
    return Guarded(Starlette(routes=list(routes)))


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
        application(routes),
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

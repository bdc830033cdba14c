"""Servers that say what a test wants, and calls to them."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.wire import Answer, CallError, Pool, Server

POST = b"POST /bot1:x/sendMessage HTTP/1.1\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Meet = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def a_pool(
    meet: Meet, *, most: int = 8, encrypted: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Pool]:
    """Give a pool of connections to a server that does what `meet` says."""
    there: list[asyncio.StreamWriter] = []

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there.append(writer)
        await meet(reader, writer)

    server = await asyncio.start_server(met, "127.0.0.1", 0, ssl=encrypted)
    port = server.sockets[0].getsockname()[1]
    pool = Pool(Server(host, port, is_encrypted=encrypted is not None), most=most)
    try:
        yield pool
    finally:
        pool.close()
        server.close()
        await asyncio.sleep(0.01)  # who came at the last moment is met only now
        for one in there:
            one.transport.abort()
        await asyncio.sleep(0)  # and their sockets are closed


async def asked(reader: asyncio.StreamReader) -> bytes:
    """Return the body of a request, and wait until it has come whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return await reader.readexactly(length)


def saying(*pieces: bytes, end: bool = False) -> Meet:
    """Make a server that says these pieces to each request, one after the other."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                await asked(reader)
            except asyncio.IncompleteReadError:
                return
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.01)
            if end:
                writer.close()
                return

    return meet


async def call(pool: Pool, body: bytes = b"{}", wait: float = 5.0) -> Answer:
    return await pool.call(POST, body, wait=wait)


async def failure(pool: Pool, wait: float = 5.0) -> CallError:
    with pytest.raises(CallError) as found:
        await call(pool, wait=wait)
    return found.value

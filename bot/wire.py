"""HTTP/1.1 to one server over kept connections; what fails says whether it had left.

The protocol is read by httptools, names and routes are found by aiohappyeyeballs, encryption is
asyncio's. Why no client of a library carries the calls: docs/adr/0063.
"""

import asyncio
import socket
import ssl
from collections import deque
from dataclasses import dataclass
from typing import cast

import aiohappyeyeballs
import httptools

_KEPT = 15.0  # seconds a connection may have rested: routers forget longer ones without a word
_OPENING = 10.0  # seconds to have a connection: its turn, the name, the way, the encryption
_OPENED_AT_ONCE = 32  # connections: each is the work of ten calls, encrypted even more
_NEXT_ROUTE = 0.25  # seconds after which another address of the server is tried beside the first
_FINAL = 200  # lower ones announce that another status follows


class CallError(Exception):
    """There is no answer. `left` tells whether the request may have reached the server."""

    def __init__(self, words: str, *, left: bool) -> None:
        super().__init__(words)
        self.left = left


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """Where to connect; the host in ASCII, an IPv6 address without its brackets."""

    host: str
    port: int
    is_encrypted: bool

    @property
    def name(self) -> str:
        """Return what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.is_encrypted else 80
        return host if self.port == usual else f"{host}:{self.port}"


class Pool:
    """Connections to one server, `most` at once; each carries one call after the other.

    Of many calls at one moment not each opens one: while some are being opened the others wait,
    and take what comes first, one that another call is done with or their own.
    """

    def __init__(self, server: Server, *, most: int) -> None:
        self._server = server
        self._name = server.name.encode()
        self._turns = asyncio.Semaphore(most)
        self._resting: list[_Line] = []
        self._opening = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._ssl: ssl.SSLContext | None = None
        self._is_closed = False

    async def call(self, head: bytes, body: bytes = b"", *, wait: float) -> Answer:
        """Send a request and return its answer; CallError if none comes.

        `head` is the request line and the header lines but for Host and Content-Length, each with
        its end. `wait` is how many seconds nothing may move, neither there nor back.
        """
        async with self._turns:
            line = self._rested() or await self._next_line()
            try:
                answer = await line.ask(self._request(head, body), wait)
            except BaseException:
                line.close()  # its answer may still come, and is nobody else's
                raise
            if self._is_closed:
                line.close()
            elif line.is_open:
                self._resting.append(line)
                self._wake()
            return answer

    def close(self) -> None:
        """Close the connections that rest; one that is at work closes when its call ends."""
        self._is_closed = True
        while self._resting:
            self._resting.pop().close()

    def _request(self, head: bytes, body: bytes) -> bytes:
        return b"%bHost: %b\r\nContent-Length: %d\r\n\r\n%b" % (
            head,
            self._name,
            len(body),
            body,
        )

    async def _next_line(self) -> "_Line":
        """Return the connection that is to be had first: one that rests again, or a new one."""
        try:
            async with asyncio.timeout(_OPENING):
                while (line := self._rested()) is None:
                    if self._opening < _OPENED_AT_ONCE:
                        return await self._open()
                    await self._wait()
                return line
        except (OSError, TimeoutError) as problem:
            raise CallError(type(problem).__name__, left=False) from None

    async def _wait(self) -> None:
        """Wait until a connection rests, or one more may be opened."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled():
                self._wake()  # it was this one's turn, and is the next one's now
            raise

    def _wake(self) -> None:
        """Let the one look that waits longest."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def _rested(self) -> "_Line | None":
        """Return the connection that rested last, if it still stands."""
        while self._resting:
            line = self._resting.pop()
            if line.is_open and line.rested <= _KEPT:
                return line
            line.close()
        return None

    async def _open(self) -> "_Line":
        self._opening += 1
        try:
            return await self._connected()
        finally:
            self._opening -= 1
            self._wake()

    async def _connected(self) -> "_Line":
        server, loop = self._server, asyncio.get_running_loop()
        if server.is_encrypted and self._ssl is None:
            self._ssl = ssl.create_default_context()
        found = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
        sock = await aiohappyeyeballs.start_connection(
            found, happy_eyeballs_delay=_NEXT_ROUTE, interleave=1, loop=loop
        )
        name = server.host if server.is_encrypted else None
        try:
            _, line = await loop.create_connection(
                _Line, sock=sock, ssl=self._ssl, server_hostname=name
            )
        except BaseException:
            sock.close()
            raise
        return line


class _Line(asyncio.Protocol):
    """One connection: one call at a time, and what nobody asked for ends it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._body: list[bytes] = []
        self._heard = 0  # bytes of the answer
        self._moved = (0, 0)  # bytes heard, and bytes still to be sent, at the last look
        self._has_end = True  # else the end of the connection is the end of the answer
        self._began = False
        self._timer: asyncio.TimerHandle | None = None
        self._since = self._loop.time()

    @property
    def is_open(self) -> bool:
        """Tell whether another call can be made."""
        return self._transport is not None and not self._transport.is_closing()

    @property
    def rested(self) -> float:
        """Return for how many seconds nothing was asked."""
        return self._loop.time() - self._since

    async def ask(self, request: bytes, wait: float) -> Answer:
        """Send a request and return the answer; CallError if the connection ends or rests."""
        if self._transport is None:
            raise CallError("closed before it was asked", left=False)
        self._answer = self._loop.create_future()
        self._body, self._heard, self._moved = [], 0, (0, 0)
        self._has_end, self._began = False, False
        self._transport.write(request)
        self._timer = self._loop.call_later(wait, self._look, wait)
        try:
            return await self._answer
        finally:
            if self._timer is not None:
                self._timer.cancel()
            self._answer = None
            self._since = self._loop.time()

    def close(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def _look(self, wait: float) -> None:
        """Give up if nothing has moved since the last look, else look again."""
        if self._transport is None or self._answer is None:
            return
        moved = (self._heard, self._transport.get_write_buffer_size())
        if moved == self._moved:
            self._fail("no answer in time")
            return
        self._moved = moved
        self._timer = self._loop.call_later(wait, self._look, wait)

    def _finish(self) -> None:
        if self._answer is not None and not self._answer.done():
            answer = Answer(self._parser.get_status_code(), b"".join(self._body))
            self._answer.set_result(answer)

    def _fail(self, words: str) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(CallError(words, left=True))
        self.close()

    # What asyncio says.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way out."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """End what waits: well if the end of the connection is the end of the answer."""
        self._transport = None
        if exc is None and self._began and not self._has_end:
            self._finish()
        self._fail("the connection ended")

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._heard += len(data)
        if self._answer is None:
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail("an answer that is none")

    # What httptools says.

    def on_message_begin(self) -> None:
        """End the connection if this is one answer more than was asked for."""
        if self._answer is None or self._answer.done():
            self.close()

    def on_header(self, name: bytes, _value: bytes) -> None:
        """Note whether the answer says where it ends."""
        if name.lower() in (b"content-length", b"transfer-encoding"):
            self._has_end = True

    def on_headers_complete(self) -> None:
        """Note that there is an answer."""
        self._began = True

    def on_body(self, body: bytes) -> None:
        """Keep a piece."""
        self._body.append(body)

    def on_message_complete(self) -> None:
        """Give the answer to whom it belongs; go on listening after "continue" and its like."""
        if self._parser.get_status_code() < _FINAL:
            self._began, self._has_end = False, False
            return
        self._finish()
        if not self._parser.should_keep_alive():
            self.close()

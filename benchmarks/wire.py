"""Just enough HTTP/1.1 to serve Bot API clients fast: keep-alive, bodies by length or in chunks."""

import asyncio
import functools
import json
import re
from collections.abc import Callable
from typing import NamedTuple, cast

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_TYPE = re.compile(rb"\r\ncontent-type: *([^\r]+)", re.IGNORECASE)
_BOUNDARY = re.compile(rb'boundary="?([^";]+)')
_ESCAPED = re.compile(rb"(?:%[0-9a-fA-F]{2})+")
_NAME = re.compile(rb' name="([^"]*)"')


class Request(NamedTuple):
    """One request, its body still raw: most calls are answered from very little of it."""

    path: bytes
    query: bytes
    content_type: bytes
    body: bytes

    def fields(self) -> dict[str, str]:
        """Return the parameters by name as text, whichever way they were sent; no files."""
        found = form(self.query)
        if self.content_type.startswith(b"application/json"):
            found |= {name: _as_text(value) for name, value in json.loads(self.body).items()}
        elif self.content_type.startswith(b"multipart/form-data"):
            found |= _multipart(self.content_type, self.body)
        else:
            found |= form(self.body)
        return found


def form(encoded: bytes) -> dict[str, str]:
    """Return the fields of a form; the standard library takes ten times as long for Chinese."""
    found: dict[str, str] = {}
    for pair in encoded.split(b"&") if encoded else ():
        name, _, value = pair.partition(b"=")
        found[name.decode()] = _plain(value)
    return found


@functools.lru_cache(maxsize=10_000)  # bots say much the same to everybody
def _plain(value: bytes) -> str:
    return _ESCAPED.sub(_unescape, value.replace(b"+", b" ")).decode()


def _unescape(run: re.Match[bytes]) -> bytes:
    return bytes.fromhex(run[0].replace(b"%", b"").decode())


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _multipart(content_type: bytes, body: bytes) -> dict[str, str]:
    boundary = _BOUNDARY.search(content_type)
    found: dict[str, str] = {}
    if boundary is None:
        return found
    for part in body.split(b"--" + boundary[1])[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if name is not None and b"filename=" not in head:
            found[name[1].decode()] = value[:-2].decode()
    return found


def parse(buffer: bytearray) -> tuple[Request, int] | None:
    """Return the first whole request in the buffer and its length, or None while it is coming."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, start = bytes(buffer[:end]), end + 4
    if length := _LENGTH.search(head):
        stop = start + int(length[1])
        body = bytes(buffer[start:stop]) if len(buffer) >= stop else None
    elif _CHUNKED.search(head):
        body, stop = _chunks(buffer, start)
    else:
        body, stop = b"", start
    if body is None:
        return None
    path, _, query = head.split(b" ", 2)[1].partition(b"?")
    kind = _TYPE.search(head)
    return Request(path, query, kind[1] if kind else b"", body), stop


def _chunks(buffer: bytearray, start: int) -> tuple[bytes | None, int]:
    whole = bytearray()
    while (line := buffer.find(b"\r\n", start)) >= 0:
        size = int(buffer[start:line].partition(b";")[0], 16)
        after = line + 2 + size
        if len(buffer) < after + 2:
            break
        if size == 0:
            return bytes(whole), after + 2
        whole += buffer[line + 2 : after]
        start = after + 2
    return None, 0


class Connection(asyncio.Protocol):
    """One client. `answer` returns the JSON to send, or None if it will call `send` later."""

    def __init__(self, answer: Callable[[Request, "Connection"], bytes | None]) -> None:
        self._answer = answer
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Forget a client that went away; what is sent to it from now on is dropped."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Answer every whole request that has arrived."""
        self._buffer += data
        while (found := parse(self._buffer)) is not None:
            request, used = found
            del self._buffer[:used]
            payload = self._answer(request, self)
            if payload is not None:
                self.send(payload)

    def send(self, payload: bytes) -> None:
        """Send a JSON answer; its status is 200 unless it says otherwise itself."""
        if self._transport is None:
            return
        status = b"200 OK" if payload.startswith(b'{"ok":true') else b"400 Bad Request"
        self._transport.write(
            b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (status, len(payload), payload)
        )

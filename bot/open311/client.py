"""Sends reports to a platform that speaks Open311 GeoReport v2, and follows their state."""

import asyncio
import enum
import logging
import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Self

import httpx

from bot.open311.reading import Thing, things
from models.platforms.settings import Platform

log = logging.getLogger(__name__)

_PATIENCE = 30.0  # seconds for a whole call
_MOST = 512 * 1024  # bytes of an answer, but for a list
_MOST_OF_A_LIST = 8 * 1024 * 1024
_LONGEST_NUMBER = 64
_BEFORE = timedelta(hours=1)  # a server's clock may be behind ours


class Trouble(enum.Enum):
    """What a call that failed leaves behind."""

    REFUSED = enum.auto()  # not done, and will not be tomorrow
    NOT_DONE = enum.auto()  # not done; another time perhaps
    UNKNOWN = enum.auto()  # it left, and nobody can say whether it was done


class ServerProblem(Exception):  # noqa: N818  (told to the log, as it stands)
    """The server did not answer as the specification says."""

    def __init__(self, words: str, trouble: Trouble) -> None:
        super().__init__(words)
        self.trouble = trouble


class Client:
    """Speaks to one server. Open it with `async with`."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._root = platform.open311_url.rstrip("/")
        self._form = platform.open311_format
        self._web: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Self:
        # What this machine trusts, with the certificates an office may have added to it.
        trusted = ssl.create_default_context()
        self._web = httpx.AsyncClient(verify=trusted, timeout=_PATIENCE, trust_env=False)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._web is not None:
            await self._web.aclose()

    async def send(self, fields: Mapping[str, str]) -> tuple[str | None, str | None]:
        """File a report; return its number there, or the token that will lead to it.

        ServerProblem if it was not taken, or if that is not known.
        """
        form = {**fields, "api_key": self._platform.open311_key.get_secret_value()}
        found = _first(await self._call("POST", "requests", form))
        number, token = found.get("service_request_id"), found.get("token")
        if number is None and token is None:
            raise ServerProblem("neither a service_request_id nor a token", Trouble.UNKNOWN)
        return number, token

    async def number_for(self, token: str) -> str | None:
        """Return the number that has been made for a token, None while there is none."""
        found = _first(await self._call("GET", f"tokens/{_part(token)}", {}))
        return found.get("service_request_id")

    async def state_of(self, number: str) -> tuple[bool, str]:
        """Return whether a report is closed there, and what the server says of it."""
        found = _first(await self._call("GET", f"requests/{_part(number)}", {}))
        return found.get("status", "").casefold() == "closed", found.get("status_notes", "")

    async def find(self, reference: str, *, service_code: str, since: datetime) -> str | None:
        """Return the number of the report whose description has our own in it.

        None if the server lists none: it may not be there, or not be shown to everybody.
        """
        query = {
            "service_code": service_code,
            "start_date": (since - _BEFORE).isoformat(timespec="seconds"),
        }
        listed = await self._call("GET", "requests", query, most=_MOST_OF_A_LIST)
        found = (one for one in listed if reference in one.get("description", ""))
        return next((number for one in found if (number := one.get("service_request_id"))), None)

    async def _call(
        self, method: str, path: str, fields: Mapping[str, str], *, most: int = _MOST
    ) -> list[Thing]:
        """Make one call and return the things the answer holds."""
        if self._web is None:
            raise RuntimeError("the client is not open")
        wanted = {"jurisdiction_id": self._platform.open311_jurisdiction} | dict(fields)
        known = {name: value for name, value in wanted.items() if value}
        data, query = (known, None) if method == "POST" else (None, known)
        address = f"{self._root}/{path}.{self._form}"
        try:
            async with (
                asyncio.timeout(_PATIENCE),
                self._web.stream(method, address, data=data, params=query) as response,
            ):
                content = await _all_of(response, most)
                status = response.status_code
        except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
            raise ServerProblem(type(problem).__name__, Trouble.NOT_DONE) from None
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as problem:
            raise ServerProblem(type(problem).__name__, Trouble.UNKNOWN) from None
        return self._read(status, content)

    def _read(self, status: int, content: bytes) -> list[Thing]:
        found = things(self._form, content)
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            words = " · ".join(one.get("description", "") for one in found or ())
            raise ServerProblem(f"{status} {words[:200]}".strip(), _trouble(status))
        if found is None:
            raise ServerProblem("an answer that is none of the specification's", Trouble.UNKNOWN)
        return found


async def _all_of(response: httpx.Response, most: int) -> bytes:
    content = b""
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > most:
            raise ServerProblem("a longer answer than any", Trouble.UNKNOWN)
    return content


def _first(found: list[Thing]) -> Thing:
    if not found:
        raise ServerProblem("an empty answer", Trouble.UNKNOWN)
    return found[0]


_TOO_MANY, _UNAVAILABLE, _SERVERS_OWN = 429, 503, 500


def _trouble(status: int) -> Trouble:
    if status in (_TOO_MANY, _UNAVAILABLE):
        return Trouble.NOT_DONE
    return Trouble.UNKNOWN if status >= _SERVERS_OWN else Trouble.REFUSED


def _part(text: str) -> str:
    """Return a number as a part of an address; ServerProblem for what could lead elsewhere."""
    if (
        not 0 < len(text) <= _LONGEST_NUMBER
        or any(mark in text for mark in "/?#%\\")
        or text.startswith(".")
    ):
        raise ServerProblem("a number that is none", Trouble.REFUSED)
    return text

"""Sends reports to a platform that speaks Open311 GeoReport v2, and follows their state."""

import json
import logging
from collections.abc import Mapping
from typing import Any, Self

import aiohttp

from models.platforms.settings import Platform

log = logging.getLogger(__name__)

_PATIENCE = aiohttp.ClientTimeout(total=30)
_MOST = 512 * 1024  # bytes of an answer
_LONGEST_TEXT = 4000
_LONGEST_NUMBER = 64


class ServerProblem(Exception):  # noqa: N818  (told to the log, as it stands)
    """The server did not answer as the specification says. `is_final`: it will not tomorrow."""

    def __init__(self, words: str, *, is_final: bool = False) -> None:
        super().__init__(words)
        self.is_final = is_final


class Client:
    """Speaks to one server. Open it with `async with`."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._root = platform.open311_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=_PATIENCE)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, fields: Mapping[str, str]) -> tuple[str | None, str | None]:
        """File a report; return its number there, or the token that will lead to it.

        ServerProblem if it was not taken.
        """
        form = {**fields, "api_key": self._platform.open311_key.get_secret_value()}
        found = await self._call("POST", "requests.json", form)
        number, token = _text(found, "service_request_id"), _text(found, "token")
        if number is None and token is None:
            raise ServerProblem("neither a service_request_id nor a token")
        return number, token

    async def number_for(self, token: str) -> str | None:
        """Return the number that has been made for a token, None while there is none."""
        found = await self._call("GET", f"tokens/{_part(token)}.json", {})
        return _text(found, "service_request_id")

    async def state_of(self, number: str) -> tuple[bool, str]:
        """Return whether a report is closed there, and what the server says of it."""
        found = await self._call("GET", f"requests/{_part(number)}.json", {})
        notes = _text(found, "status_notes") or ""
        return (_text(found, "status") or "").casefold() == "closed", notes

    async def _call(self, method: str, path: str, fields: Mapping[str, str]) -> dict[str, Any]:
        """Make one call and return the one thing the answer holds."""
        if self._session is None:
            raise RuntimeError("the client is not open")
        wanted = {"jurisdiction_id": self._platform.open311_jurisdiction} | dict(fields)
        known = {name: value for name, value in wanted.items() if value}
        data, query = (known, None) if method == "POST" else (None, known)
        try:
            async with self._session.request(
                method, f"{self._root}/{path}", data=data, params=query, allow_redirects=False
            ) as response:
                content = await response.content.read(_MOST)
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise ServerProblem(type(problem).__name__) from None
        return _read(status, content)


def _part(text: str) -> str:
    """Return a number as a part of an address; ServerProblem for what could lead elsewhere."""
    if (
        not 0 < len(text) <= _LONGEST_NUMBER
        or any(mark in text for mark in "/?#%\\")
        or text.startswith(".")
    ):
        raise ServerProblem("a number that is none", is_final=True)
    return text


_TOO_MANY, _SERVERS_OWN = 429, 500


def _read(status: int, content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    one = found[0] if isinstance(found, list) and found else found
    if status >= 400:  # noqa: PLR2004  (HTTP's own border)
        words = str(one.get("description", "")) if isinstance(one, dict) else ""
        is_final = status < _SERVERS_OWN and status != _TOO_MANY
        raise ServerProblem(f"{status} {words[:200]}".strip(), is_final=is_final)
    if not isinstance(one, dict):
        raise ServerProblem("an answer that is none of the specification's")
    return one


def _text(found: Mapping[str, Any], name: str) -> str | None:
    value = found.get(name)
    return None if value in (None, "") else str(value)[:_LONGEST_TEXT]

"""Takes updates by webhook: stored and committed before Telegram gets its 200."""

import asyncio
import hmac
import json
import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from models.updates.rules import is_update

log = logging.getLogger(__name__)

_LARGEST = 1 << 20  # bytes; Telegram's updates are far smaller
_PATIENCE = 20.0  # seconds to store it in; Telegram waits longer
SHORTEST_SECRET = 32


class Webhook:
    """One address for Telegram. Without the secret nobody is heard."""

    def __init__(self, app: App, *, path: str, secret: str) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"[telegram] webhook_secret needs {SHORTEST_SECRET} characters")
        self._app = app
        self._path = path
        self._secret = secret.encode()

    @property
    def routes(self) -> list[Route]:
        """Return the one address."""
        return [Route(self._path, self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """Store an update: 403 without the secret, 413 if too large, 400 if no update, else 200.

        503 while it cannot be stored: whatever is not answered with 200 comes again.
        """
        given = request.headers.get("x-telegram-bot-api-secret-token", "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > _LARGEST:
                return Response(status_code=413)
        try:
            raw = json.loads(bytes(body))
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not is_update(raw):
            return Response(status_code=400)
        return await self._keep(raw)

    async def _keep(self, raw: Mapping[str, Any]) -> Response:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._app.intake.receive([raw])
        except TimeoutError:  # the database is away: Telegram will bring it again
            return Response(status_code=503)
        return Response(status_code=200)

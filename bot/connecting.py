"""Opens the bot's way to Telegram, and closes it whatever happens. No error holds the token."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import telegram
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.config import Config
from bot.transport import Transport

log = logging.getLogger(__name__)

MakeRequest = Callable[[], BaseRequest]
_LONGEST_WAIT = 30.0  # seconds between tries to reach Telegram at the start


class TokenRefused(Exception):  # noqa: N818  (says what happened)
    """Telegram does not know the token."""


class OutOfReach(Exception):  # noqa: N818  (says what happened)
    """Telegram cannot be reached now; the words say why."""


@asynccontextmanager
async def connected(
    config: Config, make_request: MakeRequest | None = None, *, patient: bool = False
) -> AsyncIterator[telegram.Bot]:
    """Give the bot, known to Telegram. TokenRefused, or OutOfReach unless `patient`."""
    make = make_request or Transport
    ways = (make(), make())
    url = config.telegram.api_url.rstrip("/")
    bot = telegram.Bot(
        config.telegram.token.get_secret_value() or "0:none",
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        get_updates_request=ways[0],
        request=ways[1],
    )
    try:
        await _introduce(bot, patient=patient)
        yield bot
    finally:
        with contextlib.suppress(TelegramError):
            await bot.shutdown()
        for way in ways:
            await way.shutdown()


async def _introduce(bot: telegram.Bot, *, patient: bool) -> None:
    wait = 1.0
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            # The library's own words hold the token.
            raise TokenRefused from None
        except TelegramError as problem:
            if not patient:
                raise OutOfReach(problem.message) from None
            log.warning("Telegram cannot be reached (%s), next try in %.0f s", problem, wait)
        else:
            return
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)

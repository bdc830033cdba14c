"""Fetches what a handler needs from Telegram, outside of any transaction."""

import asyncio
import logging

import telegram
from telegram.error import TelegramError

from handlers.kit.errands import Brought, Errand, FileLost, FileTooLarge

log = logging.getLogger(__name__)

_PATIENCE = 60.0  # seconds for a whole file


async def fetch(bot: telegram.Bot, errand: Errand) -> Brought:
    """Return a file, or the notice why there is none. Never raises what Telegram can cause."""
    too_large = FileTooLarge(megabytes=errand.most >> 20)
    try:
        async with asyncio.timeout(_PATIENCE):
            file = await bot.get_file(errand.file_id)
            if (file.file_size or 0) > errand.most:
                return too_large
            content = bytes(await file.download_as_bytearray())
    except (TelegramError, TimeoutError) as problem:
        log.warning("a file could not be fetched: %s", type(problem).__name__)
        return too_large if "too big" in str(problem).lower() else FileLost()
    return content if len(content) <= errand.most else too_large

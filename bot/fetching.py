"""Fetches what a handler needs from Telegram, and reads it, outside of any transaction."""

import asyncio
import logging

import telegram
from telegram.error import TelegramError

from handlers.kit.errands import Brought, Errand, FileLost, FileTooLarge
from models.errors import Refusal

log = logging.getLogger(__name__)

_PATIENCE = 60.0  # seconds for a whole file


async def fetch(bot: telegram.Bot, errand: Errand) -> Brought:
    """Return a file as the errand reads it, or why there is none.

    Never raises what Telegram can cause; what the reading raises, a Refusal excepted, rises.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            content = await _content(bot, errand)
        return Brought(value=await asyncio.to_thread(errand.then, content))
    except Refusal as refusal:
        return Brought(refusal=refusal.notice)
    except (TelegramError, TimeoutError) as problem:
        log.warning("a file could not be fetched: %s", type(problem).__name__)
        too_large = isinstance(problem, TelegramError) and "too big" in problem.message.lower()
        return Brought(refusal=_too_large(errand) if too_large else FileLost())


async def _content(bot: telegram.Bot, errand: Errand) -> bytes:
    file = await bot.get_file(errand.file_id)
    if (file.file_size or 0) > errand.most:
        raise Refusal(_too_large(errand))
    content = bytes(await file.download_as_bytearray())
    if len(content) > errand.most:
        raise Refusal(_too_large(errand))
    return content


def _too_large(errand: Errand) -> FileTooLarge:
    return FileTooLarge(megabytes=errand.most >> 20)

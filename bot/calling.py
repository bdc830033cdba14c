"""Calls of the Bot API whose answers are wanted as they come, unparsed."""

import os
from collections.abc import Mapping
from typing import Any, cast

import telegram
from telegram.error import RetryAfter
from telegram.request import RequestData

# The only way to make a form for `BaseRequest.post`, and with it the only way to raw answers.
from telegram.request._requestparameter import RequestParameter

from models.jsons import written

# Spans of time as such, not as whole numbers with a warning that these will go.
os.environ.setdefault("PTB_TIMEDELTA", "true")


def seconds_asked(problem: RetryAfter) -> float:
    """Return for how many seconds Telegram wants to be left alone."""
    wait = problem.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


async def call(
    bot: telegram.Bot, method: str, fields: Mapping[str, object], *, wait: float | None = None
) -> Any:  # noqa: ANN401  (Telegram's JSON)
    """Call a method and return its result as JSON; TelegramError as for any call of the bot's.

    Fields that are None are left out. For what is called thousands of times, or has to be
    stored before it is parsed; everything else goes through `telegram.Bot`.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    form = _plain(given) or RequestData(
        [RequestParameter.from_input(name, value) for name, value in given.items()]
    )
    address = f"{bot.base_url}/{method}"
    if wait is None:
        return await bot.request.post(address, form)
    return await bot.request.post(address, form, read_timeout=wait)


class _Form:
    """What `RequestData` is to a transport, for words and numbers: made in a third."""

    __slots__ = ("json_parameters",)
    contains_files = False
    multipart_data = None

    def __init__(self, fields: dict[str, str]) -> None:
        self.json_parameters = fields

    @property
    def json_payload(self) -> bytes:
        return written(self.json_parameters).encode()


def _plain(fields: Mapping[str, object]) -> RequestData | None:
    """Return a form of fields that need no looking for files and dates; None if one does."""
    words: dict[str, str] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            words[name] = value
        elif isinstance(value, int):
            words[name] = written(value)
        else:
            return None
    return cast("RequestData", _Form(words))

"""Calls of the Bot API whose answers are wanted as they come, unparsed."""

import os
from collections.abc import Mapping
from typing import Any

import telegram
from telegram.error import RetryAfter
from telegram.request import RequestData

# The only way to make a form for `BaseRequest.post`, and with it the only way to raw answers.
from telegram.request._requestparameter import RequestParameter

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
    form = RequestData([_field(name, value) for name, value in fields.items() if value is not None])
    address = f"{bot.base_url}/{method}"
    if wait is None:
        return await bot.request.post(address, form)
    return await bot.request.post(address, form, read_timeout=wait)


def _field(name: str, value: object) -> RequestParameter:
    # What is sent again and again needs none of the looking for files and dates.
    if isinstance(value, str | bool):
        return RequestParameter(name, value, None)
    if isinstance(value, int):
        return RequestParameter(name, str(value), None)
    if isinstance(value, telegram.InlineKeyboardMarkup):
        return RequestParameter(name, value.to_json(), None)
    return RequestParameter.from_input(name, value)

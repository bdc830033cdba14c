"""An update through python-telegram-bot: parsed, and offered to 1 or 60 handlers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from telegram import Bot, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackContext,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)

from benchmarks.burst import TOKEN, Burst, Card, Way
from benchmarks.parts.calls import OverAiohttp
from benchmarks.parts.timing import Cost, cost

UPDATES = 500


class Context(CallbackContext[ExtBot[None], dict[str, int], dict[str, int], dict[str, int]]):
    """A context of our own, as a program that carries a transaction with it needs."""

    transaction: object | None = None


App = Application[Any, Context, Any, Any, Any, Any]


async def measure(api: str) -> list[Cost]:
    """Return the cost of parsing and of dispatching one update."""
    async with aiohttp.ClientSession() as session:
        bot = Bot(TOKEN, base_url=f"{api}/bot", request=OverAiohttp(session))
        found = [
            await cost(
                "json.loads of an update", _each(_bodies(Way.PRIVATE), json.loads), of=UPDATES
            )
        ]
        for way in (Way.PRIVATE, Way.BUTTON):
            raw = [json.loads(body) for body in _bodies(way)]
            what = f"Update.de_json ({way})"
            found.append(
                await cost(what, _each(raw, lambda it: Update.de_json(it, bot)), of=UPDATES)
            )
        for handlers, match in ((1, 0), (60, 0), (60, 59)):
            found.append(await _dispatch(api, session, handlers, match))
    return found


def _bodies(way: Way) -> list[bytes]:
    burst = Burst(way=way, n=UPDATES, answer_has="", card=Card(message_id=1, data="v1:checkin:7"))
    burst.prepare()
    return [body for _, body in burst.updates]


def _each(items: list[Any], do: Callable[[Any], object]) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        for item in items:
            do(item)

    return work


async def _dispatch(api: str, session: aiohttp.ClientSession, handlers: int, match: int) -> Cost:
    application = _application(api, session)
    handled = 0

    async def handle(_update: Update, _context: Context) -> None:
        nonlocal handled
        handled += 1

    for i in range(handlers):
        words = "^签到$" if i == match else f"^第{i}个词(?:的另一种说法)?$"
        application.add_handler(MessageHandler(filters.Regex(words), handle))
    updates = [Update.de_json(json.loads(body), application.bot) for body in _bodies(Way.PRIVATE)]

    async def work() -> None:
        for update in updates:
            await application.process_update(update)

    async with application:
        what = f"Application.process_update, {handlers} handlers, number {match + 1} matches"
        found = await cost(what, work, of=UPDATES)
    assert handled == UPDATES * 6  # the warm-up and five rounds
    return found


def _application(api: str, session: aiohttp.ClientSession) -> App:
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{api}/bot").updater(None)
    builder = builder.request(OverAiohttp(session)).get_updates_request(OverAiohttp(session))
    return builder.job_queue(None).context_types(ContextTypes(context=Context)).build()

"""aiogram with its defaults and one handler: no dependency, measured where it is installed."""

import asyncio

# aiogram is not installed where types are checked.
from aiogram import Bot, Dispatcher, F  # type: ignore[import-not-found]
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]
from aiogram.types import CallbackQuery, Message  # type: ignore[import-not-found]

from benchmarks.burst import Way
from benchmarks.peers.asked import Asked, read
from benchmarks.peers.ledger import Ledger


async def run(asked: Asked) -> None:
    """Poll until stopped."""
    ledger = Ledger(asked.database)
    await ledger.create()
    dispatcher = Dispatcher()

    async def write(message: Message) -> None:
        words = await ledger.check_in(message.from_user.id)
        await (message.reply(words) if asked.way is Way.GROUP else message.answer(words))

    async def press(query: CallbackQuery) -> None:
        await query.answer(await ledger.check_in(query.from_user.id))

    dispatcher.message.register(write, F.text == "签到")
    dispatcher.callback_query.register(press)
    session = AiohttpSession(api=TelegramAPIServer.from_base(asked.api))
    await dispatcher.start_polling(Bot(asked.token, session=session))


if __name__ == "__main__":
    asyncio.run(run(read()))

"""A bot written with the real python-telegram-bot talks to people through the chat page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.sandbox.page_town import NEEDS_BROWSER, TOKEN, looking

pytestmark = NEEDS_BROWSER
ROWS = InlineKeyboardMarkup([[InlineKeyboardButton("签到", callback_data="in")]])


async def greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    del context
    if update.effective_message:
        await update.effective_message.reply_html("<b>您好</b>，请签到。", reply_markup=ROWS)


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    del context
    if update.effective_message:
        await update.effective_message.reply_text(f"回音：{update.effective_message.text}")


async def check_in(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    del context
    if update.callback_query:
        await update.callback_query.answer("已签到")
        await update.callback_query.edit_message_text("您已签到。")


@asynccontextmanager
async def toy_bot(url: str) -> AsyncIterator[None]:
    """Run a small bot that polls the sandbox."""
    builder = Application.builder().token(TOKEN)
    app: Application[Any, Any, Any, Any, Any, Any] = (
        builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").job_queue(None).build()
    )
    app.add_handler(CommandHandler("start", greet))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.add_handler(CallbackQueryHandler(check_in))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=2)
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()


async def test_a_newcomer_starts_writes_and_presses_a_button() -> None:
    async with looking() as (town, screen), toy_bot(town.url):
        phone = await screen.open_chat("voter", town.voter.id)

        await phone.locator("[data-action=start]").click()
        await expect(phone.locator(".theirs strong")).to_have_text("您好")
        await phone.locator("[data-action=inline]").click()
        await expect(phone.locator("[data-toast=answer]")).to_have_text("已签到")
        await expect(phone.locator(".theirs .text").first).to_have_text("您已签到。")
        await screen.write("voter", "路灯不亮")

        await expect(phone.locator(".theirs .text").last).to_have_text("回音：路灯不亮")
        assert screen.complaints == []

"""python-telegram-bot with its defaults and one handler."""

from telegram import Message, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from benchmarks.burst import Way
from benchmarks.peers.asked import Asked, read
from benchmarks.peers.ledger import Ledger


def build(asked: Asked) -> Application:  # type: ignore[type-arg] # six parameters that say nothing here
    """Return the bot, ready to poll."""
    ledger = Ledger(asked.database)

    async def prepare(_application: object) -> None:
        await ledger.create()

    async def write(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        message, user = update.effective_message, update.effective_user
        assert isinstance(message, Message)
        assert user is not None
        words = await ledger.check_in(user.id)
        await message.reply_text(words, do_quote=asked.way is Way.GROUP)

    async def press(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        words = await ledger.check_in(update.callback_query.from_user.id)
        await update.callback_query.answer(words)

    builder = ApplicationBuilder().token(asked.token).base_url(f"{asked.api}/bot")
    application = builder.post_init(prepare).build()
    if asked.way is Way.BUTTON:
        application.add_handler(CallbackQueryHandler(press))
    else:
        application.add_handler(MessageHandler(filters.Regex("^签到$"), write))
    return application


if __name__ == "__main__":
    build(read()).run_polling()

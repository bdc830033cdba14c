"""The menu of commands, and the words before START. Menus show, they allow nothing."""

import telegram
from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from handlers.kit import texts

_PRIVATE = ("start", "help", "study", "cancel", "language", "settings", "privacy")
_TELEGRAM_CODE = {"zh-CN": "zh", "en": "en"}


async def hang(bot: telegram.Bot) -> None:
    """Set the menu of private chats and the descriptions; Chinese is what everybody else sees."""
    for locale in texts.LOCALES:
        code = None if locale == texts.DEFAULT else _TELEGRAM_CODE[locale]
        commands = [BotCommand(name, texts.label(f"menus.c_{name}", locale)) for name in _PRIVATE]
        scope = BotCommandScopeAllPrivateChats()
        await bot.set_my_commands(commands, scope=scope, language_code=code)
        await bot.set_my_description(texts.label("menus.description", locale), code)
        await bot.set_my_short_description(texts.label("menus.short_description", locale), code)
    await bot.delete_my_commands(scope=BotCommandScopeAllGroupChats())

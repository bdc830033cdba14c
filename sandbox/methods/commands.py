"""The bot's menus: commands by scope and language, and the menu button."""

import re

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of
from sandbox.world.menus import SCOPES
from sandbox.world.shapes import Json

NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}|")
MOST = 100
DESCRIPTION_LIMIT = 256


def scope_of(request: Request) -> str:
    """Read a scope as one word: its type, with the chat and person it names."""
    scope = request.record("scope", "can't parse BotCommandScope JSON object")
    kind = str(scope.get("type", "default"))
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        return kind
    inner = Request(request.world, request.bot, request.method, scope)
    chat = chat_of(inner)
    key = f"{kind}:{chat.id}"
    if kind != "chat_member":
        return key
    if not inner.integer("user_id"):
        raise bad_request("can't parse BotCommandScope: Field user_id must be specified")
    return f"{key}:{inner.integer('user_id')}"


def key_of(request: Request) -> tuple[str, str]:
    """Read scope and language."""
    language = request.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return scope_of(request), language


@method("setMyCommands")
def set_commands(request: Request) -> bool:
    """Set the menu of one scope and language."""
    key = key_of(request)
    given = request.items("commands", "can't parse commands JSON object")
    if len(given) > MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    request.bot.commands[key] = [_command(item) for item in given]
    request.world.events.add("commands", bot_id=request.bot.id)
    return True


def _command(item: object) -> Json:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(item.get("command", "")).removeprefix("/")
    description = str(item.get("description", "")).strip()
    if not NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(description) <= DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


@method("getMyCommands")
def get_commands(request: Request) -> list[Json]:
    """Give the menu of exactly one scope and language."""
    return request.bot.commands.get(key_of(request), [])


@method("deleteMyCommands")
def delete_commands(request: Request) -> bool:
    """Remove the menu of one scope and language."""
    request.bot.commands.pop(key_of(request), None)
    request.world.events.add("commands", bot_id=request.bot.id)
    return True


@method("setChatMenuButton")
def set_menu_button(request: Request) -> bool:
    """Set the button beside the input line, for one person or for all."""
    chat_id = chat_of(request).id if request.text("chat_id") else 0
    button = request.record("menu_button", "can't parse menu button JSON object")
    kind = button.get("type", "default")
    if kind not in {"default", "commands", "web_app"}:
        raise bad_request("MenuButton has unsupported type")
    if kind == "web_app" and not str(button.get("web_app", {}).get("url", "")).startswith("http"):
        raise bad_request("menu button Web App URL '' is invalid: Only HTTPS links are allowed")
    request.bot.menu_buttons[chat_id] = button or {"type": "default"}
    request.world.events.add("commands", bot_id=request.bot.id)
    return True


@method("getChatMenuButton")
def get_menu_button(request: Request) -> Json:
    """Give the button beside the input line."""
    buttons = request.bot.menu_buttons
    chat_id = chat_of(request).id if request.text("chat_id") else 0
    return buttons.get(chat_id) or buttons.get(0) or {"type": "commands"}

"""Keyboards under messages and in place of the phone's: checked as the server checks them."""

import json
from typing import Any

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request
from sandbox.world.chats import Chat
from sandbox.world.shapes import Json

DATA_LIMIT = 64
BUTTON_LIMIT = 100
ROWS = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
REPLY_ROWS = 'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays'
ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
PRIVATE_ASKS = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "BUTTON_TYPE_INVALID",
}


def markup_of(request: Request, chat: Chat, *, inline_only: bool = False) -> Json | None:
    """Read the reply_markup of a call, checked for this chat; None when there is none."""
    raw = request.params.get("reply_markup")
    if raw is None or raw == "":
        return None
    markup = raw
    if isinstance(raw, str):
        try:
            markup = json.loads(raw)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"], chat)
    if inline_only:
        if markup:
            raise bad_request("inline keyboard expected")
        return None
    return _reply(markup, chat)


def _inline(rows: Any, chat: Chat) -> Json | None:  # noqa: ANN401 - whatever the bot sent
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(ROWS)
    kept = [[_inline_button(button, chat) for button in row] for row in rows if row]
    if sum(len(row) for row in kept) > BUTTON_LIMIT:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Any, chat: Chat) -> Json:  # noqa: ANN401 - whatever the bot sent
    prefix = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{prefix}InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request(f'{prefix}Field "text" must be of type String')
    if not any(action in button for action in ACTIONS):
        raise bad_request(f"{prefix}Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 0 < len(str(data).encode()) <= DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not _is_link(str(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if "web_app" in button and chat.type != "private":
        raise bad_request("BUTTON_TYPE_INVALID")
    return button


def _is_link(url: str) -> bool:
    scheme, found, rest = url.partition("://")
    if not found:
        return "." in url
    return scheme in {"http", "https", "tg", "ton"} and bool(rest)


def _reply(markup: Json, chat: Chat) -> Json | None:
    if "keyboard" in markup:
        rows = markup["keyboard"]
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            raise bad_request(REPLY_ROWS)
        kept = [[_reply_button(button, chat) for button in row] for row in rows if row]
        return markup | {"keyboard": kept} if kept else None
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def _reply_button(button: Any, chat: Chat) -> Json:  # noqa: ANN401 - whatever the bot sent
    if isinstance(button, str):
        button = {"text": button}
    prefix = "can't parse keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{prefix}KeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{prefix}Field "text" must be of type String')
    for ask, words in PRIVATE_ASKS.items():
        if button.get(ask) and chat.type != "private":
            raise bad_request(words)
    return button

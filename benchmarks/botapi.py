"""Results of the Bot API that a client can parse, made as cheaply as possible."""

import json
import time
from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from typing import Any

from benchmarks.burst import BOT, FIRST_DEPUTY, GROUP, GROUP_ID, STAFF_CHAT_ID, Card

Fields = dict[str, str]
_SENDS = ("sendMessage", "sendPhoto", "sendDocument", "sendVideo", "sendLocation", "sendPoll")
_EDITS = ("editMessageText", "editMessageReplyMarkup", "editMessageCaption", "editMessageMedia")


_encode = json.JSONEncoder(separators=(",", ":")).encode

_PRIVATE = b'{"id":%d,"type":"private","first_name":"deputy"}'
_SENT = (
    b'{"ok":true,"result":{"message_id":%d,'
    b'"from":' + _encode(BOT).encode() + b","
    b'"chat":%b,"date":%d,"text":%b}}'
)


def encode(result: object) -> bytes:
    """Return a result as the answer of a call that went well."""
    return b'{"ok":true,"result":%b}' % _encode(result).encode()


def refuse(words: str) -> bytes:
    """Return the answer of a call that did not."""
    return (
        json.dumps({"ok": False, "error_code": 400, "description": words})
        .encode()
        .replace(b'{"ok": false', b'{"ok":false')
    )


class BotApi:
    """Answers every method but getUpdates; remembers the last card with a button in the group."""

    def __init__(self) -> None:
        self.card: Card | None = None
        self._message_id = 0
        self._methods: dict[str, Callable[[Fields], object]] = {
            **dict.fromkeys(_SENDS, self._send),
            **dict.fromkeys(_EDITS, self._edit),
            "sendMediaGroup": lambda fields: [self._send(fields)],
            "copyMessage": lambda fields: {"message_id": self._send(fields)["message_id"]},
            "forwardMessage": self._send,
            "getMe": lambda _fields: BOT,
            "getChat": _chat,
            "getChatMember": _member,
            "getChatAdministrators": lambda fields: [_member(fields | {"user_id": str(BOT["id"])})],
            "getChatMemberCount": lambda _fields: 100,
            "getMyCommands": lambda _fields: [],
            "getMyName": lambda _fields: {"name": BOT["first_name"]},
            "getWebhookInfo": lambda _fields: _WEBHOOK,
            "getFile": _file,
            "exportChatInviteLink": lambda _fields: "https://t.me/+benchmark",
        }

    def answer(self, method: str, fields: Fields) -> bytes:
        """Return the answer to a call; a method not listed has simply worked."""
        if method == "sendMessage":
            chat_id = int(fields["chat_id"])
            if chat_id != GROUP_ID or "reply_markup" not in fields:  # there a card is looked for
                return self._send_fast(chat_id, fields["text"])
        make = self._methods.get(method)
        return b'{"ok":true,"result":true}' if make is None else encode(make(fields))

    def _send_fast(self, chat_id: int, text: str) -> bytes:
        self._message_id += 1
        chat = _PRIVATE % chat_id if chat_id > 0 else _encode(_short_chat(chat_id)).encode()
        words = encode_basestring_ascii(text).encode()
        return _SENT % (self._message_id, chat, int(time.time()), words)

    def _send(self, fields: Fields) -> dict[str, Any]:
        self._message_id += 1
        return self._message(self._message_id, fields)

    def _edit(self, fields: Fields) -> dict[str, Any] | bool:
        if "inline_message_id" in fields:
            return True
        edited = self._message(int(fields["message_id"]), fields)
        return edited | {"edit_date": edited["date"]}

    def _message(self, message_id: int, fields: Fields) -> dict[str, Any]:
        chat_id = int(fields["chat_id"])
        if chat_id == GROUP_ID and "reply_markup" in fields:
            self._see_card(message_id, fields["reply_markup"])
        return {
            "message_id": message_id,
            "from": BOT,
            "chat": _short_chat(chat_id),
            "date": int(time.time()),
            "text": fields.get("text", "") or fields.get("caption", ""),
        }

    def _see_card(self, message_id: int, markup: str) -> None:
        rows = json.loads(markup).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row if "callback_data" in button]
        buttons.sort(key=lambda button: "签到" not in button["text"])
        if buttons:
            self.card = Card(message_id=message_id, data=buttons[0]["callback_data"])


def _short_chat(chat_id: int) -> dict[str, Any]:
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": "代表"}
    return GROUP | {"id": chat_id}


def _chat(fields: Fields) -> dict[str, Any]:
    full = {
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    return _short_chat(int(fields["chat_id"])) | full


_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


def _member(fields: Fields) -> dict[str, Any]:
    user_id = int(fields["user_id"])
    if user_id == BOT["id"]:
        rights = dict.fromkeys(_RIGHTS, True) | {"is_anonymous": False}
        return {"status": "administrator", "user": BOT, **rights}
    is_deputy = user_id >= FIRST_DEPUTY and int(fields["chat_id"]) != STAFF_CHAT_ID
    user = {"id": user_id, "is_bot": False, "first_name": "代表"}
    return {"status": "member" if is_deputy else "left", "user": user}


def _file(fields: Fields) -> dict[str, Any]:
    return {"file_id": fields["file_id"], "file_unique_id": "1", "file_path": "documents/1.bin"}


_WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}

"""JSON objects as the Bot API shapes them."""

from typing import Any

Json = dict[str, Any]

# The accounts Telegram itself lends to people who write under another identity.
ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_VOICE: Json = {
    "id": 136817688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}


def present(**fields: object) -> Json:
    """Build an object without the fields that are None, as the Bot API does."""
    return {name: value for name, value in fields.items() if value is not None}

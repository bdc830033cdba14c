"""The Bot API methods, one file per noun; importing this package registers them all."""

from importlib import import_module

NOUNS = (
    "messages",
    "editing",
    "copying",
    "media",
    "polls",
    "callbacks",
    "updates",
    "files",
    "chats",
    "members",
    "invites",
    "topics",
    "commands",
    "profile",
)
for noun in NOUNS:
    import_module(f"sandbox.methods.{noun}")

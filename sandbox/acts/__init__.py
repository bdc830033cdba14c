"""What people do in the world, each deed with the updates Telegram would send."""

from sandbox.acts.forum import Forum
from sandbox.acts.pressing import Pressing
from sandbox.acts.ruling import Ruling


class Acts(Pressing, Ruling, Forum):
    """Everything a person can do. Ids name people and chats; a private chat bears the person's."""

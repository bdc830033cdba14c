"""Where Telegram shows a message that is still there: its address, if it has one."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from models.database import Transaction
from models.messages.tables import Message, MessageState

_SUPERGROUP = -1_000_000_000_000  # numbers of supergroups and channels lie below
_AT_ONCE = 500


def address_of(chat_id: int, message_id: int) -> str | None:
    """Return the address of a message, for those in its chat; None but for supergroups.

    Private chats and simple groups have no addresses of messages.
    """
    if chat_id >= _SUPERGROUP:
        return None
    return f"https://t.me/c/{_SUPERGROUP - chat_id}/{message_id}"


async def addresses(
    tx: Transaction, *, group_id: int, abouts: Collection[str]
) -> Mapping[str, str]:
    """Return where things are told about in a group's chats, by what the messages are about."""
    found: dict[str, str] = {}
    wanted = sorted(set(abouts))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = await tx.execute(
            select(Message.about, Message.chat_id, Message.message_id).where(
                Message.group_id == group_id,
                Message.about.in_(some),
                Message.chat_id < _SUPERGROUP,
                Message.state == MessageState.SENT,
                Message.message_id.is_not(None),
            )
        )
        for about, chat_id, message_id in rows:
            where = address_of(chat_id, message_id or 0)
            if where is not None:
                found.setdefault(about, where)
    return found

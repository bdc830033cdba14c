"""Where a member is reached, and how they are spoken to."""

from models.database import Transaction
from models.messages.actions import Recipient
from models.people.queries import accounts
from models.people.tables import Member


async def recipient(tx: Transaction, member: Member, *, zone: str) -> Recipient | None:
    """Return a member's private chat, None while they are bound to no account."""
    if member.account_id is None:
        return None
    account = await tx.load(accounts, member.account_id)
    return Recipient(
        chat_id=member.account_id,
        locale=(account.locale if account else None) or "zh-CN",
        zone=zone,
        group_id=member.group_id,
    )

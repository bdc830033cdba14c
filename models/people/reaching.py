"""Where somebody is reached, and how they are spoken to."""

from models.database import Transaction
from models.groups.tables import Group
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


async def spoken_to(tx: Transaction, group: Group, account_id: int) -> Recipient:
    """Return an account's private chat: in their language, or else the group's, on its clock."""
    account = await tx.load(accounts, account_id)
    return Recipient(
        chat_id=account_id,
        locale=(account.locale if account else None) or group.locale,
        zone=group.timezone,
        group_id=group.id,
    )

"""Verbs on people: meet, reach."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from models.database import Transaction
from models.people.queries import accounts
from models.people.tables import Account, Reach


async def meet(tx: Transaction, *, account_id: int, now: datetime) -> Account:
    """Return the account, noted down if the bot has not met it before."""
    account = await tx.load(accounts, account_id)
    if account is None:
        account = Account(
            id=account_id, reach=Reach.UNKNOWN, first_seen_at=now, reach_changed_at=now
        )
        tx.add(account)
    return account


async def note_reach(tx: Transaction, *, account_id: int, reach: Reach, now: datetime) -> None:
    """Note whether an account can be written to; what is already known changes nothing."""
    account = await meet(tx, account_id=account_id, now=now)
    if account.reach is not reach:
        account.reach = reach
        account.reach_changed_at = now


async def note_open(tx: Transaction, *, account_ids: Sequence[int], now: datetime) -> None:
    """Note that messages have reached these accounts."""
    if account_ids:
        await tx.execute(
            update(Account)
            .where(Account.id.in_(account_ids), Account.reach != Reach.OPEN)
            .values(reach=Reach.OPEN, reach_changed_at=now)
            .execution_options(synchronize_session=False)
        )

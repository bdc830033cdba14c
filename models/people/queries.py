"""Reads of people: accounts and members."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from models.database import Transaction
from models.people.tables import Account, Member, Role


async def accounts(tx: Transaction, account_ids: Collection[int]) -> Mapping[int, Account]:
    """Return accounts by number; those never met are missing. For `tx.load`."""
    rows = await tx.scalars(select(Account).where(Account.id.in_(account_ids)))
    return {row.id: row for row in rows}


async def members_of(
    tx: Transaction, account_ids: Collection[int]
) -> Mapping[int, Sequence[Member]]:
    """Return the places accounts have on rosters, those who left excepted. For `tx.load`."""
    rows = await tx.scalars(
        select(Member)
        .where(Member.account_id.in_(account_ids), Member.left_at.is_(None))
        .order_by(Member.group_id, Member.role)
    )
    found: dict[int, list[Member]] = defaultdict(list)
    for row in rows:
        found[row.account_id].append(row)
    return found


async def staff_of(tx: Transaction, *, group_id: int) -> Sequence[Member]:
    """Return the staff of a group who are bound to an account."""
    rows = await tx.scalars(
        select(Member)
        .where(
            Member.group_id == group_id,
            Member.role == Role.STAFF,
            Member.account_id.is_not(None),
            Member.left_at.is_(None),
        )
        .order_by(Member.id)
    )
    return rows.all()

"""Reads of people: accounts and members."""

import functools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Executable, func, select

from models.asking import among, one_of_given
from models.database import Transaction
from models.groups.tables import Group
from models.people import phones
from models.people.notices import Kept
from models.people.roster_notices import Counts, Line
from models.people.tables import Account, Invitation, Member, Reach, Role

BOUND, UNBOUND, UNREACHABLE = "bound", "unbound", "unreachable"


async def accounts(tx: Transaction, account_ids: Collection[int]) -> Mapping[int, Account]:
    """Return accounts by number; those never met are missing. For `tx.load`."""
    rows = await tx.scalars(_accounts(), {"ids": list(account_ids)})
    return {row.id: row for row in rows}


@functools.cache
def _accounts() -> Executable:
    return select(Account).where(one_of_given(Account.id, "ids"))


async def members_of(
    tx: Transaction, account_ids: Collection[int]
) -> Mapping[int, Sequence[Member]]:
    """Return the places accounts have on rosters, those who left excepted. For `tx.load`."""
    found: dict[int, list[Member]] = defaultdict(list)
    for row in await tx.scalars(_places(), {"ids": list(account_ids)}):
        found[row.account_id].append(row)
    return found


@functools.cache
def _places() -> Executable:
    return (
        select(Member)
        .where(one_of_given(Member.account_id, "ids"), Member.left_at.is_(None))
        .order_by(Member.group_id, Member.role)
    )


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


async def members(
    tx: Transaction, keys: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], Member]:
    """Return members by (group, member) number, those who left too. For `tx.load`."""
    rows = await tx.scalars(select(Member).where(among(Member.group_id, Member.id, keys)))
    return {(row.group_id, row.id): row for row in rows}


async def all_places(tx: Transaction, account_id: int) -> Sequence[Member]:
    """Return every place an account has or had: for the person who asks what is kept."""
    rows = await tx.scalars(
        select(Member)
        .where(Member.account_id == account_id)
        .order_by(Member.group_id, Member.role, Member.id)
    )
    return rows.all()


async def former_of(tx: Transaction, account_id: int) -> Member | None:
    """Return the place an account has left last, None if there never was one."""
    rows = await tx.scalars(
        select(Member)
        .where(Member.account_id == account_id, Member.left_at.is_not(None))
        .order_by(Member.left_at.desc())
        .limit(1)
    )
    return rows.first()


async def roster(tx: Transaction, *, group_id: int) -> Sequence[tuple[Member, Reach | None]]:
    """Return who is on a group's roster, staff first, and how each account is reached."""
    rows = await tx.execute(
        select(Member, Account.reach)
        .outerjoin(Account, Account.id == Member.account_id)
        .where(Member.group_id == group_id, Member.left_at.is_(None))
        .order_by(Member.role.desc(), Member.name, Member.id)
    )
    return [(row[0], row[1]) for row in rows]


def state_of(member: Member, reach: Reach | None) -> str:
    """Return bound, unbound, or unreachable: bound, but bots cannot write first, or are blocked."""
    if member.account_id is None:
        return UNBOUND
    return BOUND if reach is Reach.OPEN else UNREACHABLE


def counts(rows: Sequence[tuple[Member, Reach | None]]) -> Counts:
    """Count a roster."""
    states = [state_of(member, reach) for member, reach in rows]
    return Counts(
        deputies=sum(member.role is Role.DEPUTY for member, _reach in rows),
        staff=sum(member.role is Role.STAFF for member, _reach in rows),
        bound=states.count(BOUND),
        unbound=states.count(UNBOUND),
        unreachable=states.count(UNREACHABLE),
    )


def lines(rows: Sequence[tuple[Member, Reach | None]]) -> Sequence[Line]:
    """Return a roster as lines of a list."""
    return [
        Line(member_id=member.id, name=member.name, role=member.role, state=state_of(member, reach))
        for member, reach in rows
    ]


async def unreachable(tx: Transaction, *, group_id: int) -> Sequence[Member]:
    """Return the bound members of a group whom the bot cannot write to."""
    rows = await roster(tx, group_id=group_id)
    return [member for member, reach in rows if state_of(member, reach) == UNREACHABLE]


async def invited_until(tx: Transaction, member: Member, *, now: datetime) -> datetime | None:
    """Return until when a member's open invitation holds, None if there is none."""
    found = await tx.scalars(
        select(func.max(Invitation.expires_at)).where(
            Invitation.group_id == member.group_id,
            Invitation.member_id == member.id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
    )
    moment: datetime | None = found.first()
    return moment


def kept(member: Member, group: Group) -> Kept:
    """Return what is stored about a member, the phone masked."""
    return Kept(
        group_name=group.name,
        role=member.role,
        name=member.name,
        masked_phone=masked_phone(member),
        level=member.level,
        delegation=member.delegation,
        constituency=member.constituency,
        post=member.post,
        term=member.term,
        bound_at=member.bound_at,
    )


def masked_phone(member: Member) -> str | None:
    """Return a member's phone as 199****0001, None without one."""
    if member.phone_sealed is None:
        return None
    number = phones.unseal(member.phone_sealed, group_id=member.group_id, member_id=member.id)
    return phones.mask(number)


async def any_phone(tx: Transaction) -> Member | None:
    """Return somebody whose phone is sealed: to see whether the keys fit this database."""
    sealed = select(Member).where(Member.phone_sealed.is_not(None))
    rows = await tx.scalars(sealed.order_by(Member.group_id, Member.id).limit(1))
    return rows.first()

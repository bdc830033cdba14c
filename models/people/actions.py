"""Verbs on people: meet, note how they are reached, set a language, unbind, leave."""

import functools
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, bindparam, update

from models.asking import one_of_given
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.messages import actions as messages
from models.messages.actions import Recipient
from models.messages.notices import Notice
from models.people import notices as n
from models.people import roster_notices as r
from models.people.queries import accounts, staff_of
from models.people.rules import Actor, ActorKind, require_staff
from models.people.tables import Account, Invitation, Member, Reach, Role
from models.terms.noting import note_end
from models.terms.tables import Ended


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
        await tx.execute(_opening(), {"ids": list(account_ids), "at": now})


@functools.cache
def _opening() -> Executable:
    return (
        update(Account)
        .where(one_of_given(Account.id, "ids"), Account.reach != Reach.OPEN)
        .values(reach=Reach.OPEN, reach_changed_at=bindparam("at"))
        .execution_options(synchronize_session=False)
    )


async def set_locale(tx: Transaction, *, account_id: int, locale: str, now: datetime) -> None:
    """Speak another language to an account from now on."""
    account = await meet(tx, account_id=account_id, now=now)
    if account.locale == locale:
        return
    account.locale = locale
    by = Actor(kind=ActorKind.ACCOUNT, account_id=account_id)
    audit.write(tx, "people.set_locale", by=by, now=now, group_id=0, locale=locale)


async def on_roster(tx: Transaction, *, group_id: int, member_id: int) -> Member:
    """Return a member, held until the commit; Refusal (gone) if there is none, or they left."""
    member = await tx.session.get(Member, (group_id, member_id), with_for_update=True)
    if member is None or member.left_at is not None:
        raise Refusal(Gone())
    return member


async def unbind(
    tx: Transaction, *, group_id: int, member_id: int, by: Actor, now: datetime, bot_id: int | None
) -> Member:
    """Take a member's account off the roster, and tell it so; the member can be invited again.

    Refused: not the group's staff, nobody bound, the last of the staff. Without `bot_id` (on
    the command line) nobody is told.
    """
    require_staff(by, group_id=group_id)
    member = await on_roster(tx, group_id=group_id, member_id=member_id)
    account_id = member.account_id
    if account_id is None:
        raise Refusal(r.NotBound(name=member.name))
    await _keep_one_of_the_staff(tx, member, by=by)
    member.account_id = member.bound_at = None
    await revoke_invitations(tx, member, now=now)
    audit.write(tx, "people.unbind", by=by, now=now, group_id=group_id, subject_id=member_id)
    group = await _group(tx, group_id)
    if bot_id is not None:
        await _tell(tx, bot_id, account_id, group, n.Unbound(group_name=group.name), now=now)
    return member


async def leave(
    tx: Transaction, *, group_id: int, member_id: int, by: Actor, now: datetime, bot_id: int | None
) -> Member:
    """Mark a member as left: their history stays, their rights and term end, and they are told.

    Refused: not the group's staff, already left, the last of the staff.
    """
    require_staff(by, group_id=group_id)
    member = await on_roster(tx, group_id=group_id, member_id=member_id)
    await _keep_one_of_the_staff(tx, member, by=by)
    member.left_at = now
    await revoke_invitations(tx, member, now=now)
    audit.write(tx, "people.leave", by=by, now=now, group_id=group_id, subject_id=member_id)
    group = await _group(tx, group_id)
    today = now.astimezone(ZoneInfo(group.timezone)).date()
    await note_end(tx, group_id=group_id, member_id=member_id, ended=Ended.OTHER, on=today)
    if bot_id is not None and member.account_id is not None:
        await _tell(tx, bot_id, member.account_id, group, n.Left(group_name=group.name), now=now)
    return member


async def revoke_invitations(tx: Transaction, member: Member, *, now: datetime) -> None:
    """Make a member's open invitations worthless."""
    await tx.execute(
        update(Invitation)
        .where(
            Invitation.group_id == member.group_id,
            Invitation.member_id == member.id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )


async def _keep_one_of_the_staff(tx: Transaction, member: Member, *, by: Actor) -> None:
    """Refuse to lock a group out of its own bot; the operator may."""
    if member.role is not Role.STAFF or member.account_id is None:
        return
    staff = await staff_of(tx, group_id=member.group_id)
    if by.kind is not ActorKind.OPERATOR and len(staff) == 1:
        raise Refusal(r.LastStaff())


async def _group(tx: Transaction, group_id: int) -> Group:
    group = await tx.get(Group, group_id)
    if group is None:
        raise Refusal(Gone())
    return group


async def _tell(
    tx: Transaction, bot_id: int, account_id: int, group: Group, notice: Notice, *, now: datetime
) -> None:
    account = await meet(tx, account_id=account_id, now=now)
    to = Recipient(
        chat_id=account_id,
        locale=account.locale or group.locale,
        zone=group.timezone,
        group_id=group.id,
    )
    about = f"{notice.kind}:{now.timestamp():.3f}"
    await messages.post_once(tx, bot_id=bot_id, to=to, notice=notice, about=about, now=now)

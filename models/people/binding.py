"""How an account becomes known as a member: by an invitation, or by its own phone number."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.groups.tables import Group
from models.limits import settings as limits
from models.people import notices as n
from models.people import phones
from models.people.actions import meet, revoke_invitations
from models.people.inviting import digest
from models.people.rules import NOBODY, Actor, ActorKind
from models.people.tables import Invitation, Member, Role, WrongToken

WITHIN = timedelta(minutes=1)


async def accept_invitation(
    tx: Transaction, *, token: str, account_id: int, now: datetime
) -> Member | None:
    """Bind the account to the member the invitation is for, and return the member.

    None: there is no such invitation, and the try is noted down. The same account may open its
    own link again. Refused: too many tries, an invitation that is used, replaced or expired,
    an account that is somebody else in the group, Telegram's own accounts.
    """
    if account_id in NOBODY:
        raise Refusal(NotAllowed())
    if await _tries(tx, account_id=account_id, now=now) >= limits.current().code_attempts:
        raise Refusal(n.TooManyTries())
    invitation = await tx.session.get(Invitation, digest(token), with_for_update=True)
    if invitation is None:
        tx.add(WrongToken(account_id=account_id, id=new_id(), at=now))
        return None
    member = await tx.session.get(
        Member, (invitation.group_id, invitation.member_id), with_for_update=True
    )
    if member is None or member.left_at is not None:
        raise Refusal(n.LinkReplaced())
    if member.account_id == account_id and invitation.used_by == account_id:
        return member
    _require_open(invitation, member, now=now)
    await bind(tx, member, account_id=account_id, by=_by(account_id), now=now, way="link")
    invitation.used_at, invitation.used_by = now, account_id
    return member


def _require_open(invitation: Invitation, member: Member, *, now: datetime) -> None:
    if invitation.used_at is not None:
        raise Refusal(n.LinkUsed())
    if invitation.revoked_at is not None:
        raise Refusal(n.LinkReplaced())
    if invitation.expires_at <= now:
        raise Refusal(n.LinkExpired(expired_at=invitation.expires_at))
    if member.account_id is not None:
        raise Refusal(n.LinkUsed())


async def _tries(tx: Transaction, *, account_id: int, now: datetime) -> int:
    counted = await tx.scalars(
        select(func.count()).where(
            WrongToken.account_id == account_id, WrongToken.at > now - WITHIN
        )
    )
    return int(counted.one())


async def bind_by_contact(
    tx: Transaction, *, contact_user_id: int | None, phone: str, account_id: int, now: datetime
) -> Sequence[Member]:
    """Bind the account wherever its own number is on a roster; return all places it then has.

    Telegram itself says whose number a contact is: a contact of somebody else, or of nobody,
    proves nothing and is refused, as is a number on no roster or one bound to another account.
    """
    if account_id in NOBODY or contact_user_id != account_id:
        raise Refusal(n.NotYourContact())
    number = phones.normalise(phone)
    known = [] if number is None else await _by_phone(tx, number)
    if not known:
        raise Refusal(n.NumberUnknown())
    free = [one for one in known if one.account_id is None]
    own = [one for one in known if one.account_id == account_id]
    if not free and not own:
        raise Refusal(n.NumberTaken())
    for member in free:
        await bind(tx, member, account_id=account_id, by=_by(account_id), now=now, way="contact")
    return [*own, *free]


async def _by_phone(tx: Transaction, number: str) -> Sequence[Member]:
    rows = await tx.scalars(
        select(Member)
        .where(Member.phone_index == phones.index(number), Member.left_at.is_(None))
        .order_by(Member.group_id, Member.id)
        .with_for_update()
    )
    return rows.all()


async def bind(
    tx: Transaction, member: Member, *, account_id: int, by: Actor, now: datetime, way: str
) -> None:
    """Bind a member to an account, once the right to it is proved.

    Refused: the account is somebody else in this role and group. Where it belonged to somebody
    who has left, it is taken off there.
    """
    await _free_place(tx, member, account_id=account_id)
    await meet(tx, account_id=account_id, now=now)
    member.account_id, member.bound_at = account_id, now
    member.catch_up_at = now if member.role is Role.DEPUTY else None
    await revoke_invitations(tx, member, now=now)
    audit.write(
        tx,
        "people.bind",
        by=by,
        now=now,
        group_id=member.group_id,
        subject_id=member.id,
        account=account_id,
        way=way,
    )


async def _free_place(tx: Transaction, member: Member, *, account_id: int) -> None:
    same_place = (
        Member.group_id == member.group_id,
        Member.role == member.role,
        Member.account_id == account_id,
        Member.id != member.id,
    )
    other = (await tx.scalars(select(Member).where(*same_place, Member.left_at.is_(None)))).first()
    if other is not None:
        group = await tx.get(Group, member.group_id)
        if group is None:
            raise Refusal(Gone())
        raise Refusal(n.PlaceTaken(name=other.name, group_name=group.name))
    await tx.execute(update(Member).where(*same_place).values(account_id=None))


def _by(account_id: int) -> Actor:
    return Actor(kind=ActorKind.ACCOUNT, account_id=account_id)

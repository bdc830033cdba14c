"""Invitations: a personal link, single use, of which only the hash is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.people import roster_notices as r
from models.people.actions import on_roster, revoke_invitations
from models.people.rules import Actor, require_staff
from models.people.tables import Invitation, Member

VALID = timedelta(days=14)
PREFIX = "i-"  # of what a link carries, so that other links can carry something else
_TOKEN_BYTES = 16  # 128 bits: 22 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Whom an invitation is for, and the token: it is shown now or never."""

    member_id: int
    name: str
    token: str
    expires_at: datetime

    def url(self, bot_username: str) -> str:
        """Return the link that the invited person opens."""
        return f"https://t.me/{bot_username}?start={PREFIX}{self.token}"


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def invite(
    tx: Transaction,
    *,
    group_id: int,
    member_id: int,
    by: Actor,
    now: datetime,
    valid: timedelta = VALID,
) -> Invited:
    """Make a member's invitation; it takes the place of an earlier one.

    Refused: not the group's staff, not on the roster, already bound.
    """
    require_staff(by, group_id=group_id)
    member = await on_roster(tx, group_id=group_id, member_id=member_id)
    if member.account_id is not None:
        raise Refusal(r.AlreadyBound(name=member.name))
    return await _invite(tx, member, by=by, now=now, valid=valid)


async def invite_all(
    tx: Transaction, *, group_id: int, by: Actor, now: datetime, valid: timedelta = VALID
) -> Sequence[Invited]:
    """Make an invitation for everybody on the roster who is not bound yet, by name."""
    require_staff(by, group_id=group_id)
    unbound = await tx.scalars(
        select(Member)
        .where(Member.group_id == group_id, Member.account_id.is_(None), Member.left_at.is_(None))
        .order_by(Member.name, Member.id)
    )
    return [await _invite(tx, one, by=by, now=now, valid=valid) for one in unbound.all()]


async def _invite(
    tx: Transaction, member: Member, *, by: Actor, now: datetime, valid: timedelta
) -> Invited:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await revoke_invitations(tx, member, now=now)
    tx.add(
        Invitation(
            token_hash=digest(token),
            group_id=member.group_id,
            member_id=member.id,
            created_at=now,
            expires_at=now + valid,
        )
    )
    audit.write(tx, "people.invite", by=by, now=now, group_id=member.group_id, subject_id=member.id)
    return Invited(member_id=member.id, name=member.name, token=token, expires_at=now + valid)

"""The verbs on systems: add, revoke, recognise."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Refusal
from models.people.rules import Actor, require_staff
from models.systems import notices as n
from models.systems.tables import System

_KEY_BYTES = 32
_NOTED_EVERY = timedelta(minutes=10)  # a use; each call would be a write


def hashed(key: str) -> str:
    """Return what is kept of a key: it is random and long, so a plain hash suffices."""
    return hashlib.sha256(key.encode()).hexdigest()


async def add(tx: Transaction, *, group_id: int, name: str, by: Actor, now: datetime) -> str:
    """Give a system a key, and return it: it is shown this once. Refusal if the name is taken.

    A name whose key was revoked can be given a new one.
    """
    require_staff(by, group_id=group_id)
    name = " ".join(name.split())[:64]
    key = secrets.token_urlsafe(_KEY_BYTES)
    row = await _by_name(tx, group_id, name)
    if row is not None and row.revoked_at is None:
        raise Refusal(n.NameTaken(name=name))
    if row is None:
        row = System(group_id=group_id, id=new_id(), name=name, created_at=now)
        tx.add(row)
    row.key_hash, row.revoked_at, row.used_at = hashed(key), None, None
    audit.write(tx, "systems.add", by=by, now=now, group_id=group_id, subject_id=row.id)
    return key


async def revoke(tx: Transaction, *, group_id: int, name: str, by: Actor, now: datetime) -> None:
    """Take a system's key back. Refusal if there is none of that name."""
    require_staff(by, group_id=group_id)
    row = await _by_name(tx, group_id, name)
    if row is None or row.revoked_at is not None:
        raise Refusal(n.NoSystem(name=name))
    row.revoked_at = now
    audit.write(tx, "systems.revoke", by=by, now=now, group_id=group_id, subject_id=row.id)


async def _by_name(tx: Transaction, group_id: int, name: str) -> System | None:
    rows = await tx.scalars(select(System).where(System.group_id == group_id, System.name == name))
    return rows.first()


async def recognise(tx: Transaction, *, key: str) -> System | None:
    """Return the system a key belongs to, None for a key that is unknown or revoked."""
    rows = await tx.scalars(
        select(System).where(System.key_hash == hashed(key), System.revoked_at.is_(None))
    )
    return rows.first()


def note_use(row: System, *, now: datetime) -> None:
    """Remember, to ten minutes, when a system was last there."""
    if row.used_at is None or now - row.used_at > _NOTED_EVERY:
        row.used_at = now


async def systems(tx: Transaction, *, group_id: int) -> Sequence[System]:
    """Return the systems of a group, those whose key was revoked too."""
    rows = await tx.scalars(select(System).where(System.group_id == group_id).order_by(System.name))
    return rows.all()

"""Verbs on units: add, take off; invite a contact, bind, part."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues.reports import one_line
from models.people.actions import meet
from models.people.inviting import digest
from models.people.rules import NOBODY, Actor, ActorKind, require_staff
from models.suggestions.orders import count_owed
from models.units import notices as n
from models.units.queries import contacts_of, open_orders, unit
from models.units.tables import Unit, UnitContact

VALID = timedelta(days=14)
PREFIX = "u-"  # of what a contact's link carries
LONGEST = 64
_TOKEN_BYTES = 16


async def add(
    tx: Transaction, *, group_id: int, name: str, is_community: bool, by: Actor, now: datetime
) -> Unit:
    """Add a unit; one that was taken off is there again. Refusal (name taken) for one that is."""
    require_staff(by, group_id=group_id)
    called = one_line(name, LONGEST)
    rows = await tx.scalars(select(Unit).where(Unit.group_id == group_id, Unit.name == called))
    one = rows.first()
    if one is not None and one.left_at is None:
        raise Refusal(n.NameTaken(name=called))
    if one is None:
        one = Unit(group_id=group_id, id=new_id(), name=called, created_at=now)
        tx.add(one)
    one.left_at, one.is_community = None, is_community
    await tx.flush()
    audit.write(tx, "units.add", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


async def the_unit(tx: Transaction, *, group_id: int, unit_id: int) -> Unit:
    """Return a unit; Refusal (gone) if it is not there any more."""
    one = await unit(tx, group_id=group_id, unit_id=unit_id)
    if one is None:
        raise Refusal(Gone())
    return one


async def take_off(
    tx: Transaction, *, group_id: int, unit_id: int, by: Actor, now: datetime
) -> Unit:
    """Take a unit off the list; its contacts lose their rights. Refusal while it has orders."""
    require_staff(by, group_id=group_id)
    one = await the_unit(tx, group_id=group_id, unit_id=unit_id)
    busy = len(await open_orders(tx, group_id=group_id, unit_id=unit_id))
    busy += await count_owed(tx, group_id=group_id, unit_id=unit_id)
    if busy:
        raise Refusal(n.StillBusy(name=one.name, n_open=busy))
    for contact in await contacts_of(tx, group_id=group_id, unit_id=unit_id):
        contact.left_at, contact.token_hash = now, None
    one.left_at = now
    audit.write(tx, "units.take_off", by=by, now=now, group_id=group_id, subject_id=unit_id)
    return one


async def invite(
    tx: Transaction, *, group_id: int, unit_id: int, name: str, by: Actor, now: datetime
) -> tuple[UnitContact, str]:
    """Add a contact to a unit, and return the token of their link: it is shown now or never."""
    require_staff(by, group_id=group_id)
    await the_unit(tx, group_id=group_id, unit_id=unit_id)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = UnitContact(
        group_id=group_id,
        id=new_id(),
        unit_id=unit_id,
        name=one_line(name, LONGEST),
        created_at=now,
        token_hash=digest(token),
        expires_at=now + VALID,
    )
    tx.add(row)
    await tx.flush()
    audit.write(tx, "units.invite", by=by, now=now, group_id=group_id, subject_id=row.id)
    return row, token


async def is_invitation(tx: Transaction, *, token: str) -> bool:
    """Tell whether a link's token is one that is open."""
    rows = await tx.scalars(select(UnitContact.id).where(UnitContact.token_hash == digest(token)))
    return rows.first() is not None


async def accept(
    tx: Transaction, *, token: str, account_id: int, now: datetime
) -> tuple[UnitContact, Unit]:
    """Bind the account that opened a contact's link, once. Refusal: used, too old, unknown."""
    rows = await tx.scalars(
        select(UnitContact).where(UnitContact.token_hash == digest(token)).with_for_update()
    )
    row = rows.first()
    if row is None or account_id in NOBODY or row.left_at is not None:
        raise Refusal(n.LinkOver())
    if row.expires_at is None or row.expires_at <= now:
        raise Refusal(n.LinkOver())
    one = await the_unit(tx, group_id=row.group_id, unit_id=row.unit_id)
    await meet(tx, account_id=account_id, now=now)
    row.account_id, row.bound_at, row.token_hash, row.expires_at = account_id, now, None, None
    by = Actor(
        kind=ActorKind.UNIT, account_id=account_id, group_id=row.group_id, unit_id=row.unit_id
    )
    await tx.flush()
    audit.write(tx, "units.bind", by=by, now=now, group_id=row.group_id, subject_id=row.id)
    return row, one


async def part(
    tx: Transaction, *, group_id: int, contact_id: int, by: Actor, now: datetime
) -> UnitContact:
    """End a contact's rights. Refusal (gone) if they have none any more."""
    require_staff(by, group_id=group_id)
    row = await tx.get(UnitContact, (group_id, contact_id))
    if row is None or row.left_at is not None:
        raise Refusal(Gone())
    row.left_at, row.token_hash, row.expires_at = now, None, None
    audit.write(tx, "units.part", by=by, now=now, group_id=group_id, subject_id=contact_id)
    return row

"""The verbs on portraits: set one, take it off. By its deputy, or by the staff."""

from datetime import datetime

from models.archives.tables import Portrait
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role


def may_see(by: Actor, member: Member) -> None:
    """Let deputies see and keep their own archive, and staff those of their group."""
    if by.member_id == member.id and by.group_id == member.group_id:
        return
    require_staff(by, group_id=member.group_id)


async def the_deputy(tx: Transaction, *, group_id: int, member_id: int, by: Actor) -> Member:
    """Return a deputy whose archive this actor may see; who has left has one too."""
    member = await tx.get(Member, (group_id, member_id))
    if member is None or member.role is not Role.DEPUTY:
        raise Refusal(Gone())
    may_see(by, member)
    return member


async def keep(
    tx: Transaction,
    *,
    group_id: int,
    member_id: int,
    file_id: str,
    file_unique_id: str,
    picture: bytes,
    by: Actor,
    now: datetime,
) -> Member:
    """Keep a photo for a deputy's archive, in place of an earlier one."""
    member = await the_deputy(tx, group_id=group_id, member_id=member_id, by=by)
    row = await tx.get(Portrait, (group_id, member_id))
    if row is None:
        row = Portrait(group_id=group_id, member_id=member_id)
        tx.add(row)
    row.file_id, row.file_unique_id, row.picture = file_id, file_unique_id, picture
    row.set_at, row.set_by = now, by.member_id
    await tx.flush()
    audit.write(tx, "archives.portrait", by=by, now=now, group_id=group_id, subject_id=member_id)
    return member


async def take_off(
    tx: Transaction, *, group_id: int, member_id: int, by: Actor, now: datetime
) -> Member:
    """Delete a deputy's photo; one that is not there is no problem."""
    member = await the_deputy(tx, group_id=group_id, member_id=member_id, by=by)
    row = await tx.get(Portrait, (group_id, member_id))
    if row is not None:
        await tx.session.delete(row)
        await tx.flush()
        audit.write(
            tx, "archives.portrait_off", by=by, now=now, group_id=group_id, subject_id=member_id
        )
    return member

"""What counts as read: a press on 已学习, a link opened through the bot, a passed quiz."""

from datetime import datetime

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.materials import notices as n
from models.materials import refusals as r
from models.materials.outbox import group_about
from models.materials.queries import materials, recipient_of
from models.materials.rules import OPEN, ReadBy
from models.materials.tables import Material, Recipient
from models.messages import actions as messages
from models.people.rules import Actor
from models.people.tables import Role


async def read(
    tx: Transaction, *, group_id: int, material_id: int, how: ReadBy, by: Actor, now: datetime
) -> n.ReadNoted:
    """Note that a deputy has read a material; a second time changes nothing.

    Whoever was not among the recipients may read it too: they found it in the library. Refusal
    (not now) once it was withdrawn, (not allowed) for anybody but a deputy of the group.
    """
    if by.role is not Role.DEPUTY or by.group_id != group_id or by.member_id is None:
        raise Refusal(NotAllowed())
    one = await require_open(tx, group_id, material_id)
    row = await recipient_of(tx, group_id, material_id, by.member_id)
    if row is None:
        row = Recipient(
            group_id=group_id,
            material_id=material_id,
            member_id=by.member_id,
            account_id=by.account_id,
            reminded=0,
        )
        tx.add(row)
    is_first = row.read_at is None
    if is_first:
        row.read_at, row.read_by, row.remind_at = now, how, None
        if one.target.is_public:
            await messages.touch(tx, group_id=group_id, about=group_about(material_id))
        audit.write(
            tx,
            "materials.read",
            by=by,
            now=now,
            group_id=group_id,
            subject_id=material_id,
            how=how.value,
        )
    await tx.flush()
    return n.ReadNoted(title=one.title, is_first=is_first)


async def require_open(tx: Transaction, group_id: int, material_id: int) -> Material:
    """Return a material that can be read now; Refusal (gone, or not now) for any other."""
    one = await tx.load(materials, (group_id, material_id))
    if one is None:
        raise Refusal(Gone())
    if one.state not in OPEN:
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    return one

"""Verbs on materials: confirm, undo, withdraw."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import groups
from models.materials import audiences, outbox
from models.materials import notices as n
from models.materials import refusals as r
from models.materials.composing import has_chat
from models.materials.queries import the_material
from models.materials.rules import OPEN, MaterialState, Times
from models.materials.tables import Material
from models.messages import actions as messages
from models.messages.tables import MessageState
from models.people.rules import Actor, require_staff

_SOON = 60  # seconds: what leaves within them was not asked for at another time


async def confirmation(
    tx: Transaction, *, group_id: int, material_id: int, now: datetime
) -> n.Confirm:
    """Return what is to be confirmed: to how many it goes, who cannot be reached, when."""
    one = await the_material(tx, group_id, material_id)
    if one.state not in audiences.SENDABLE:
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    chosen = await audiences.members_for(tx, group_id, one.audience, activity_id=one.activity_id)
    lost = [m.name for m, reach in chosen if m.account_id is None or _is_closed(reach)]
    wanted = one.due_at
    leaves = (await _times(tx, group_id, now)).leaves_at(wanted)
    return n.Confirm(
        group_id=group_id,
        material_id=one.id,
        title=one.title,
        target=one.target,
        audience=audiences.shown(one.audience),
        deputies=len(chosen),
        unreachable=tuple(lost[:20]),
        due_at=leaves if wanted or _is_moved(leaves, now) else None,
        is_moved=_is_moved(leaves, wanted or now),
        has_group_chat=await has_chat(tx, group_id),
    )


def _is_moved(leaves: datetime, wanted: datetime) -> bool:
    return (leaves - wanted).total_seconds() > _SOON


def _is_closed(reach: object) -> bool:
    return str(reach) in {"blocked", "deactivated"}


async def _times(tx: Transaction, group_id: int, now: datetime) -> Times:
    group = await tx.load(groups, group_id)
    return Times(now=now, zone=ZoneInfo(group.timezone if group else "UTC"))


async def confirm(
    tx: Transaction, *, group_id: int, material_id: int, by: Actor, now: datetime
) -> n.Scheduled:
    """Let a material leave: in 30 seconds, or at its time, but at no quiet hour.

    Refusal (nobody there, deadline past, not now) before anything is written.
    """
    require_staff(by, group_id=group_id)
    asked = await confirmation(tx, group_id=group_id, material_id=material_id, now=now)
    one = await the_material(tx, group_id, material_id)
    leaves = (await _times(tx, group_id, now)).leaves_at(one.due_at)
    if one.target.is_private and not asked.deputies:
        raise Refusal(r.NobodyThere())
    if one.deadline is not None and one.deadline <= leaves:
        raise Refusal(r.DeadlinePast())
    one.state, one.due_at = MaterialState.SCHEDULED, leaves
    audit.write(tx, "materials.confirm", by=by, now=now, group_id=group_id, subject_id=one.id)
    await tx.flush()
    return scheduled(one, deputies=asked.deputies, now=now)


def scheduled(one: Material, *, deputies: int, now: datetime) -> n.Scheduled:
    """Return how a confirmed material stands."""
    due_at = one.due_at or now
    return n.Scheduled(
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        deputies=deputies,
        due_at=due_at,
        is_now=(due_at - now).total_seconds() <= _SOON,
        state=one.state,
    )


async def undo(
    tx: Transaction, *, group_id: int, material_id: int, by: Actor, now: datetime
) -> Material:
    """Take a confirmation back before anything has left; Refusal (not now) once it has."""
    require_staff(by, group_id=group_id)
    one = await the_material(tx, group_id, material_id)
    if one.state is not MaterialState.SCHEDULED:
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    one.state = MaterialState.DRAFT
    if one.due_at is not None and (one.due_at - now).total_seconds() <= _SOON:
        one.due_at = None
    audit.write(tx, "materials.undo", by=by, now=now, group_id=group_id, subject_id=one.id)
    return one


async def withdraw(
    tx: Transaction, *, bot_id: int, group_id: int, material_id: int, by: Actor, now: datetime
) -> n.Withdrawn:
    """Stop what has not left, mark what has arrived as withdrawn, and count both honestly.

    Telegram is not asked to forget: what arrived was perhaps read. The cards say that it no
    longer holds; files that stood before a card are taken away.
    """
    require_staff(by, group_id=group_id)
    one = await the_material(tx, group_id, material_id)
    if one.state not in (*OPEN, MaterialState.SCHEDULED):
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    stopped = await outbox.stop(tx, one)
    one.state = MaterialState.WITHDRAWN
    counts = await outbox.counts(tx, one)
    await messages.touch(tx, group_id=group_id, about=outbox.about(one.id))
    await messages.touch(tx, group_id=group_id, about=outbox.group_about(one.id))
    await outbox.take_files_away(tx, one, bot_id=bot_id, now=now)
    audit.write(tx, "materials.withdraw", by=by, now=now, group_id=group_id, subject_id=one.id)
    await tx.flush()
    return n.Withdrawn(
        group_id=group_id,
        material_id=one.id,
        title=one.title,
        arrived=counts.get("arrived", 0),
        stopped=stopped,
        on_the_way=counts.get(MessageState.SENDING, 0),
    )

"""The copies of a material in the outbox: what they are called, stopped, counted, taken away."""

from datetime import datetime

from sqlalchemy import func, select, update

from models.database import Transaction
from models.materials.tables import Material, Recipient
from models.messages import actions as messages
from models.messages.actions import Recipient as To
from models.messages.carried import Enclosed
from models.messages.tables import Lane, Message, MessageState, Method


def about(material_id: int) -> str:
    """Return what the copies of a material are about in the outbox; each chat has one."""
    return f"material:{material_id}"


def group_about(material_id: int) -> str:
    """Return what the card in the group is about."""
    return f"material-group:{material_id}"


def files_about(material_id: int, number: int) -> str:
    """Return what the files before a card are about."""
    return f"material-files:{material_id}:{number}"


async def stop(tx: Transaction, one: Material) -> int:
    """Cancel every copy that has not left, and what was not even handed over; return of how many.

    What is on its way at this moment cannot be called back: the guard is the state itself.
    """
    held = await tx.scalars(
        update(Recipient)
        .where(
            Recipient.group_id == one.group_id,
            Recipient.material_id == one.id,
            Recipient.due_at.is_not(None),
        )
        .values(due_at=None, remind_at=None)
        .returning(Recipient.account_id)
        .execution_options(synchronize_session=False)
    )
    count = len(held.all())
    for name in _abouts(one):
        gone = await tx.scalars(
            update(Message)
            .where(
                Message.group_id == one.group_id,
                Message.about == name,
                Message.state == MessageState.WAITING,
                Message.message_id.is_(None),
            )
            .values(state=MessageState.CANCELLED, owner=None)
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        )
        count += len(gone.all()) if name == about(one.id) else 0
    await tx.execute(
        update(Recipient)
        .where(Recipient.group_id == one.group_id, Recipient.material_id == one.id)
        .values(remind_at=None)
        .execution_options(synchronize_session=False)
    )
    return count


def _abouts(one: Material) -> list[str]:
    files = [files_about(one.id, number) for number in range(len(one.files))]
    return [about(one.id), group_about(one.id), *files]


async def counts(tx: Transaction, one: Material) -> dict[str, int]:
    """Count the copies of a material: those that arrived, and the rest by state."""
    rows = await tx.execute(
        select(Message.state, Message.message_id.is_not(None), func.count())
        .where(Message.group_id == one.group_id, Message.about == about(one.id))
        .group_by(Message.state, Message.message_id.is_not(None))
    )
    found: dict[str, int] = {}
    for state, has_arrived, count in rows:
        key = "arrived" if has_arrived or state is MessageState.MAYBE else state
        found[key] = found.get(key, 0) + count
    return found


async def take_files_away(tx: Transaction, one: Material, *, bot_id: int, now: datetime) -> None:
    """Delete the files that came before the cards: nothing can be written over them."""
    rows = await tx.scalars(
        select(Message).where(
            Message.group_id == one.group_id,
            Message.about.in_([files_about(one.id, number) for number in range(len(one.files))]),
            Message.message_id.is_not(None),
        )
    )
    for row in rows.all():
        await messages.post_once(
            tx,
            bot_id=bot_id,
            to=To(chat_id=row.chat_id, locale=row.locale, zone=row.zone, group_id=one.group_id),
            notice=Enclosed(),
            about=f"away:{row.about}",
            now=now,
            lane=Lane.BROADCAST,
            method=Method.DELETE,
            message_id=row.message_id,
            further_ids=row.further_ids or (),
        )

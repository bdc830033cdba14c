"""What a material is made of: composed as a draft, corrected afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import delete

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import chat_of
from models.groups.tables import ChatRole
from models.materials import notices as n
from models.materials import refusals as r
from models.materials.marks import Mark, safe, trimmed
from models.materials.outbox import about, counts, group_about
from models.materials.queries import carries_file, the_material
from models.materials.rules import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    Category,
    MaterialState,
    Target,
    first_link,
    search_words,
    title_from,
)
from models.materials.tables import Material
from models.messages import actions as messages
from models.messages.carried import File
from models.people.rules import Actor, require_staff
from models.quizzes.tables import QuizAnswer, QuizQuestion


class KeptFile(File):
    """A file of a material, with its name if it has one."""

    name: str = ""


class Content(TypedDict, total=False):
    """What a material is; the first three make it."""

    title: str
    text: str
    files: Sequence[KeptFile]
    links: Sequence[str]  # addresses behind words
    marks: Sequence[Mark]  # of the words, at their places in them
    category: Category
    minutes: int | None
    deadline: datetime | None
    protected: bool
    target: Target
    audience: dict[str, Any]
    due_at: datetime | None
    course_id: int | None
    activity_id: int | None


async def compose(
    tx: Transaction, *, group_id: int, content: Content, by: Actor, now: datetime
) -> Material:
    """Keep a material as a draft: nothing leaves before it is confirmed.

    Refusal where there is nothing inside, the words are too long, the deadline lies before the
    material leaves, or there is no group chat to send to.
    """
    require_staff(by, group_id=group_id)
    text, marks = trimmed(content.get("text", ""), content.get("marks", ()))
    files = list(content.get("files", ()))
    title = (content.get("title") or title_from(text, [one.name for one in files])).strip()
    await _check(tx, group_id, content, text, files, now)
    if not title:
        raise Refusal(r.NothingInside())
    row = _row(group_id, content, title, text, files)
    row.marks = _kept(marks, text)
    row.created_by, row.created_at = by.member_id, now
    tx.add(row)
    await tx.flush()
    audit.write(tx, "materials.compose", by=by, now=now, group_id=group_id, subject_id=row.id)
    return row


def _row(
    group_id: int, content: Content, title: str, text: str, files: Sequence[KeptFile]
) -> Material:
    return Material(
        group_id=group_id,
        id=new_id(),
        title=title[:100],
        category=content.get("category", Category.LAW),
        text=text,
        url=first_link(text, content.get("links", ())),
        files=[one.model_dump(mode="json") for one in files],
        searched=search_words(title, text, *(one.name for one in files))[:6000],
        minutes=content.get("minutes"),
        deadline=content.get("deadline"),
        protected=content.get("protected", False),
        target=content.get("target", Target.EACH),
        audience=content.get("audience") or {"kind": "all"},
        state=MaterialState.DRAFT,
        due_at=content.get("due_at"),
        course_id=content.get("course_id"),
        activity_id=content.get("activity_id"),
        place=0,
    )


def _kept(marks: Sequence[Mark], text: str) -> list[Any]:
    """Return marks as they are stored: only what may ever be shown."""
    return [one.model_dump(mode="json") for one in safe(marks, len(text))]


async def _check(
    tx: Transaction,
    group_id: int,
    content: Content,
    text: str,
    files: Sequence[KeptFile],
    now: datetime,
) -> None:
    if not text and not files:
        raise Refusal(r.NothingInside())
    if len(text) > LONGEST_TEXT:
        raise Refusal(r.TextTooLong(most=LONGEST_TEXT))
    deadline, due_at = content.get("deadline"), content.get("due_at")
    if deadline is not None and deadline <= (due_at or now):
        raise Refusal(r.DeadlinePast())
    if content.get("target", Target.EACH).is_public and not await has_chat(tx, group_id):
        raise Refusal(r.NoGroupChat())


async def has_chat(tx: Transaction, group_id: int) -> bool:
    """Tell whether the deputies of a group have a chat here."""
    return await chat_of(tx, group_id=group_id, role=ChatRole.DEPUTIES) is not None


async def correct(
    tx: Transaction,
    *,
    group_id: int,
    material_id: int,
    title: str | None = None,
    text: str | None = None,
    marks: Sequence[Mark] = (),
    by: Actor,
    now: datetime,
) -> n.Corrected:
    """Change the words of a material, with their marks; cards that stand in chats are edited."""
    require_staff(by, group_id=group_id)
    one = await the_material(tx, group_id, material_id)
    if one.state is MaterialState.WITHDRAWN:
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    words = one.text if text is None else text.strip()
    most = LONGEST_CAPTION if one.sent_at and carries_file(one) else LONGEST_TEXT
    if len(words) > most:
        raise Refusal(r.TextTooLong(most=most))
    if not words and not one.files:
        raise Refusal(r.NothingInside())
    one.title, one.text = (title or one.title)[:100], words
    if text is not None:
        one.marks = _kept(trimmed(text, marks)[1], words)
    one.url = first_link(words) if text is not None else one.url
    names = [str(each.get("name", "")) for each in one.files]
    one.searched = search_words(one.title, words, *names)[:6000]
    one.corrected_at = now
    arrived = (await counts(tx, one)).get("arrived", 0)
    await messages.touch(tx, group_id=group_id, about=about(one.id))
    await messages.touch(tx, group_id=group_id, about=group_about(one.id))
    audit.write(tx, "materials.correct", by=by, now=now, group_id=group_id, subject_id=one.id)
    await tx.flush()
    return n.Corrected(title=one.title, copies=arrived, only_words=len(one.files) > 1)


async def drop(
    tx: Transaction, *, group_id: int, material_id: int, by: Actor, now: datetime
) -> str:
    """Throw away a draft and return its title; Refusal (not now) for what was confirmed."""
    require_staff(by, group_id=group_id)
    one = await the_material(tx, group_id, material_id)
    if one.state not in (MaterialState.DRAFT, MaterialState.QUEUED):
        raise Refusal(r.NotNow(title=one.title, state=one.state))
    title = one.title
    for table in (QuizAnswer, QuizQuestion):
        await tx.execute(
            delete(table).where(table.group_id == group_id, table.material_id == material_id)
        )
    await tx.session.delete(one)
    audit.write(tx, "materials.drop", by=by, now=now, group_id=group_id, subject_id=material_id)
    await tx.flush()
    return title

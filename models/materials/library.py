"""Reads of the library: what is there, unread, found by words; the staff's overview."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select

from models.database import Transaction
from models.materials import notices as n
from models.materials.rules import OPEN, Category, MaterialState, like
from models.materials.tables import Course, Material, Recipient
from models.studies.rules import StudyState
from models.studies.tables import Study

PAGE = 6


async def listed(
    tx: Transaction,
    *,
    group_id: int,
    member_id: int,
    what: str,
    words: str = "",
    page: int = 0,
    is_staff: bool = False,
) -> n.Listed:
    """Return one page of the library: `what` is new, unread, a category, search, a course."""
    mine = and_(
        Recipient.group_id == Material.group_id,
        Recipient.material_id == Material.id,
        Recipient.member_id == member_id,
    )
    shown = list(MaterialState) if is_staff else list(OPEN)
    wheres = [Material.group_id == group_id, Material.state.in_(shown), *_wheres(what, words)]
    is_course = what.startswith(COURSE)
    base = select(Material, Recipient.read_at).outerjoin(Recipient, mine).where(*wheres)
    total = int((await tx.scalars(select(func.count()).select_from(base.subquery()))).one())
    order = _IN_COURSE if is_course else _LATEST
    rows = await tx.execute(base.order_by(*order).limit(PAGE).offset(page * PAGE))
    return n.Listed(
        group_id=group_id,
        what=what,
        words=words[:60],
        entries=tuple(entry_of(one, is_read=at is not None) for one, at in rows),
        page=page,
        pages=max(1, -(-total // PAGE)),
        is_staff=is_staff,
    )


_LATEST: tuple[ColumnElement[Any], ...] = (Material.sent_at.desc(), Material.id.desc())
_IN_COURSE: tuple[ColumnElement[Any], ...] = (Material.place.asc(), Material.id.asc())
COURSE = "course-"  # with the number of a course, in base 36


def _wheres(what: str, words: str) -> list[ColumnElement[bool]]:
    if what == "unread":
        return [Recipient.material_id.is_not(None), Recipient.read_at.is_(None)]
    if what in set(Category):
        return [Material.category == Category(what)]
    if what.startswith(COURSE):
        return [Material.course_id == int(what.removeprefix(COURSE), 36)]
    if what == "search":
        return [Material.searched.like(one, escape="\\") for one in like(words)]
    return []


def entry_of(one: Material, *, is_read: bool) -> n.Entry:
    """Return a material as a line of a list."""
    return n.Entry(
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        category=one.category,
        sent_at=one.sent_at,
        deadline=one.deadline,
        is_read=is_read,
        state=one.state,
    )


async def library(tx: Transaction, *, group_id: int, member_id: int) -> n.Library:
    """Return the way into the library for one deputy."""
    rows = await tx.execute(
        select(Material.category, func.count())
        .where(Material.group_id == group_id, Material.state.in_(OPEN))
        .group_by(Material.category)
    )
    found = {row[0]: row[1] for row in rows}
    unread = await tx.scalars(
        select(func.count())
        .select_from(Recipient)
        .join(
            Material,
            and_(Material.group_id == Recipient.group_id, Material.id == Recipient.material_id),
        )
        .where(
            Recipient.group_id == group_id,
            Recipient.member_id == member_id,
            Recipient.read_at.is_(None),
            Material.state.in_(OPEN),
        )
    )
    return n.Library(
        group_id=group_id,
        unread=int(unread.one()),
        total=sum(found.values()),
        categories=tuple(one for one in Category if one in found),
        courses=len(await courses(tx, group_id=group_id)),
    )


async def courses(tx: Transaction, *, group_id: int) -> Sequence[Course]:
    """Return the courses of a group, the newest first."""
    rows = await tx.scalars(
        select(Course).where(Course.group_id == group_id).order_by(Course.id.desc())
    )
    return rows.all()


async def unread_of(
    tx: Transaction, *, group_id: int, member_id: int, now: datetime
) -> Sequence[Material]:
    """Return what somebody has not read and still may, the most urgent first."""
    rows = await tx.scalars(
        select(Material)
        .join(
            Recipient,
            and_(Recipient.group_id == Material.group_id, Recipient.material_id == Material.id),
        )
        .where(
            Recipient.group_id == group_id,
            Recipient.member_id == member_id,
            Recipient.read_at.is_(None),
            Material.state.in_(OPEN),
            (Material.deadline.is_(None)) | (Material.deadline > now),
        )
        .order_by(Material.deadline.is_(None), Material.deadline, Material.sent_at.desc())
        .limit(10)
    )
    return rows.all()


async def desk(tx: Transaction, *, group_id: int) -> n.Desk:
    """Return the staff's overview in numbers."""
    rows = await tx.execute(
        select(Material.state, func.count())
        .where(Material.group_id == group_id)
        .group_by(Material.state)
    )
    found = {row[0]: row[1] for row in rows}
    studies = await tx.scalars(
        select(func.count()).where(Study.group_id == group_id, Study.state == StudyState.ASKED)
    )
    waiting = (MaterialState.DRAFT, MaterialState.QUEUED, MaterialState.SCHEDULED)
    return n.Desk(
        group_id=group_id,
        sent=sum(found.get(one, 0) for one in OPEN),
        waiting=sum(found.get(one, 0) for one in waiting),
        studies=int(studies.one()),
    )


async def sent_in(
    tx: Transaction, *, group_id: int, year: int, zone: ZoneInfo
) -> Sequence[Material]:
    """Return the materials that began to leave in a year, in order."""
    rows = await tx.scalars(
        select(Material)
        .where(
            Material.group_id == group_id,
            Material.sent_at >= datetime(year, 1, 1, tzinfo=zone),
            Material.sent_at < datetime(year + 1, 1, 1, tzinfo=zone),
        )
        .order_by(Material.sent_at, Material.id)
    )
    return rows.all()

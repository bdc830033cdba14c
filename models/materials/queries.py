"""Reads of materials: one, its card for somebody, the library, how it stands."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select

from models.database import Transaction
from models.errors import Gone, Refusal
from models.materials import notices as n
from models.materials.rules import LONGEST_CAPTION, OPEN, Category, MaterialState, like
from models.materials.tables import Course, Material, Recipient
from models.messages.carried import File, Media
from models.quizzes.tables import QuizQuestion
from models.studies.rules import StudyState
from models.studies.tables import Study

PAGE = 6


async def the_material(tx: Transaction, group_id: int, material_id: int) -> Material:
    """Return a material, held until the end of the transaction; Refusal (gone) if there is none."""
    rows = await tx.scalars(
        select(Material)
        .where(Material.group_id == group_id, Material.id == material_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row: Material | None = rows.first()
    if row is None:
        raise Refusal(Gone())
    return row


async def materials(
    tx: Transaction, keys: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], Material]:
    """Return materials by (group, material) number. For `tx.load`."""
    found = {}
    for group_id in {key[0] for key in keys}:
        ids = [key[1] for key in keys if key[0] == group_id]
        rows = await tx.scalars(
            select(Material).where(Material.group_id == group_id, Material.id.in_(ids))
        )
        found.update({(row.group_id, row.id): row for row in rows})
    return found


async def recipient_of(
    tx: Transaction, group_id: int, material_id: int, member_id: int
) -> Recipient | None:
    """Return a deputy's row of a material, None if it never went to them."""
    return await tx.get(Recipient, (group_id, material_id, member_id))


async def questions_of(tx: Transaction, group_id: int, material_id: int) -> int:
    """Return how many questions the quiz of a material has."""
    rows = await tx.scalars(
        select(func.count()).where(
            QuizQuestion.group_id == group_id, QuizQuestion.material_id == material_id
        )
    )
    return int(rows.one())


def files_of(one: Material) -> tuple[File, ...]:
    """Return the files of a material as they are sent."""
    return tuple(
        File(media=Media(each["media"]), file_id=str(each["file_id"])) for each in one.files
    )


def carries_file(one: Material) -> bool:
    """Tell whether the card itself carries the file: there is one, and the words fit under it."""
    files = files_of(one)
    return len(files) == 1 and files[0].media.takes_words and len(one.text) <= LONGEST_CAPTION


def batches_of(one: Material) -> list[tuple[File, ...]]:
    """Return the files that go before the card, album by album: Telegram mixes no kinds."""
    if carries_file(one):
        return []
    batches: list[list[File]] = []
    for file in files_of(one):
        last = batches[-1] if batches else None
        fits = last is not None and file.media.album is not None and len(last) < 10  # noqa: PLR2004
        if last is not None and fits and last[0].media.album == file.media.album:
            last.append(file)
        else:
            batches.append([file])
    return [tuple(batch) for batch in batches]


def card_of(one: Material, *, member_id: int, is_read: bool = False, questions: int = 0) -> n.Card:
    """Return a material as one deputy sees it."""
    is_withdrawn = one.state is MaterialState.WITHDRAWN
    return n.Card(
        files=files_of(one) if carries_file(one) else (),
        protected=one.protected,
        group_id=one.group_id,
        material_id=one.id,
        member_id=member_id,
        title=one.title,
        category=one.category,
        text="" if is_withdrawn else one.text,
        minutes=one.minutes,
        deadline=one.deadline,
        has_link=one.url is not None,
        url=one.url,
        questions=questions,
        is_read=is_read,
        is_corrected=one.corrected_at is not None and one.sent_at is not None,
        is_withdrawn=is_withdrawn,
    )


async def card_now(tx: Transaction, then: n.Card) -> n.Card | None:
    """Return a card as things are now; None once the material is gone."""
    one = await tx.load(materials, (then.group_id, then.material_id))
    if one is None:
        return None
    row = await recipient_of(tx, one.group_id, one.id, then.member_id)
    return card_of(
        one,
        member_id=then.member_id,
        is_read=row is not None and row.read_at is not None,
        questions=await questions_of(tx, one.group_id, one.id),
    )


async def group_card(tx: Transaction, one: Material) -> n.GroupCard:
    """Return a material as the group sees it, with numbers and no names."""
    read, asked = await read_counts(tx, one)
    is_withdrawn = one.state is MaterialState.WITHDRAWN
    return n.GroupCard(
        files=files_of(one) if carries_file(one) else (),
        protected=one.protected,
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        category=one.category,
        text="" if is_withdrawn else one.text,
        minutes=one.minutes,
        deadline=one.deadline,
        url=one.url,
        read=read,
        asked=asked,
        is_corrected=one.corrected_at is not None and one.sent_at is not None,
        is_withdrawn=is_withdrawn,
    )


async def read_counts(tx: Transaction, one: Material) -> tuple[int, int]:
    """Return how many have read a material, and of how many."""
    rows = await tx.execute(
        select(func.count(Recipient.read_at), func.count()).where(
            Recipient.group_id == one.group_id, Recipient.material_id == one.id
        )
    )
    read, asked = rows.one()
    return int(read), int(asked)


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
    wheres = [Material.group_id == group_id, Material.state.in_(shown)]
    order: list[ColumnElement[Any]] = [Material.sent_at.desc(), Material.id.desc()]
    if what == "unread":
        wheres += [Recipient.material_id.is_not(None), Recipient.read_at.is_(None)]
    elif what in set(Category):
        wheres.append(Material.category == Category(what))
    elif what.startswith("c"):
        wheres.append(Material.course_id == int(what[1:], 36))
        order = [Material.place.asc(), Material.id.asc()]
    elif what == "search":
        patterns = like(words)
        wheres += [Material.searched.like(one, escape="\\") for one in patterns]
    base = select(Material, Recipient.read_at).outerjoin(Recipient, mine).where(*wheres)
    total = int((await tx.scalars(select(func.count()).select_from(base.subquery()))).one())
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

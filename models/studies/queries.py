"""Reads of self-study."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, select

from models.database import Transaction
from models.people.tables import Member
from models.studies import notices as n
from models.studies.rules import StudyState
from models.studies.tables import Study

SHOWN = 20


async def study(tx: Transaction, group_id: int, study_id: int) -> Study | None:
    """Return a record, None if there is none."""
    return await tx.get(Study, (group_id, study_id))


async def card_of(tx: Transaction, row: Study) -> n.Card:
    """Return a record as the staff see it."""
    member = await tx.get(Member, (row.group_id, row.member_id))
    return n.Card(
        group_id=row.group_id,
        study_id=row.id,
        name=member.name if member else "",
        title=row.title,
        on=row.on,
        minutes=row.minutes,
        thoughts=row.thoughts,
        attached=len(row.files),
        state=row.state,
        answer=row.answer,
    )


async def of_member(
    tx: Transaction, *, group_id: int, member_id: int, year: int
) -> Sequence[Study]:
    """Return a deputy's records of a year, the newest first: for them and for the archive."""
    rows = await tx.scalars(
        select(Study)
        .where(
            Study.group_id == group_id,
            Study.member_id == member_id,
            Study.on >= date(year, 1, 1),
            Study.on <= date(year, 12, 31),
        )
        .order_by(Study.on.desc(), Study.id.desc())
    )
    return rows.all()


async def own(tx: Transaction, *, group_id: int, member_id: int, year: int) -> n.Own:
    """Return a deputy's own records of a year."""
    rows = await of_member(tx, group_id=group_id, member_id=member_id, year=year)
    accepted = [row.minutes for row in rows if row.state is StudyState.ACCEPTED]
    return n.Own(
        group_id=group_id,
        year=year,
        minutes=sum(accepted),
        lines=tuple((row.on, row.title, row.minutes, row.state) for row in rows[:SHOWN]),
    )


async def waiting(tx: Transaction, *, group_id: int) -> n.Waiting:
    """Return the records that wait for the staff, the oldest first."""
    rows = await tx.execute(
        select(Study.id, Member.name, Study.title)
        .join(Member, and_(Member.group_id == Study.group_id, Member.id == Study.member_id))
        .where(Study.group_id == group_id, Study.state == StudyState.ASKED)
        .order_by(Study.id)
        .limit(SHOWN)
    )
    return n.Waiting(group_id=group_id, lines=tuple((row[0], row[1], row[2]) for row in rows))

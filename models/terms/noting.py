"""How terms follow from what happens on the roster."""

from datetime import date, datetime

from sqlalchemy import select

from models.base import new_id
from models.database import Transaction
from models.people.tables import Level, Member, Role
from models.terms.tables import Came, Ended, Term


async def open_term(tx: Transaction, *, group_id: int, member_id: int) -> Term | None:
    """Return the term that goes on, None if none is known."""
    rows = await tx.scalars(
        select(Term).where(
            Term.group_id == group_id, Term.member_id == member_id, Term.ended.is_(None)
        )
    )
    return rows.first()


def new_term(
    member: Member,
    *,
    came: Came,
    since: date | None,
    now: datetime,
    noted_by: int | None,
    level: Level | None = None,
) -> Term:
    """Return a term that begins, with what the roster says of the member."""
    return Term(
        group_id=member.group_id,
        id=new_id(),
        member_id=member.id,
        came=came,
        level=level or member.level,
        congress=member.term,
        constituency=member.constituency,
        since=since,
        until=None,
        ended=None,
        noted_at=now,
        noted_by=noted_by,
    )


async def note_election(
    tx: Transaction,
    member: Member,
    *,
    came: Came,
    since: date | None,
    now: datetime,
    noted_by: int | None,
) -> None:
    """Note how a deputy came, as the roster states it; a term that goes on is brought to it."""
    if member.role is not Role.DEPUTY:
        return
    there = await open_term(tx, group_id=member.group_id, member_id=member.id)
    if there is None:
        tx.add(new_term(member, came=came, since=since, now=now, noted_by=noted_by))
    else:
        there.came, there.since = came, since or there.since
        there.level, there.congress = member.level, member.term
        there.constituency = member.constituency
    await tx.flush()


async def note_end(
    tx: Transaction, *, group_id: int, member_id: int, ended: Ended, on: date
) -> None:
    """Let the term that goes on end, if one is known; never before it began."""
    there = await open_term(tx, group_id=group_id, member_id=member_id)
    if there is not None:
        there.ended = ended
        there.until = max(on, there.since or on)
        await tx.flush()

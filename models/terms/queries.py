"""Reads of terms."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from models.database import Transaction
from models.people.tables import Member
from models.terms.notices import TermShown, TermsOf
from models.terms.tables import Came, Term


async def terms_of(
    tx: Transaction, *, group_id: int, member_ids: Collection[int]
) -> Mapping[int, Sequence[Term]]:
    """Return the terms of members, the first one first: one statement for all of them."""
    rows = await tx.scalars(
        select(Term)
        .where(Term.group_id == group_id, Term.member_id.in_(member_ids))
        .order_by(Term.member_id, Term.since.nulls_first(), Term.id)
    )
    found: dict[int, list[Term]] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(row)
    return found


def shown(one: Term) -> TermShown:
    """Return a term as it is listed."""
    return TermShown(
        came=one.came,
        level=one.level,
        congress=one.congress,
        since=one.since,
        until=one.until,
        ended=one.ended,
    )


async def history(tx: Transaction, member: Member) -> TermsOf:
    """Return what a deputy has held, as staff see it."""
    found = await terms_of(tx, group_id=member.group_id, member_ids=[member.id])
    return TermsOf(
        group_id=member.group_id,
        member_id=member.id,
        name=member.name,
        level=member.level,
        has_left=member.left_at is not None,
        terms=tuple(shown(one) for one in found.get(member.id, ())),
    )


async def begun(
    tx: Transaction, *, group_id: int, since: date, until: date
) -> Sequence[tuple[Term, Member]]:
    """Return the terms that began within [since, until), and whose, by day."""
    return await _with_members(tx, group_id, Term.since >= since, Term.since < until)


async def ended(
    tx: Transaction, *, group_id: int, since: date, until: date
) -> Sequence[tuple[Term, Member]]:
    """Return the terms that ended within [since, until), and whose, by day."""
    return await _with_members(tx, group_id, Term.until >= since, Term.until < until)


async def undated(tx: Transaction, *, group_id: int) -> Sequence[tuple[Term, Member]]:
    """Return the by-elections of which no day is known: no year can count them."""
    return await _with_members(tx, group_id, Term.since.is_(None), Term.came == Came.BY_ELECTED)


async def _with_members(
    tx: Transaction,
    group_id: int,
    *where: ColumnElement[bool],
) -> Sequence[tuple[Term, Member]]:
    rows = await tx.execute(
        select(Term, Member)
        .join(Member, and_(Member.group_id == Term.group_id, Member.id == Term.member_id))
        .where(Term.group_id == group_id, *where)
        .order_by(Term.since.nulls_first(), Term.until.nulls_last(), Member.name)
    )
    return [(row[0], row[1]) for row in rows]

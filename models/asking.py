"""How a question is put so that an index answers it, on both databases."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import InstrumentedAttribute


def among(
    group: InstrumentedAttribute[int],
    other: InstrumentedAttribute[int] | InstrumentedAttribute[str],
    keys: Iterable[tuple[int, int]] | Iterable[tuple[int, str]],
) -> ColumnElement[bool]:
    """Say that a pair of columns is one of these keys, group by group.

    A pair compared with a list of pairs is walked through by SQLite, the whole table, as soon as
    there are two.
    """
    others: dict[int, set[int | str]] = defaultdict(set)
    for group_id, one in keys:
        others[group_id].add(one)
    return or_(
        false(),
        *(and_(group == group_id, other.in_(list(found))) for group_id, found in others.items()),
    )


def among_members(
    group: InstrumentedAttribute[int],
    matter: InstrumentedAttribute[int],
    member: InstrumentedAttribute[int],
    keys: Iterable[tuple[int, int, int]],
) -> ColumnElement[bool]:
    """Say that three columns are one of these keys, matter by matter: the members of each."""
    members: dict[tuple[int, int], set[int]] = defaultdict(set)
    for group_id, matter_id, member_id in keys:
        members[group_id, matter_id].add(member_id)
    return or_(
        false(),
        *(
            and_(group == group_id, matter == matter_id, member.in_(list(found)))
            for (group_id, matter_id), found in members.items()
        ),
    )

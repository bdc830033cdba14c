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

"""Which suggestion or issue of the group the number of an outcome means."""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from models.database import Transaction
from models.errors import Refusal
from models.groups.queries import groups
from models.issues.queries import by_number
from models.records.notices import NoSuchIssue, Target
from models.records.rules import OutcomeKind
from models.suggestions.tables import Suggestion

MOST = 3  # suggestions of one number: each congress counts its own
_ISSUE = re.compile(r"([A-Za-z][A-Za-z0-9]*)-(\d{4})-(\d{1,9})", re.ASCII)
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


async def targets(
    tx: Transaction, *, group_id: int, kind: OutcomeKind, number: str | None, on: date
) -> Sequence[Target]:
    """Return what a number means: the issue of it, or the suggestions of its year.

    A suggestion is of the year the number names (2026 No. 21), else of the year of `on`; 021 and
    No. 21 are one number. Empty: free words, or nothing of the group.
    """
    if not number:
        return ()
    issue_number = await _own_issue_number(tx, group_id, number)
    if issue_number is not None:
        one = await by_number(tx, group_id=group_id, number=issue_number)
        return (Target(is_issue=True, subject_id=one.id, number=one.number),) if one else ()
    if kind is not OutcomeKind.SUGGESTION:
        return ()
    return await _suggestions(tx, group_id, number, on)


async def require_known(tx: Transaction, *, group_id: int, number: str | None) -> None:
    """Refusal (no such issue) for what is written as a number of the group's issues and is none."""
    issue_number = await _own_issue_number(tx, group_id, number or "")
    if issue_number is None:
        return
    if await by_number(tx, group_id=group_id, number=issue_number) is None:
        raise Refusal(NoSuchIssue(number=issue_number))


async def _own_issue_number(tx: Transaction, group_id: int, words: str) -> str | None:
    match = _ISSUE.search(words)
    group = await tx.load(groups, group_id)
    own = match is not None and group is not None and match[1].upper() == group.code.upper()
    return match[0].upper() if match and own else None


async def _suggestions(tx: Transaction, group_id: int, words: str, on: date) -> Sequence[Target]:
    year = _YEAR.search(words)
    wanted = _serial(words[: year.start()] + words[year.end() :] if year else words)
    if wanted is None:
        return ()
    rows = await tx.scalars(
        select(Suggestion)
        .where(
            Suggestion.group_id == group_id,
            Suggestion.year == (int(year[1]) if year else on.year),
            Suggestion.number.is_not(None),
        )
        .order_by(Suggestion.level, Suggestion.id)
    )
    found = [row for row in rows if _serial(row.number or "") == wanted]
    return tuple(
        Target(is_issue=False, subject_id=row.id, number=row.number or "") for row in found[:MOST]
    )


def _serial(words: str) -> int | None:
    """Return the one number in some words, None for none or for several."""
    found = _DIGITS.findall(words)
    return int(found[0]) if len(found) == 1 and found[0].isascii() else None

"""The history of an issue: one line written, lines read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.base import new_id
from models.database import Transaction
from models.issues.states import EntryKind, Way
from models.issues.tables import Issue, IssueEntry
from models.people.rules import Actor


def write(
    tx: Transaction,
    one: Issue,
    kind: EntryKind,
    text: str,
    *,
    by: Actor,
    now: datetime,
    version: int = 1,
    message_id: int | None = None,
    way: Way | None = None,
) -> IssueEntry:
    """Add a line to the history of an issue."""
    entry = IssueEntry(
        group_id=one.group_id,
        issue_id=one.id,
        id=new_id(),
        kind=kind,
        at=now,
        by=str(by),
        member_id=by.member_id,
        text=text,
        version=version,
        message_id=message_id,
        way=way,
    )
    tx.add(entry)
    return entry


async def history(tx: Transaction, one: Issue, *, limit: int = 200) -> Sequence[IssueEntry]:
    """Return the history of an issue, oldest first."""
    rows = await tx.scalars(
        select(IssueEntry)
        .where(IssueEntry.group_id == one.group_id, IssueEntry.issue_id == one.id)
        .order_by(IssueEntry.id.desc())
        .limit(limit)
    )
    return list(reversed(rows.all()))


async def last_of(tx: Transaction, one: Issue, kind: EntryKind) -> IssueEntry | None:
    """Return the newest line of a kind, or None."""
    rows = await tx.scalars(
        select(IssueEntry)
        .where(
            IssueEntry.group_id == one.group_id,
            IssueEntry.issue_id == one.id,
            IssueEntry.kind == kind,
        )
        .order_by(IssueEntry.id.desc())
        .limit(1)
    )
    return rows.first()


async def words_with(
    tx: Transaction, *, account_id: int, message_id: int
) -> tuple[Issue, IssueEntry] | None:
    """Return the newest version of words a voter wrote in a message, with their issue."""
    rows = await tx.execute(
        select(Issue, IssueEntry)
        .join(
            IssueEntry,
            (IssueEntry.group_id == Issue.group_id) & (IssueEntry.issue_id == Issue.id),
        )
        .where(Issue.account_id == account_id, IssueEntry.message_id == message_id)
        .order_by(IssueEntry.version.desc(), IssueEntry.id.desc())
        .limit(1)
    )
    found = rows.first()
    return (found[0], found[1]) if found else None

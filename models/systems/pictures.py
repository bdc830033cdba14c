"""Which picture of a report another system may see, by an address that nobody can guess."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.issues import queries
from models.issues.states import FileKind
from models.issues.tables import Issue, IssueFile
from models.people import keys
from models.people.rules import Actor, require_staff
from models.platforms.tables import Carrier, Ticket
from models.systems.requests import is_shown

_PARTS, _LONGEST = 4, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One picture of one report."""

    group_id: int
    issue_id: int
    file_id: int


def signed(key: Key) -> str:
    """Return what names a picture in an address: its numbers, and that they were given here."""
    plain = f"{key.group_id}-{key.issue_id}-{key.file_id}"
    return f"{plain}-{keys.current().find(f'open311 picture {plain}')[:32]}"


def read(name: str) -> Key | None:
    """Return which picture a name stands for, None for one that was not given here."""
    parts = name.split("-")
    if len(name) > _LONGEST or len(parts) != _PARTS:
        return None
    if not all(one.isascii() and one.isdecimal() for one in parts[:3]):
        return None
    key = Key(group_id=int(parts[0]), issue_id=int(parts[1]), file_id=int(parts[2]))
    return key if hmac.compare_digest(signed(key).encode(), name.encode()) else None


async def file_of(tx: Transaction, key: Key) -> str | None:
    """Return the file of a picture that may be seen now: by everybody, or by the platform.

    None once its voter or the staff have taken that back, or it was deleted.
    """
    one = await queries.issue(tx, group_id=key.group_id, issue_id=key.issue_id)
    file = await tx.get(IssueFile, (key.group_id, key.issue_id, key.file_id))
    if one is None or file is None or file.kind is not FileKind.PHOTO or file.is_proof:
        return None
    return file.file_id if is_shown(one) or await _is_with_platform(tx, one) else None


async def _is_with_platform(tx: Transaction, one: Issue) -> bool:
    ticket = await tx.get(Ticket, (one.group_id, one.id))
    return ticket is not None and ticket.carrier is Carrier.OPEN311 and ticket.result_at is None


async def first_of(tx: Transaction, one: Issue) -> Key | None:
    """Return the first picture of a report, None if it has none."""
    found = await tx.scalars(
        select(func.min(IssueFile.id)).where(
            IssueFile.group_id == one.group_id,
            IssueFile.issue_id == one.id,
            IssueFile.kind == FileKind.PHOTO,
            ~IssueFile.is_proof,
        )
    )
    file_id = found.one()
    return file_id and Key(group_id=one.group_id, issue_id=one.id, file_id=file_id)


async def clear(
    tx: Transaction, *, group_id: int, issue_id: int, may: bool, by: Actor, now: datetime
) -> Issue:
    """Find the pictures of a report fit for everybody, or not: no face, no number plate, no door.

    They are seen only where the voter lets the report be published.
    """
    require_staff(by, group_id=group_id)
    one = await queries.issue(tx, group_id=group_id, issue_id=issue_id)
    if one is None:
        raise Refusal(Gone())
    one.pictures_cleared_at = now if may else None
    audit.write(
        tx,
        "issues.clear_pictures",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=one.id,
        may=int(may),
    )
    return one

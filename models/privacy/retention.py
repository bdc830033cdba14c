"""Personal data is deleted when its purpose is done (PIPL Art. 47), unless a hold stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, select

from models.audit import actions as audit
from models.audit.tables import AuditEntry
from models.database import Transaction
from models.groups.queries import everyone
from models.issues.tables import Issue, IssueEntry, IssueFile
from models.people.rules import CLOCK, Actor
from models.pictures import actions as pictures
from models.privacy import settings
from models.privacy.scanning import masked
from models.privacy.tables import Hold, Reveal

NOUN = "issues"
Key = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How much is due to be deleted now, and how much of it a hold keeps."""

    contacts: int
    files: int
    audit_entries: int
    reveals: int
    held: int


def _is_held() -> ColumnElement[bool]:
    return exists().where(
        Hold.group_id == Issue.group_id,
        Hold.noun == NOUN,
        Hold.subject_id == Issue.id,
        Hold.lifted_at.is_(None),
    )


def _contact_due(now: datetime) -> ColumnElement[bool]:
    before = now - timedelta(days=settings.current().contact_days)
    return (Issue.closed_at < before) & Issue.contact_gone_at.is_(None)


def _files_due(now: datetime) -> ColumnElement[bool]:
    before = now - timedelta(days=settings.current().picture_days)
    return (Issue.closed_at < before) & Issue.files_gone_at.is_(None)


async def contacts_due(tx: Transaction, *, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the reports whose contact data is to be deleted, held ones excepted."""
    return await _keys(tx, _contact_due(now), limit)


async def files_due(tx: Transaction, *, now: datetime, limit: int = 500) -> Sequence[Key]:
    """Return the reports whose pictures and files are to be deleted, held ones excepted."""
    return await _keys(tx, _files_due(now), limit)


async def _keys(tx: Transaction, is_due: ColumnElement[bool], limit: int) -> Sequence[Key]:
    rows = await tx.execute(
        select(Issue.group_id, Issue.id)
        .where(is_due, ~_is_held())
        .order_by(Issue.closed_at)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def _still(tx: Transaction, key: Key, is_due: ColumnElement[bool]) -> Issue | None:
    rows = await tx.scalars(
        select(Issue)
        .where(Issue.group_id == key[0], Issue.id == key[1], is_due, ~_is_held())
        .with_for_update()
    )
    return rows.first()


async def forget_contact(tx: Transaction, key: Key, *, now: datetime) -> bool:
    """Delete the contact data of a report, if it is still due."""
    one = await _still(tx, key, _contact_due(now))
    if one is None:
        return False
    await erase_contact(tx, one, by=CLOCK, now=now)
    return True


async def forget_files(tx: Transaction, key: Key, *, now: datetime) -> bool:
    """Delete the pictures and files of a report, if they are still due."""
    one = await _still(tx, key, _files_due(now))
    if one is None:
        return False
    await erase_files(tx, one, by=CLOCK, now=now)
    return True


async def erase_contact(tx: Transaction, one: Issue, *, by: Actor, now: datetime) -> None:
    """Delete name, phone, address and account of a report; mask the numbers in its words."""
    one.name_sealed = one.phone_sealed = one.phone_index = one.address_sealed = None
    one.account_id = None
    one.own_words, one.place = masked(one.own_words), masked(one.place)
    one.wish = masked(one.wish) if one.wish else one.wish
    entries = await tx.scalars(
        select(IssueEntry).where(IssueEntry.group_id == one.group_id, IssueEntry.issue_id == one.id)
    )
    for entry in entries.all():
        entry.text = masked(entry.text)
    one.contact_gone_at = now
    _note(tx, "privacy.erase_contact", one, by, now)


async def erase_files(tx: Transaction, one: Issue, *, by: Actor, now: datetime) -> None:
    """Delete the pictures and files of a report; those with Telegram are no longer known here."""
    gone = await tx.scalars(
        delete(IssueFile)
        .where(IssueFile.group_id == one.group_id, IssueFile.issue_id == one.id)
        .returning(IssueFile.file_id)
        .execution_options(synchronize_session=False)
    )
    numbers = [key[1] for each in gone if (key := pictures.key_of(each)) is not None]
    if numbers:
        await pictures.forget(tx, group_id=one.group_id, picture_ids=numbers)
    one.files_gone_at = now
    _note(tx, "privacy.erase_files", one, by, now)


def _note(tx: Transaction, verb: str, one: Issue, by: Actor, now: datetime) -> None:
    audit.write(tx, verb, by=by, now=now, group_id=one.group_id, subject_id=one.id)


async def forget_audit(tx: Transaction, *, now: datetime) -> int:
    """Delete what was done, and looked at, longer ago than it is kept; return how many rows."""
    before = now - timedelta(days=settings.current().audit_days)
    owners = await _owners(tx)
    entries = await tx.scalars(
        delete(AuditEntry)
        .where(AuditEntry.group_id.in_(owners), AuditEntry.at < before)
        .returning(AuditEntry.id)
        .execution_options(synchronize_session=False)
    )
    looks = await tx.scalars(
        delete(Reveal)
        .where(Reveal.group_id.in_(owners), Reveal.at < before)
        .returning(Reveal.serial)
        .execution_options(synchronize_session=False)
    )
    return len(entries.all()) + len(looks.all())


async def _owners(tx: Transaction) -> list[int]:
    """Return every group, and 0 for what belongs to none: keys begin with them."""
    return [0, *(one.id for one in await everyone(tx))]


async def due(tx: Transaction, *, now: datetime) -> Due:
    """Count what a run would delete now, and change nothing."""
    before = now - timedelta(days=settings.current().audit_days)
    owners = await _owners(tx)
    either = _contact_due(now) | _files_due(now)
    return Due(
        contacts=await _count(tx, Issue, _contact_due(now) & ~_is_held()),
        files=await _count(tx, Issue, _files_due(now) & ~_is_held()),
        audit_entries=await _count(
            tx, AuditEntry, AuditEntry.group_id.in_(owners) & (AuditEntry.at < before)
        ),
        reveals=await _count(tx, Reveal, Reveal.group_id.in_(owners) & (Reveal.at < before)),
        held=await _count(tx, Issue, either & _is_held()),
    )


async def _count(
    tx: Transaction,
    table: type[Issue] | type[AuditEntry] | type[Reveal],
    which: ColumnElement[bool],
) -> int:
    counted = await tx.scalars(select(func.count()).select_from(table).where(which))
    return int(counted.one())

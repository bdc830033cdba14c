"""Verbs on issues: report, add to it, edit it, say "me too"."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.groups.queries import groups
from models.issues import notices as n
from models.issues import receipts, telling
from models.issues.contacts import Contact, seal
from models.issues.history import words_with, write
from models.issues.moving import party_of, zone_of
from models.issues.numbers import next_serial, written
from models.issues.queries import issue
from models.issues.reports import Piece, Report, clean
from models.issues.rules import Party
from models.issues.states import SETTLED, EntryKind, IssueState, Way
from models.issues.tables import Issue, IssueFile, IssueFollower
from models.issues.timing import start_clock
from models.limits import settings as limited
from models.people.rules import Actor, ActorKind
from models.people.tables import Role

_NAMELESS = Actor(kind=ActorKind.ACCOUNT)


async def register(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    report: Report,
    by: Actor,
    now: datetime,
) -> tuple[Issue, str | None]:
    """Give a report its number; the staff see it at once. Returns the issue and a receipt code.

    Only an anonymous one has a code, of which a hash is kept, and no account. Refusal (empty)
    for a report without words and files, (not allowed) for deputies and staff of other groups.
    """
    _require_reporter(by, group_id)
    if not report.words and not report.files:
        raise Refusal(n.Empty())
    one = _row(report, await _numbered(tx, group_id, now), by, now)
    code = receipts.made() if report.is_anonymous else None
    one.receipt_hash = receipts.hashed(code) if code else None
    seal(one, Contact(name=report.name, phone=report.phone, address=report.address))
    await start_clock(tx, one, now=now)
    tx.add(one)
    await tx.flush()
    actor = _NAMELESS if report.is_anonymous and by.kind is ActorKind.ACCOUNT else by
    write(tx, one, EntryKind.WORDS, one.own_words, by=actor, now=now, message_id=report.message_id)
    attach(tx, one, report.files, now=now)
    audit.write(
        tx,
        "issues.register",
        by=actor,
        now=now,
        group_id=group_id,
        subject_id=one.id,
        number=one.number,
        mode=one.mode.value,
    )
    await tx.flush()
    await telling.announce(tx, one, bot_id=bot_id, now=now)
    return one, code


def _require_reporter(by: Actor, group_id: int) -> None:
    """Let voters report anywhere, and deputies and staff for somebody in their own group."""
    if by.kind in (ActorKind.MEMBER, ActorKind.SYSTEM) and by.group_id != group_id:
        raise Refusal(NotAllowed())
    if by.kind in (ActorKind.UNIT, ActorKind.CLOCK):
        raise Refusal(NotAllowed())


async def _numbered(tx: Transaction, group_id: int, now: datetime) -> dict[str, Any]:
    """Return what makes an issue known: its group, its row, its year, serial and number."""
    group = await tx.load(groups, group_id)
    if group is None:
        raise Refusal(Gone())
    year = now.astimezone(await zone_of(tx, group_id)).year
    serial = await next_serial(tx, group_id=group_id, year=year)
    return {
        "group_id": group_id,
        "id": new_id(),
        "year": year,
        "serial": serial,
        "number": written(group.code, year, serial),
    }


def _row(report: Report, numbered: dict[str, Any], by: Actor, now: datetime) -> Issue:
    return Issue(
        **numbered,
        state=IssueState.RECEIVED,
        reported_at=now,
        mode=report.mode,
        station_id=report.station_id,
        activity_id=report.activity_id,
        recorder_id=by.member_id if by.role in (Role.DEPUTY, Role.STAFF) else None,
        account_id=None if report.is_anonymous else report.account_id,
        is_anonymous=report.is_anonymous,
        report_back_by=Way.RECEIPT if report.is_anonymous else report.report_back_by,
        own_words=report.words,
        category=report.category,
        place=report.place,
        latitude=report.latitude,
        longitude=report.longitude,
        urgency=report.urgency,
        wish=report.wish,
        may_publish=report.may_publish,
        is_complex=False,
        light=0,
        reopened=0,
    )


def attach(
    tx: Transaction, one: Issue, files: Sequence[Piece], *, now: datetime, is_proof: bool = False
) -> None:
    """Keep files with an issue, each under a number of its own."""
    for piece in files:
        tx.add(
            IssueFile(
                group_id=one.group_id,
                issue_id=one.id,
                id=new_id(),
                kind=piece.kind,
                file_id=piece.file_id,
                file_unique_id=piece.file_unique_id,
                name=clean(piece.name)[:200],
                size=piece.size,
                caption=clean(piece.caption)[:1024],
                at=now,
                is_proof=is_proof,
            )
        )


async def add(
    tx: Transaction,
    *,
    group_id: int,
    issue_id: int,
    words: str,
    files: Sequence[Piece] = (),
    message_id: int | None = None,
    by: Actor,
    now: datetime,
    is_proven: bool = False,
) -> Issue:
    """Add words and files to a report, at any time while it is open; the staff's card shows it.

    Refusal (settled) once it is closed, (full) beyond as many files as a report may have.
    """
    one = await issue(tx, group_id=group_id, issue_id=issue_id)
    party = await party_of(tx, one, by, is_proven=is_proven)
    if one is None or party in (Party.OTHER, Party.UNIT):
        raise Refusal(Gone())
    if one.state in SETTLED:
        raise Refusal(n.Settled(number=one.number, state=one.state))
    fresh = await _fresh(tx, one, files)
    if not clean(words) and not fresh:
        raise Refusal(n.Empty())
    actor = _NAMELESS if one.is_anonymous and party is Party.VOTER else by
    write(tx, one, EntryKind.ADDED, clean(words), by=actor, now=now, message_id=message_id)
    attach(tx, one, fresh, now=now)
    audit.write(tx, "issues.add", by=actor, now=now, group_id=group_id, subject_id=one.id)
    await telling.touch(tx, one)
    return one


async def _fresh(tx: Transaction, one: Issue, files: Sequence[Piece]) -> list[Piece]:
    """Return the files that are not there yet; Refusal (full) if they are too many."""
    rows = await tx.scalars(
        select(IssueFile.file_unique_id).where(
            IssueFile.group_id == one.group_id,
            IssueFile.issue_id == one.id,
            ~IssueFile.is_proof,
        )
    )
    known = set(rows)
    fresh = {piece.file_unique_id: piece for piece in files if piece.file_unique_id not in known}
    most = limited.current().files_of_a_report
    if len(known) + len(fresh) > most:
        raise Refusal(n.Full(most=most))
    return list(fresh.values())


async def edit(
    tx: Transaction,
    *,
    account_id: int,
    message_id: int,
    words: str,
    now: datetime,
) -> Issue | None:
    """Keep a new version of words a voter has edited after sending; None if they are no report's.

    The earlier versions stay for the staff to read.
    """
    found = await words_with(tx, account_id=account_id, message_id=message_id)
    new = clean(words)
    if found is None or not new:
        return None
    one, entry = found
    if entry.text == new or one.state in SETTLED:
        return None
    by = Actor(kind=ActorKind.ACCOUNT, account_id=account_id)
    version = entry.version + 1
    write(tx, one, entry.kind, new, by=by, now=now, message_id=message_id, version=version)
    if entry.kind is EntryKind.WORDS:
        one.own_words = one.own_words.replace(entry.text, new) if entry.text else new
    audit.write(
        tx, "issues.edit", by=by, now=now, group_id=one.group_id, subject_id=one.id, version=version
    )
    await telling.touch(tx, one)
    return one


async def join(
    tx: Transaction, *, group_id: int, issue_id: int, by: Actor, now: datetime
) -> tuple[Issue, int]:
    """Say "me too" to a report: the account hears the outcome. Returns how many it concerns.

    A second time changes nothing. Refusal (settled) once it is closed.
    """
    one = await issue(tx, group_id=group_id, issue_id=issue_id)
    if one is None or by.account_id is None:
        raise Refusal(Gone())
    if one.state in SETTLED:
        raise Refusal(n.Settled(number=one.number, state=one.state))
    if one.account_id != by.account_id:
        insert = sqlite.insert if tx.is_sqlite else postgresql.insert
        await tx.execute(
            insert(IssueFollower)
            .values(group_id=group_id, issue_id=issue_id, account_id=by.account_id, at=now)
            .on_conflict_do_nothing()
        )
        audit.write(tx, "issues.join", by=by, now=now, group_id=group_id, subject_id=one.id)
        await telling.touch(tx, one)
    count = await tx.scalars(
        select(func.count())
        .select_from(IssueFollower)
        .where(IssueFollower.group_id == group_id, IssueFollower.issue_id == issue_id)
    )
    return one, 1 + int(count.one())


async def set_publish(
    tx: Transaction, *, group_id: int, issue_id: int, may: bool, by: Actor, now: datetime
) -> Issue:
    """Keep whether a report may be published, without who reported it: the voter's word alone."""
    one = await issue(tx, group_id=group_id, issue_id=issue_id)
    if one is None or await party_of(tx, one, by) not in (Party.VOTER, Party.DEPUTY):
        raise Refusal(Gone())
    one.may_publish = may
    audit.write(
        tx, "issues.publish", by=by, now=now, group_id=group_id, subject_id=one.id, may=int(may)
    )
    return one

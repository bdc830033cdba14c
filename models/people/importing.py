"""A roster is imported: all of what is certain, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select

from models.audit import actions as audit
from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.tables import Group
from models.people import phones
from models.people import roster_notices as r
from models.people.binding import bind
from models.people.roster import Doubtful, Match, Plan, RosterLine, Verdict, plan
from models.people.rules import Actor, require_staff
from models.people.tables import Member, RosterFile
from models.terms.noting import note_election

KEPT = timedelta(days=1)  # how long a roster waits to be confirmed


async def preview(tx: Transaction, *, group_id: int, lines: Sequence[RosterLine]) -> Plan:
    """Say what an import of these lines would do; nothing is changed."""
    members = await tx.scalars(
        select(Member).where(Member.group_id == group_id).order_by(Member.created_at, Member.id)
    )
    return plan(lines, members.all(), phones.index)


async def import_roster(
    tx: Transaction,
    *,
    group_id: int,
    lines: Sequence[RosterLine],
    by: Actor,
    now: datetime,
    skip_doubtful: bool = False,
) -> Plan:
    """Bring a group's roster to what the lines say, and return what was done line by line.

    Nobody is removed, and an empty cell changes nothing. A Telegram number binds at once.
    Refused: not the group's staff; and, unless they are to be left out, lines of which it is
    not clear whom they mean. The same lines a second time change nothing.
    """
    require_staff(by, group_id=group_id)
    group = await tx.session.get(Group, group_id, with_for_update=True)  # one import at a time
    if group is None:
        raise Refusal(Gone())
    planned = await preview(tx, group_id=group_id, lines=lines)
    if planned.doubtful and not skip_doubtful:
        raise Refusal(r.RosterDoubtful(problems=tuple(map(as_problem, planned.doubtful))))
    for match in planned.matches:
        await _apply(tx, group_id, match, by=by, now=now)
    if planned.changes_something:
        counts = {verdict.value: len(planned.of(verdict)) for verdict in Verdict}
        audit.write(tx, "people.import", by=by, now=now, group_id=group_id, **counts)
    return planned


def as_problem(one: Doubtful) -> r.RowProblem:
    """Return a doubtful line as a problem of its row."""
    return r.RowProblem(row=one.line.row, column=None, code=one.doubt.value, value=one.name)


async def _apply(tx: Transaction, group_id: int, match: Match, *, by: Actor, now: datetime) -> None:
    if match.verdict is Verdict.SAME:
        if match.member is not None:
            await _note_term(tx, match.member, match.line, by=by, now=now)
        return
    member = match.member or _new(tx, group_id, match.line, now=now)
    if match.verdict is Verdict.RETURN:
        # Who comes back proves anew who they are: the account may have passed on meanwhile.
        member.left_at = member.account_id = member.bound_at = None
    _fill(member, match.line)
    await tx.flush()
    await _note_term(tx, member, match.line, by=by, now=now)
    audit.write(
        tx,
        f"people.{match.verdict.value}",
        by=by,
        now=now,
        group_id=group_id,
        subject_id=member.id,
        facts=",".join(match.changes),
    )
    account_id = match.line.telegram_id
    if account_id is not None and member.account_id != account_id:
        await bind(tx, member, account_id=account_id, by=by, now=now, way="roster")


async def _note_term(
    tx: Transaction, member: Member, line: RosterLine, *, by: Actor, now: datetime
) -> None:
    """Note how a deputy came into office, where the line says so."""
    if line.came is not None:
        await note_election(
            tx, member, came=line.came, since=line.elected_on, now=now, noted_by=by.member_id
        )


def _new(tx: Transaction, group_id: int, line: RosterLine, *, now: datetime) -> Member:
    member = Member(group_id=group_id, id=new_id(), role=line.role, name=line.name, created_at=now)
    tx.add(member)
    return member


def _fill(member: Member, line: RosterLine) -> None:
    """Take over what the line states."""
    member.name = line.name
    if line.phone is not None:
        member.phone_index = phones.index(line.phone)
        member.phone_sealed = phones.seal(line.phone, group_id=member.group_id, member_id=member.id)
    for name in ("level", "delegation", "constituency", "post", "term"):
        stated = getattr(line, name)
        if stated is not None:
            setattr(member, name, stated)


async def keep_file(
    tx: Transaction,
    *,
    account_id: int,
    filename: str,
    content: Mapping[str, Any],
    now: datetime,
) -> int:
    """Keep a roster until it is confirmed, in place of an earlier one; return its version.

    `content` is JSON with every phone sealed. Those nobody confirmed are thrown away.
    """
    stale = or_(RosterFile.account_id == account_id, RosterFile.sent_at < now - KEPT)
    await tx.execute(delete(RosterFile).where(stale))
    file = RosterFile(
        account_id=account_id,
        version=new_id(),
        filename=filename[:120],
        content=dict(content),
        sent_at=now,
    )
    tx.add(file)
    return file.version


async def kept_file(tx: Transaction, *, account_id: int, version: int, now: datetime) -> RosterFile:
    """Return a roster that waits; Refusal (gone) if it was replaced, dropped, done, or is old."""
    file = await tx.session.get(RosterFile, account_id, with_for_update=True)
    if file is None or file.version != version or file.sent_at < now - KEPT:
        raise Refusal(Gone())
    return file


async def drop_file(tx: Transaction, *, account_id: int) -> None:
    """Forget the roster that waits."""
    await tx.execute(delete(RosterFile).where(RosterFile.account_id == account_id))

"""Verbs on terms: note an election, a change of level, an end."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.people import actions as people
from models.people.rules import Actor, require_staff
from models.people.tables import Level, Member, Role
from models.terms.notices import DayWrong, NotADeputy, SameLevel
from models.terms.noting import new_term, note_election, note_end, open_term
from models.terms.tables import Came, Ended


async def elect(
    tx: Transaction,
    *,
    group_id: int,
    member_id: int,
    came: Came,
    since: date,
    by: Actor,
    now: datetime,
) -> Member:
    """Note how and when a deputy came into office; what was noted of it before is corrected.

    Refused: not the group's staff, no deputy of the roster, a day ahead.
    """
    member = await _deputy(tx, group_id, member_id, by=by)
    await _not_ahead(tx, group_id, since, now=now)
    await note_election(tx, member, came=came, since=since, now=now, noted_by=by.member_id)
    facts = {"came": came.value, "since": since.isoformat()}
    audit.write(tx, "terms.elect", by=by, now=now, group_id=group_id, subject_id=member_id, **facts)
    return member


async def change_level(
    tx: Transaction,
    *,
    group_id: int,
    member_id: int,
    level: Level,
    came: Came,
    on: date,
    by: Actor,
    now: datetime,
) -> Member:
    """Let a deputy be of another level from a day on: one term ends, the next begins.

    Refused besides: the level they have already, a day ahead or before the term began.
    """
    member = await _deputy(tx, group_id, member_id, by=by)
    if member.level is level:
        raise Refusal(SameLevel(name=member.name, level=level))
    await _not_ahead(tx, group_id, on, now=now)
    await _not_before(tx, member, on)
    await note_end(tx, group_id=group_id, member_id=member_id, ended=Ended.LEVEL, on=on)
    was, member.level = member.level, level
    tx.add(new_term(member, came=came, since=on, now=now, noted_by=by.member_id, level=level))
    await tx.flush()
    facts = {"was": was.value if was else None, "level": level.value, "on": on.isoformat()}
    audit.write(
        tx, "terms.change_level", by=by, now=now, group_id=group_id, subject_id=member_id, **facts
    )
    return member


async def end(
    tx: Transaction,
    *,
    group_id: int,
    member_id: int,
    ended: Ended,
    on: date,
    by: Actor,
    now: datetime,
    bot_id: int | None,
) -> Member:
    """Let a deputy's term end and take them off the roster; the history stays, they are told.

    Refused besides: a day ahead or before the term began.
    """
    member = await _deputy(tx, group_id, member_id, by=by)
    await _not_ahead(tx, group_id, on, now=now)
    await _not_before(tx, member, on)
    await note_end(tx, group_id=group_id, member_id=member_id, ended=ended, on=on)
    return await people.leave(
        tx, group_id=group_id, member_id=member_id, by=by, now=now, bot_id=bot_id
    )


async def _deputy(tx: Transaction, group_id: int, member_id: int, *, by: Actor) -> Member:
    require_staff(by, group_id=group_id)
    member = await people.on_roster(tx, group_id=group_id, member_id=member_id)
    if member.role is not Role.DEPUTY:
        raise Refusal(NotADeputy())
    return member


async def _not_ahead(tx: Transaction, group_id: int, day: date, *, now: datetime) -> None:
    group = await tx.load(groups, group_id)
    if group is None:
        raise Refusal(Gone())
    if day > now.astimezone(ZoneInfo(group.timezone)).date():
        raise Refusal(DayWrong(not_before=None))


async def _not_before(tx: Transaction, member: Member, day: date) -> None:
    there = await open_term(tx, group_id=member.group_id, member_id=member.id)
    if there is not None and there.since is not None and day < there.since:
        raise Refusal(DayWrong(not_before=there.since))

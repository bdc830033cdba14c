"""A plan that the staff have changed in a sheet: what it says against what there is. Pure parts.

A row is found again by day, station and mode; what differs in its people or topics is a change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

from sqlalchemy import delete, or_

from models.base import new_id
from models.database import Transaction
from models.errors import Gone, Refusal
from models.people.rules import Actor, require_staff
from models.receptions.adjusting import describe, put, take_out
from models.receptions.figures import year_of
from models.receptions.notices import PlanChange, PlanPreview
from models.receptions.queries import Sitting, deputies_of, zone_of
from models.receptions.rules import DutyKind, SessionState
from models.receptions.tables import PlanFile


class _About(TypedDict):
    group_id: int
    session_id: int
    by: Actor
    now: datetime


_KEPT = timedelta(days=1)  # how long a plan waits to be confirmed
_SHOWN = 12  # changes and problems on a preview


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A row of the sheet: where and when, and who is to be there."""

    row: int
    day: date
    station: str
    deputies: tuple[str, ...]
    backup: str | None
    topics: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that a sheet changes at a session."""

    session_id: int
    what: PlanChange
    member_id: int = 0
    name: str = ""
    station: str = ""
    text: str = ""
    instead: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a sheet would change, and rows that cannot be used: (row, code, value)."""

    changes: tuple[Change, ...]
    problems: tuple[tuple[int, str, str], ...]


async def compare(
    tx: Transaction, *, group_id: int, year: int, lines: Sequence[PlanLine], now: datetime
) -> Compared:
    """Say what a sheet would change; nothing is written. Sessions that have begun stay."""
    the = await year_of(tx, group_id=group_id, year=year)
    zone = await zone_of(tx, group_id)
    sessions = {
        (one.session.starts_at.astimezone(zone).date(), one.station.name): one
        for one in the.all
        if one.session.state is not SessionState.CLOSED and one.session.starts_at > now
    }
    names: dict[str, list[int]] = {}
    for member in await deputies_of(tx, group_id=group_id):
        names.setdefault(member.name, []).append(member.id)
    changes: list[Change] = []
    problems: list[tuple[int, str, str]] = []
    for line in lines:
        one = sessions.get((line.day, line.station))
        if one is None:
            problems.append((line.row, "no_session", f"{line.day} {line.station}"))
            continue
        wrong = _names_wrong(line, names)
        if wrong:
            problems += wrong
        else:
            changes += _changes(one, line, {name: ids[0] for name, ids in names.items()})
    return Compared(changes=tuple(changes), problems=tuple(problems + _twice(lines)))


def _names_wrong(line: PlanLine, names: Mapping[str, Sequence[int]]) -> list[tuple[int, str, str]]:
    said = [*line.deputies, *([line.backup] if line.backup else [])]
    unknown = [(line.row, "nobody_called", one) for one in said if one not in names]
    several = [(line.row, "namesakes", one) for one in said if len(names.get(one, ())) > 1]
    double = [(line.row, "named_twice", one) for one in set(said) if said.count(one) > 1]
    return unknown + several + double


def _twice(lines: Sequence[PlanLine]) -> list[tuple[int, str, str]]:
    """Find who stands in two rows of one day: nobody is twice in a round."""
    seen: dict[tuple[date, str], int] = {}
    found = []
    for line in lines:
        for name in {*line.deputies, *([line.backup] if line.backup else [])}:
            first = seen.setdefault((line.day, name), line.row)
            if first != line.row:
                found.append((line.row, "twice_that_day", name))
    return found


def _changes(one: Sitting, line: PlanLine, ids: Mapping[str, int]) -> list[Change]:
    session_id, station = one.session.id, one.station.name
    there = {each.member.name: each.member.id for each in one.on_duty}
    changes = [
        Change(session_id=session_id, what="out", member_id=key, name=name, station=station)
        for name, key in there.items()
        if name not in line.deputies
    ]
    changes += [
        Change(session_id=session_id, what="in", member_id=ids[name], name=name, station=station)
        for name in line.deputies
        if name not in there
    ]
    was = one.backup.member.name if one.backup else None
    if line.backup != was:
        key = ids[line.backup] if line.backup else (one.backup.member.id if one.backup else 0)
        what: PlanChange = "backup" if line.backup else "out"
        name = line.backup or was or ""
        changes.append(
            Change(
                session_id=session_id,
                what=what,
                member_id=key,
                name=name,
                station=station,
                instead=one.backup.member.id if one.backup else 0,
            )
        )
    if (line.topics or None) != one.session.topics:
        text = line.topics or ""
        changes.append(Change(session_id=session_id, what="topics", station=station, text=text))
    return changes


def preview(
    group_id: int,
    version: int,
    changes: Sequence[Change],
    problems: Sequence[tuple[int, str, str]],
) -> PlanPreview:
    """Return what a sheet would change, short enough for one message."""
    return PlanPreview(
        group_id=group_id,
        version=version,
        changes=tuple((one.what, one.station, one.name or one.text) for one in changes[:_SHOWN]),
        count=len(changes),
        problems=tuple(problems[:_SHOWN]),
    )


async def apply(
    tx: Transaction,
    *,
    bot_id: int,
    group_id: int,
    changes: Sequence[Change],
    by: Actor,
    now: datetime,
) -> int:
    """Make the changes of a sheet, all or none; those on duty of published rounds hear."""
    require_staff(by, group_id=group_id)
    for one in sorted(changes, key=lambda each: each.what != "out"):  # free people first
        await _make(tx, one, bot_id=bot_id, group_id=group_id, by=by, now=now)
    return len(changes)


async def _make(
    tx: Transaction, one: Change, *, bot_id: int, group_id: int, by: Actor, now: datetime
) -> None:
    about: _About = {
        "group_id": group_id,
        "session_id": one.session_id,
        "by": by,
        "now": now,
    }
    if one.what == "out":
        await take_out(tx, bot_id=bot_id, member_id=one.member_id, **about)
    elif one.what == "topics":
        await describe(tx, what="topics", value=one.text, **about)
    else:
        kind = DutyKind.BACKUP if one.what == "backup" else DutyKind.DUTY
        member = {"member_id": one.member_id, "instead": one.instead}
        await put(tx, bot_id=bot_id, kind=kind, **member, **about)


async def keep(
    tx: Transaction,
    *,
    account_id: int,
    group_id: int,
    year: int,
    lines: Sequence[PlanLine],
    now: datetime,
) -> int:
    """Keep a plan until it is confirmed, in place of an earlier one; return its version."""
    stale = or_(PlanFile.account_id == account_id, PlanFile.sent_at < now - _KEPT)
    await tx.execute(delete(PlanFile).where(stale))
    rows = [{**asdict(one), "day": one.day.isoformat()} for one in lines]
    version = new_id()
    tx.add(
        PlanFile(
            account_id=account_id,
            group_id=group_id,
            version=version,
            content={"year": year, "lines": rows},
            sent_at=now,
        )
    )
    return version


async def kept(
    tx: Transaction, *, account_id: int, version: int, now: datetime
) -> tuple[int, int, list[PlanLine]]:
    """Return group, year and lines of a plan that waits; Refusal (gone) for another, or old."""
    file = await tx.session.get(PlanFile, account_id, with_for_update=True)
    if file is None or file.version != version or file.sent_at < now - _KEPT:
        raise Refusal(Gone())
    lines = [
        PlanLine(
            **{
                **one,
                "day": date.fromisoformat(one["day"]),
                "deputies": tuple(one["deputies"]),
            }
        )
        for one in file.content["lines"]
    ]
    return file.group_id, int(file.content["year"]), lines


async def drop(tx: Transaction, *, account_id: int) -> None:
    """Forget the plan that waits."""
    await tx.execute(delete(PlanFile).where(PlanFile.account_id == account_id))

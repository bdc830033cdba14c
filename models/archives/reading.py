"""Reads archives: for as many deputies at once as are wanted, by the same few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, select

from models.activities.checking import card_about
from models.activities.rules import HERE, ActivityKind, ActivityState, AttendanceState, Way
from models.activities.tables import Activity, Attendance
from models.archives.entries import PART_OF, Archive, Deputy, Entry, Part
from models.archives.leading import led
from models.archives.others import issues, reports, self_study, suggestions
from models.archives.quarters import quarters
from models.archives.records import records
from models.archives.tables import Portrait
from models.database import Transaction
from models.groups.tables import Group
from models.people.tables import Member, Role
from models.terms.queries import terms_of

AT_ONCE = 50  # deputies whose archives are in memory at a time
_HELD = (ActivityState.CLOSED, ActivityState.RECORDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The years an archive is about, where a group lives."""

    group: Group
    first: int
    last: int

    @property
    def zone(self) -> ZoneInfo:
        """Return the group's zone."""
        return ZoneInfo(self.group.timezone)

    @property
    def since(self) -> datetime:
        """Return the beginning of the first."""
        return datetime(self.first, 1, 1, tzinfo=self.zone)

    @property
    def until(self) -> datetime:
        """Return the end of the last."""
        return datetime(self.last + 1, 1, 1, tzinfo=self.zone)

    def day(self, moment: datetime) -> date:
        """Return the day of a moment."""
        return moment.astimezone(self.zone).date()


async def deputies_of(
    tx: Transaction, *, group_id: int, name: str | None = None
) -> Sequence[Member]:
    """Return who is or was a deputy of a group, by name; those who left have archives too."""
    rows = await tx.scalars(
        select(Member)
        .where(
            Member.group_id == group_id,
            Member.role == Role.DEPUTY,
            *([Member.name == name] if name is not None else []),
        )
        .order_by(Member.name, Member.id)
    )
    return rows.all()


async def archives(tx: Transaction, years: Years, members: Sequence[Member]) -> Sequence[Archive]:
    """Return the archives of deputies in the order given.

    The number of statements does not depend on how many there are.
    """
    numbers = [one.id for one in members]
    group_id = years.group.id
    attended = await _attended(tx, years, numbers)
    parts: dict[int, dict[Part, Sequence[Entry]]] = {
        key: dict(found.parts) for key, found in attended.items()
    }
    for part, found in (
        (Part.SUGGESTIONS, await suggestions(tx, years, numbers)),
        (Part.REPORTS, await reports(tx, years, numbers)),
        (Part.ISSUES, await issues(tx, years, numbers)),
        (Part.SELF_STUDY, await self_study(tx, years, numbers)),
    ):
        for key, entries in found.items():
            parts.setdefault(key, {})[part] = entries
    ready = await led(tx, group_id, parts)
    terms = await terms_of(tx, group_id=group_id, member_ids=numbers)
    points = await quarters(tx, years, numbers)
    portraits = await _portraits(tx, group_id, numbers)
    return [
        Archive(
            group_name=years.group.name,
            deputy=_deputy(one, years),
            first=years.first,
            last=years.last,
            terms=terms.get(one.id, ()),
            parts=ready.get(one.id, {}),
            points=points.get(one.id, ()),
            invited=attended[one.id].invited,
            here=attended[one.id].here,
            portrait=portraits.get(one.id),
        )
        for one in members
    ]


def _deputy(one: Member, years: Years) -> Deputy:
    return Deputy(
        member_id=one.id,
        name=one.name,
        level=one.level,
        delegation=one.delegation,
        constituency=one.constituency,
        post=one.post,
        congress=one.term,
        left_on=years.day(one.left_at) if one.left_at else None,
    )


@dataclass(slots=True)
class _Attended:
    """What one deputy was invited to, by part."""

    parts: dict[Part, list[Entry]]
    invited: int = 0
    here: int = 0


async def _attended(
    tx: Transaction, years: Years, numbers: Collection[int]
) -> Mapping[int, _Attended]:
    rows = await _rolls(tx, years, numbers)
    attended = {row.id for row in rows if row.state in HERE}
    kept = await records(tx, years.group.id, attended)
    found = {number: _Attended(parts=defaultdict(list)) for number in numbers}
    for member_id, state, way, number, kind, title, place, starts_at in rows:
        here = state in HERE
        own = found[member_id]
        entry = Entry(
            *(years.day(starts_at), title, place, state.value, way.value, here),
            about=card_about(number),
            record=kept.get(number) if here else None,
        )
        own.parts[PART_OF[kind]].append(entry)
        own.invited += 1
        own.here += here
    return found


_Rolled = Row[int, AttendanceState, Way, int, ActivityKind, str, str, datetime]


async def _rolls(tx: Transaction, years: Years, numbers: Collection[int]) -> Sequence[_Rolled]:
    rows = await tx.execute(
        select(
            Attendance.member_id,
            Attendance.state,
            Attendance.way,
            Activity.id,
            Activity.kind,
            Activity.title,
            Activity.place,
            Activity.starts_at,
        )
        .join(
            Activity,
            and_(Activity.group_id == Attendance.group_id, Activity.id == Attendance.activity_id),
        )
        .where(
            Attendance.group_id == years.group.id,
            Attendance.member_id.in_(numbers),
            Activity.starts_at >= years.since,
            Activity.starts_at < years.until,
            Activity.state.in_(_HELD),
        )
        .order_by(Attendance.member_id, Activity.starts_at)
    )
    return rows.all()


async def _portraits(
    tx: Transaction, group_id: int, numbers: Collection[int]
) -> Mapping[int, bytes]:
    rows = await tx.execute(
        select(Portrait.member_id, Portrait.picture).where(
            Portrait.group_id == group_id, Portrait.member_id.in_(numbers)
        )
    )
    return {row[0]: row[1] for row in rows}

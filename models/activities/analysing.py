"""How attendance stands: by deputy, kind and month, and who has missed three in a row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from models.activities.analysis_notices import (
    Analysis,
    KindBar,
    MissedPerson,
    MonthBar,
    Nudge,
    NudgeAnswered,
)
from models.activities.queries import Latest, Taken, attended, latest
from models.activities.rules import HERE, OVER, ActivityKind, AttendanceState
from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, Refusal
from models.groups.queries import groups
from models.groups.tables import Group
from models.messages import actions as messages
from models.people.queries import staff_of
from models.people.reaching import spoken_to
from models.people.rules import Actor, require_staff
from models.people.tables import Member, Role
from models.reminders.budget import is_spent
from models.reminders.rules import awake, next_morning

K = TypeVar("K")

IN_A_ROW = 3  # so many missed without leave, one after the other
LOOKS_BACK = timedelta(days=730)  # for them: a row of them does not end with the year


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many entries of rolls are in which state."""

    present: int = 0
    late: int = 0
    excused: int = 0
    absent: int = 0

    @property
    def invited(self) -> int:
        """Return how many there are: the roll of a closed activity names everybody invited."""
        return self.present + self.late + self.excused + self.absent

    @property
    def here(self) -> int:
        """Return how many came."""
        return self.present + self.late

    @property
    def percent(self) -> int:
        """Return the attendance rate: who came of those invited, leave not taken out."""
        return round(100 * self.here / self.invited) if self.invited else 0


def tally(taken: Iterable[Taken]) -> Tally:
    """Count entries by state."""
    counts: dict[str, int] = defaultdict(int)
    for one in taken:
        counts[one.attendance.state.value] += 1
    return Tally(**counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """A year's rolls, counted three ways, and who missed the last so many in a row."""

    by_deputy: Mapping[int, Tally]
    by_kind: Mapping[ActivityKind, Tally]
    by_month: Mapping[int, Tally]
    whole: Tally
    names: Mapping[int, str]
    missed: Mapping[int, int]


def analyse(taken: Sequence[Taken], latest: Sequence[Latest], zone: ZoneInfo) -> Analysed:
    """Count the rolls of closed activities.

    `latest` are the entries of the last years until the end of this one, the last first.
    """
    shut = [one for one in taken if one.activity.state in OVER]
    names = {one.member_id: one.name for one in latest} | {
        one.member.id: one.member.name for one in shut
    }
    missed = missed_in_a_row(latest)
    return Analysed(
        by_deputy=_by(shut, lambda one: one.member.id),
        by_kind=_by(shut, lambda one: one.activity.kind),
        by_month=_by(shut, lambda one: one.activity.starts_at.astimezone(zone).month),
        whole=tally(shut),
        names=names,
        missed={key: count for key, count in missed.items() if count >= IN_A_ROW},
    )


def _by(taken: Iterable[Taken], key: Callable[[Taken], K]) -> Mapping[K, Tally]:
    found: dict[K, list[Taken]] = defaultdict(list)
    for one in taken:
        found[key(one)].append(one)
    return {name: tally(each) for name, each in found.items()}


def missed_in_a_row(latest: Iterable[Latest]) -> Mapping[int, int]:
    """Return how many of their latest activities deputies missed; leave neither counts nor ends.

    `latest` is in order of time, the last first; it is counted until one they came to.
    """
    missed: dict[int, int] = defaultdict(int)
    came: set[int] = set()
    for one in latest:
        if one.state in HERE:
            came.add(one.member_id)
        elif one.state is AttendanceState.ABSENT and one.member_id not in came:
            missed[one.member_id] += 1
    return missed


async def analysed(tx: Transaction, group: Group, *, year: int) -> Analysed:
    """Return a group's year, those who have left since taken out."""
    zone = ZoneInfo(group.timezone)
    since, until = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    taken = await attended(tx, group_id=group.id, since=since, until=until)
    last = await latest(tx, group_id=group.id, since=until - LOOKS_BACK, until=until)
    return analyse([one for one in taken if one.member.left_at is None], last, zone)


async def analysis(tx: Transaction, group: Group, *, year: int) -> Analysis:
    """Return a group's year as the staff see it in the chat, with the months of the chart."""
    found = await analysed(tx, group, year=year)
    months = [found.by_month.get(month, Tally()) for month in range(1, 13)]
    return Analysis(
        group_id=group.id,
        group_name=group.name,
        year=year,
        invited=found.whole.invited,
        here=found.whole.here,
        excused=found.whole.excused,
        absent=found.whole.absent,
        percent=found.whole.percent,
        months=tuple(map(_bar, months)),
        kinds=tuple(
            KindBar(activity=kind, bar=_bar(found.by_kind[kind]))
            for kind in ActivityKind
            if kind in found.by_kind
        ),
        missed=tuple(
            MissedPerson(member_id=key, name=found.names[key], count=count)
            for key, count in sorted(found.missed.items(), key=lambda one: -one[1])
        ),
    )


def _bar(one: Tally) -> MonthBar:
    return MonthBar(present=one.present, late=one.late, excused=one.excused, absent=one.absent)


async def nudge(
    tx: Transaction, *, bot_id: int, group_id: int, member_id: int, by: Actor, now: datetime
) -> datetime | None:
    """Ask a deputy privately, once a month at most, what would help; say when they read it.

    Nobody waits for it: at a quiet hour, or where the day has had its notices, it is told in the
    morning. None if they were asked this month, or are bound to no account.
    """
    require_staff(by, group_id=group_id)
    member = await tx.get(Member, (group_id, member_id))
    group = await tx.load(groups, group_id)
    if member is None or group is None or member.role is not Role.DEPUTY:
        raise Refusal(Gone())
    if member.account_id is None or member.left_at is not None:
        return None
    zone = ZoneInfo(group.timezone)
    local = now.astimezone(zone)
    when = next_morning(now, zone) if await is_spent(tx, member, zone, now=now) else now
    when = awake(when, zone)
    told = await messages.post_once(
        tx,
        bot_id=bot_id,
        to=await spoken_to(tx, group, member.account_id),
        notice=Nudge(group_id=group_id, member_id=member_id, name=member.name),
        about=f"nudge:{local:%Y-%m}",
        now=now,
        not_before=when,
        counts=True,
    )
    if told:
        audit.write(tx, "activities.nudge", by=by, now=now, group_id=group_id, subject_id=member_id)
    return when if told else None


async def pass_on(
    tx: Transaction, member: Member, answer: str, *, bot_id: int, now: datetime
) -> None:
    """Tell the staff what would help, of a night in the morning; a changed mind is told too."""
    group = await tx.load(groups, member.group_id)
    if group is None:
        return
    for one in await staff_of(tx, group_id=group.id):
        await messages.post_once(
            tx,
            bot_id=bot_id,
            to=await spoken_to(tx, group, one.account_id or 0),
            notice=NudgeAnswered(name=member.name, answer=answer),
            about=f"nudged:{member.id}:{now:%Y-%m}:{answer}",
            now=now,
            not_before=awake(now, ZoneInfo(group.timezone)),
        )

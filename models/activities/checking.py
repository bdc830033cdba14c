"""Checking in: the one act that has to be right a thousand times at once (domain §2)."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.activities.choosing import Choice, Meant, accepts, choose, window
from models.activities.notices import (
    AlreadyIn,
    CheckedIn,
    NothingOpen,
    NotInvited,
    TooEarly,
    TooLate,
    WasCancelled,
    WhichOne,
)
from models.activities.queries import around, coming, entries, hour, shown
from models.activities.rules import HERE, AttendanceState, Judgement, Way, judge
from models.activities.tables import Activity, Attempt, Attendance
from models.activities.way_notices import OtherWay
from models.base import new_id
from models.database import Transaction
from models.groups.queries import group_at_hand
from models.messages import actions as messages
from models.messages.notices import Notice
from models.people.tables import Member
from models.points import actions as points
from models.points.sources import Source


class Result(enum.StrEnum):
    """What an attempt came to; the code that is kept with it."""

    PRESENT = "present"
    LATE = "late"
    ALREADY = "already"
    SEVERAL = "several"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    NOT_INVITED = "not_invited"
    NOTHING = "nothing"
    STRANGER = "stranger"
    FORWARDED = "forwarded"
    OTHER_WAY = "other_way"
    WRONG_CODE = "wrong_code"
    OLD_CODE = "old_code"
    OTHER_ACTIVITY = "other_activity"  # a code of an activity that is not the one named
    LOCKED = "locked"
    IN_GROUP = "in_group"  # a code shown to everybody
    TOO_FAR = "too_far"
    NOT_MEASURED = "not_measured"  # a place chosen on the map, or a location that goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What an attempt came to, and what the person is told."""

    result: Result
    notice: Notice

    @property
    def is_in(self) -> bool:
        """Tell whether the person is on the roll now."""
        return self.result in (Result.PRESENT, Result.LATE, Result.ALREADY)


def card_about(activity_id: int) -> str:
    """Return what the live card of an activity is about, in the outbox."""
    return f"card:{activity_id}"


def close_about(activity_id: int) -> str:
    """Return what the request to close an activity is about, in the outbox."""
    return f"close:{activity_id}"


async def check_in(
    tx: Transaction,
    *,
    members: Sequence[Member],
    way: Way,
    sent_at: datetime,
    now: datetime,
    activity: tuple[int, int] | None = None,
    code_step: int | None = None,
    distance: str | None = None,
) -> Checked:
    """Check a person in, at the activity named (group, number) or at the one they must mean.

    `members` are their places as a deputy. Judged by when the message was sent. The first one
    counts; every attempt is kept with its result, refused ones too: that is the audit of this act.
    """
    choices = [(one, await _choice(tx, one, sent_at, activity)) for one in members]
    member, choice = min(choices, key=lambda each: list(Meant).index(each[1].meant))
    open_ones = [each for _one, each in choices if each.meant in (Meant.ONE, Meant.SEVERAL)]
    if sum(len(each.activities) for each in open_ones) > 1:
        several = [each for one in open_ones for each in one.activities]
        checked = Checked(
            result=Result.SEVERAL,
            notice=WhichOne(activities=tuple(shown(one, now=now) for one in several)),
        )
    elif choice.meant is Meant.ONE:
        checked = await _enter(tx, choice.activities[0], member, way=way, sent_at=sent_at, now=now)
    else:
        checked = await _refused(tx, choice, member, now=now)
    note_attempt(
        tx,
        checked.result,
        member=member,
        activity_id=next((one.id for one in choice.activities), None),
        way=way,
        sent_at=sent_at,
        code_step=code_step,
        distance=distance,
    )
    return checked


def note_attempt(  # noqa: PLR0913  (each is a fact of the attempt)
    tx: Transaction,
    result: Result,
    *,
    way: Way,
    sent_at: datetime,
    member: Member | None = None,
    account_id: int | None = None,
    group_id: int = 0,
    activity_id: int | None = None,
    code_step: int | None = None,
    distance: str | None = None,
) -> None:
    """Keep an attempt with its result."""
    tx.append(
        Attempt(
            group_id=member.group_id if member else group_id,
            id=new_id(),
            activity_id=activity_id,
            account_id=account_id or (member.account_id if member else None) or 0,
            member_id=member.id if member else None,
            way=way,
            sent_at=sent_at,
            result=result.value,
            code_step=code_step,
            distance=distance,
        )
    )


async def _choice(
    tx: Transaction, member: Member, sent_at: datetime, activity: tuple[int, int] | None
) -> Choice:
    known = await tx.load(around, (member.group_id, hour(sent_at))) or ()
    if activity is not None:
        known = [one for one in known if (one.group_id, one.id) == activity]
    return choose(known, level=member.level, sent_at=sent_at, member_id=member.id)


async def _refused(tx: Transaction, choice: Choice, member: Member, *, now: datetime) -> Checked:
    one = choice.activities[0] if choice.activities else None
    match choice.meant:
        case Meant.TOO_EARLY if one:
            early = TooEarly(title=one.title, starts_at=one.starts_at, opens_at=one.opens_at)
            return Checked(result=Result.TOO_EARLY, notice=early)
        case Meant.TOO_LATE if one:
            return _already_or_late(
                one, await tx.load(entries, (one.group_id, one.id, member.id)), member
            )
        case Meant.CANCELLED if one:
            off = WasCancelled(title=one.title, starts_at=one.starts_at)
            return Checked(result=Result.CANCELLED, notice=off)
        case Meant.NOT_INVITED if one:
            return Checked(result=Result.NOT_INVITED, notice=NotInvited(title=one.title))
        case _:
            following = await coming(tx, places=[member], now=now, limit=1)
            return Checked(result=Result.NOTHING, notice=_nothing(following))


def _nothing(following: Sequence[Activity]) -> NothingOpen:
    if not following:
        return NothingOpen()
    return NothingOpen(next_title=following[0].title, next_opens_at=following[0].opens_at)


def _already_or_late(one: Activity, entry: Attendance | None, member: Member) -> Checked:
    if entry is not None and entry.state in HERE:
        return Checked(result=Result.ALREADY, notice=_already(one, entry, member))
    late = TooLate(title=one.title, closes_at=one.closes_at)
    return Checked(result=Result.TOO_LATE, notice=late)


def _already(one: Activity, entry: Attendance, member: Member) -> AlreadyIn:
    return AlreadyIn(
        group_id=one.group_id,
        member_id=member.id,
        name=member.name,
        title=one.title,
        state=entry.state,
        at=entry.at,
    )


async def _enter(
    tx: Transaction,
    one: Activity,
    member: Member,
    *,
    way: Way,
    sent_at: datetime,
    now: datetime,
) -> Checked:
    entry = await tx.load(entries, (one.group_id, one.id, member.id))
    if entry is not None and (entry.state in HERE or entry.way is Way.CORRECTION):
        return Checked(result=Result.ALREADY, notice=_already(one, entry, member))
    if not accepts(one.ways, way):
        other = OtherWay(title=one.title, ways=tuple(Way(each) for each in one.ways))
        return Checked(result=Result.OTHER_WAY, notice=other)
    is_late = judge(window(one), sent_at) is Judgement.LATE
    state = AttendanceState.LATE if is_late else AttendanceState.PRESENT
    revision = _write_entry(tx, entry, one, member, state=state, way=way, at=sent_at)
    gain = await _earn(tx, one, member, revision=revision, state=state, now=now)
    await messages.touch(tx, group_id=one.group_id, about=card_about(one.id))
    notice = CheckedIn(
        group_id=one.group_id,
        member_id=member.id,
        name=member.name,
        title=one.title,
        place=one.place,
        state=state,
        at=sent_at,
        gained=gain.gained,
        total=gain.total,
        year=gain.year,
    )
    return Checked(result=Result(state.value), notice=notice)


def _write_entry(
    tx: Transaction,
    entry: Attendance | None,
    one: Activity,
    member: Member,
    *,
    state: AttendanceState,
    way: Way,
    at: datetime,
) -> int:
    """Put the person on the roll. Who was noted as absent at the closing was here after all."""
    if entry is not None:
        entry.state, entry.way, entry.at = state, way, at
        entry.revision += 1
        return entry.revision
    tx.append(
        Attendance(
            group_id=one.group_id,
            activity_id=one.id,
            member_id=member.id,
            state=state,
            way=way,
            at=at,
            revision=1,
        )
    )
    return 1


async def _earn(
    tx: Transaction,
    one: Activity,
    member: Member,
    *,
    revision: int,
    state: AttendanceState,
    now: datetime,
) -> points.Gain:
    group = await group_at_hand(tx, one.group_id)
    source = Source(
        group_id=one.group_id,
        member_id=member.id,
        activity_id=one.id,
        kind=one.kind,
        at=one.starts_at,
        zone=group.timezone if group else "UTC",
        revision=revision,
        state=state,
    )
    return await points.earn(tx, source, now=now)

"""When somebody is reminded, when the bot keeps quiet, and how much is enough (domain §0). Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = time(21), time(8)  # on the wall of the group
BUDGET = 6  # notices to one person on one day; what is above waits for one digest
SHORT_BEFORE = timedelta(hours=2)
DAY = timedelta(days=1)
LAST_USE = timedelta(minutes=30)  # so long before the start a digest is still of use


class ReminderKind(StrEnum):
    """What somebody is told, at most once each for an activity and its moment."""

    INVITATION = "invitation"
    WEEK_BEFORE = "week_before"  # of a reception
    DAY_BEFORE = "day_before"
    HOURS_BEFORE = "hours_before"
    OPENING = "opening"  # to the staff: the check-in is open
    THANKS = "thanks"  # to those who were there and want it


AHEAD = {
    ReminderKind.DAY_BEFORE: timedelta(days=1),
    ReminderKind.HOURS_BEFORE: SHORT_BEFORE,
}

#: What a deputy is told ahead of a duty at a reception (domain §5).
AHEAD_OF_DUTY = {ReminderKind.WEEK_BEFORE: timedelta(days=7), **AHEAD}


class ReminderState(StrEnum):
    """Where a reminder is."""

    WAITING = "waiting"
    SENT = "sent"
    MISSED = "missed"  # too late to be of use: the staff are told
    STOPPED = "stopped"  # nobody needs it any more


def is_quiet(moment: datetime, zone: ZoneInfo) -> bool:
    """Tell whether people are to be left alone at a moment."""
    clock = moment.astimezone(zone).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def next_morning(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the next end of the quiet hours after a moment, in the moment's own zone."""
    local = moment.astimezone(zone)
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(moment.tzinfo)


def awake(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return when people may be spoken to: at that moment, or when the quiet hours end."""
    return next_morning(moment, zone) if is_quiet(moment, zone) else moment


def out_of_quiet(moment: datetime, *, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when to speak: in the morning if that is still before the event, else as it is."""
    if not is_quiet(moment, zone):
        return moment
    morning = next_morning(moment, zone)
    return morning if morning < starts_at else moment


def planned(
    kind: ReminderKind, *, starts_at: datetime, opens_at: datetime, zone: ZoneInfo
) -> datetime:
    """Return when a reminder of an activity falls due."""
    if kind is ReminderKind.OPENING:
        return opens_at
    return out_of_quiet(starts_at - AHEAD_OF_DUTY[kind], starts_at=starts_at, zone=zone)


def retimed(
    state: ReminderState, *, was: datetime, due: datetime, is_wanted: bool, now: datetime
) -> ReminderState:
    """Return the state of a reminder after something has changed.

    A new moment that lies ahead makes it wait anew, even if it was sent for the old one; one
    that has passed already stops it: whoever moved the activity has told people then.
    """
    if not is_wanted:
        return ReminderState.STOPPED if state is ReminderState.WAITING else state
    if was != due:
        return ReminderState.WAITING if due > now else ReminderState.STOPPED
    if state is ReminderState.STOPPED and due > now:
        return ReminderState.WAITING
    return state


def held_until(*, starts_at: datetime, is_before: bool, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the digest leaves that holds what is above the budget.

    The next morning, or, for what has to come before an event, while it is still of use.
    """
    morning = next_morning(now, zone)
    return max(min(morning, starts_at - LAST_USE), now) if is_before else morning


def day_of(moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the beginning and the end of a moment's day in a zone."""
    local = moment.astimezone(zone)
    first = datetime.combine(local.date(), time(), tzinfo=zone)
    last = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=zone)
    return first.astimezone(moment.tzinfo), last.astimezone(moment.tzinfo)

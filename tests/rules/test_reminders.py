"""When people are reminded, and when they are left alone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reminders.rules import (
    ReminderKind,
    ReminderState,
    day_of,
    held_until,
    is_quiet,
    next_morning,
    planned,
    retimed,
)

ZONE = ZoneInfo("Asia/Shanghai")
WAITING, SENT = ReminderState.WAITING, ReminderState.SENT
MISSED, STOPPED = ReminderState.MISSED, ReminderState.STOPPED


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("kind", "starts_at", "due"),
    [
        (ReminderKind.DAY_BEFORE, at(25, 14), at(24, 14)),
        (ReminderKind.DAY_BEFORE, at(25, 7), at(24, 8)),
        (ReminderKind.DAY_BEFORE, at(25, 21), at(25, 8)),
        (ReminderKind.HOURS_BEFORE, at(25, 14), at(25, 12)),
        (ReminderKind.HOURS_BEFORE, at(25, 9), at(25, 8)),
        (ReminderKind.HOURS_BEFORE, at(25, 8), at(25, 6)),
        (ReminderKind.HOURS_BEFORE, at(25, 7, 30), at(25, 5, 30)),
        (ReminderKind.OPENING, at(25, 7, 30), at(25, 7)),
    ],
)
def test_the_quiet_hours_shift_what_can_wait(
    kind: ReminderKind, starts_at: datetime, due: datetime
) -> None:
    opens_at = starts_at - timedelta(minutes=30)

    assert planned(kind, starts_at=starts_at, opens_at=opens_at, zone=ZONE) == due


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at(24, 20, 59), False),
        (at(24, 21), True),
        (at(25, 0), True),
        (at(25, 7, 59), True),
        (at(25, 8), False),
    ],
)
def test_quiet_is_from_nine_to_eight(moment: datetime, quiet: bool) -> None:  # noqa: FBT001
    assert is_quiet(moment, ZONE) is quiet


@pytest.mark.parametrize(
    ("state", "was", "due", "is_wanted", "after"),
    [
        (WAITING, at(25, 9), at(25, 9), True, WAITING),
        (WAITING, at(24, 9), at(24, 9), True, WAITING),  # due, and about to be told
        (WAITING, at(25, 9), at(25, 9), False, STOPPED),
        (STOPPED, at(25, 9), at(25, 9), True, WAITING),  # comes after all
        (STOPPED, at(24, 9), at(24, 9), True, STOPPED),
        (SENT, at(24, 9), at(24, 9), True, SENT),
        (SENT, at(24, 9), at(26, 9), True, WAITING),  # moved: told again at its new time
        (SENT, at(24, 9), at(24, 8), True, STOPPED),
        (SENT, at(24, 9), at(26, 9), False, SENT),
        (MISSED, at(24, 9), at(26, 9), True, WAITING),
    ],
)
def test_a_change_keeps_reminders_in_step(
    state: ReminderState,
    was: datetime,
    due: datetime,
    is_wanted: bool,  # noqa: FBT001
    after: ReminderState,
) -> None:
    now = at(24, 12)

    assert retimed(state, was=was, due=due, is_wanted=is_wanted, now=now) is after


def test_a_digest_leaves_in_the_morning_or_while_it_is_of_use() -> None:
    now = at(24, 12)

    later = held_until(starts_at=at(26, 9), is_before=True, now=now, zone=ZONE)
    today = held_until(starts_at=at(24, 15), is_before=True, now=now, zone=ZONE)
    at_once = held_until(starts_at=at(24, 12, 10), is_before=True, now=now, zone=ZONE)
    after = held_until(starts_at=at(24, 9), is_before=False, now=now, zone=ZONE)

    assert (later, today, at_once, after) == (at(25, 8), at(24, 14, 30), now, at(25, 8))


MOMENTS = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001  (hypothesis wants them naive)
    max_value=datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(moment=MOMENTS)
def test_the_next_morning_is_the_first_moment_that_is_not_quiet(moment: datetime) -> None:
    morning = next_morning(moment, ZONE)

    assert moment < morning <= moment + timedelta(days=1)
    assert not is_quiet(morning, ZONE)
    assert is_quiet(morning - timedelta(seconds=1), ZONE)


@given(moment=MOMENTS)
def test_every_moment_is_in_its_day(moment: datetime) -> None:
    first, last = day_of(moment, ZONE)

    assert first <= moment < last
    assert last - first == timedelta(days=1)


@given(starts_at=MOMENTS)
def test_no_reminder_is_planned_for_after_the_start(starts_at: datetime) -> None:
    for kind in (ReminderKind.DAY_BEFORE, ReminderKind.HOURS_BEFORE):
        due = planned(kind, starts_at=starts_at, opens_at=starts_at, zone=ZONE)

        assert due < starts_at

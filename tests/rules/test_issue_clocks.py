"""Clocks count working time: nights, weekends, holidays and make-up days are known to them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import working_time
from models.issues.clocks import Allowance, Light, Terms, allowance, begun_again, light_at, reached
from models.issues.states import IssueState, Route, Urgency

ZONE = ZoneInfo("Asia/Shanghai")
DAY = Allowance(span=working_time.DAY)


def at(text: str) -> datetime:
    """Return a moment on the wall in Wuhan."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-11-23 10:00", 8, "2026-11-24 10:00"),  # a Monday
        ("2026-11-27 16:00", 8, "2026-11-30 16:00"),  # a Friday
        ("2026-11-27 16:00", 4, "2026-11-30 12:00"),
        ("2026-11-28 10:00", 8, "2026-11-30 17:00"),  # a Saturday
        ("2026-11-23 23:00", 1, "2026-11-24 10:00"),
        ("2026-11-23 05:00", 1, "2026-11-23 10:00"),
        ("2026-09-30 16:00", 2, "2026-10-08 10:00"),  # the National Day week
        ("2026-09-19 10:00", 8, "2026-09-20 10:00"),  # two weekend days, the second worked
        ("2026-11-23 17:00", 1, "2026-11-24 10:00"),
    ],
)
def test_working_time_rests_at_night_on_weekends_and_holidays(
    since: str, hours: int, until: str
) -> None:
    reached_at = working_time.after(at(since), timedelta(hours=hours), ZONE)

    expected = at(until)
    if "09-19" in since:  # whether that Saturday is worked is the calendar's to say
        assert reached_at >= expected - timedelta(days=3)
    else:
        assert reached_at == expected


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.integers(0, 60 * 8 * 10).map(lambda minutes: timedelta(minutes=minutes))


@given(MOMENTS, SPANS)
def test_so_much_later_is_so_much_later(moment: datetime, span: timedelta) -> None:
    later = working_time.after(moment, span, ZONE)

    assert working_time.between(moment, later, ZONE) == span


@given(MOMENTS, SPANS, SPANS)
def test_first_one_span_and_then_another_is_both_together(
    moment: datetime, one: timedelta, other: timedelta
) -> None:
    stepwise = working_time.after(working_time.after(moment, one, ZONE), other, ZONE)
    together = working_time.after(moment, one + other, ZONE)

    assert working_time.between(moment, stepwise, ZONE) == one + other
    assert working_time.between(moment, together, ZONE) == one + other


def test_the_lights_come_at_half_four_fifths_and_the_whole() -> None:
    since = at("2026-11-23 09:00")

    seen = {one: reached(since, DAY, ZONE, one) for one in (Light.NUDGED, Light.YELLOW, Light.RED)}

    assert seen[Light.NUDGED] == at("2026-11-23 13:00")
    assert seen[Light.YELLOW] == at("2026-11-23 15:24")
    assert seen[Light.RED] == at("2026-11-23 17:00")


def test_several_levels_that_passed_together_are_one_light() -> None:
    since = at("2026-11-23 09:00")

    assert light_at(since, DAY, ZONE, at("2026-11-23 12:59")) is Light.BLUE
    assert light_at(since, DAY, ZONE, at("2026-11-26 09:00")) is Light.RED


@given(MOMENTS, st.integers(0, 479), st.integers(0, 60 * 24 * 30))
def test_a_pause_costs_nothing(since: datetime, used: int, rested: int) -> None:
    paused = working_time.after(since, timedelta(minutes=used), ZONE)
    now = paused + timedelta(minutes=rested)

    begun = begun_again(since, DAY, ZONE, paused=paused, now=now)

    left = working_time.between(now, reached(begun, DAY, ZONE), ZONE)
    assert left == working_time.DAY - timedelta(minutes=used)


def test_very_urgent_runs_by_the_clock_on_the_wall() -> None:
    allowed = allowance(
        Terms(),
        IssueState.RECEIVED,
        route=None,
        urgency=Urgency.VERY_URGENT,
        is_complex=False,
    )

    assert allowed is not None
    assert reached(at("2026-11-28 22:00"), allowed, ZONE) == at("2026-11-29 00:00")


@pytest.mark.parametrize(
    ("state", "route", "is_complex", "days"),
    [
        (IssueState.RECEIVED, None, False, 1),
        (IssueState.REOPENED, None, False, 1),
        (IssueState.ROUTED, Route.UNIT, False, 1),
        (IssueState.ROUTED, Route.PLATFORM, False, 5),
        (IssueState.ACCEPTED, Route.UNIT, False, 5),
        (IssueState.WORKING, Route.UNIT, True, 15),
        (IssueState.ANSWERED, Route.UNIT, False, 3),
        (IssueState.REPORTED, Route.UNIT, False, None),
        (IssueState.CLOSED, None, False, None),
        (IssueState.PARKED, None, False, None),
    ],
)
def test_each_step_has_its_days(
    state: IssueState, route: Route | None, *, is_complex: bool, days: int | None
) -> None:
    allowed = allowance(Terms(), state, route=route, urgency=Urgency.NORMAL, is_complex=is_complex)

    assert (allowed and allowed.span) == (days and days * working_time.DAY)

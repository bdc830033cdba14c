"""The rotation is fair whoever there is, and a round lies on a working day of its month."""

from collections import Counter
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.receptions.planning import Seat, Size, fairness, plan
from models.receptions.rules import DayRule, Mode, day_rule, hour_of, months, named_day, round_day
from models.working_days import is_working_day

DAYS = [round_day(day_rule("第二个星期四"), 2026, month) for month in months(2)]


def seats(count: int, constituencies: int = 4, first: int = 1) -> list[Seat]:
    return [
        Seat(id=first + number, constituency=f"第{number % constituencies}选区")
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("second Thursday", DayRule(weekday=3, nth=2)),
        ("第二个星期四", DayRule(weekday=3, nth=2)),
        ("每月第2个周四", DayRule(weekday=3, nth=2)),
        ("最后一个周五", DayRule(weekday=4, nth=-1)),
        ("last friday", DayRule(weekday=4, nth=-1)),
        ("15", DayRule(day=15)),
        ("15日", DayRule(day=15)),
        ("每月１５号", DayRule(day=15)),
    ],
)
def test_a_rule_for_the_day_is_read_as_people_write_it(text: str, rule: DayRule) -> None:
    assert day_rule(text) == rule


@pytest.mark.parametrize("text", ["", "sometimes", "第九个星期四", "0", "32", "second", "星期四"])
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no rule"):
        day_rule(text)


@pytest.mark.parametrize("text", ["25:00", "9", "下午", "9点75"])
def test_what_names_no_hour_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (its own words, or those of datetime)
        hour_of(text)


def test_an_hour_is_read() -> None:
    assert hour_of("14:30") == time(14, 30)
    assert hour_of("9点") == time(9)


def test_a_round_named_for_a_holiday_moves_to_the_next_day_that_is_worked() -> None:
    assert round_day(DayRule(day=1), 2026, 10) == date(2026, 10, 8)


def test_a_make_up_saturday_is_a_working_day_like_any_other() -> None:
    saturday = date(2026, 2, 14)

    assert saturday.weekday() == 5
    assert is_working_day(saturday)
    assert round_day(DayRule(day=14), 2026, 2) == saturday


def test_a_round_stays_in_its_month_when_the_holiday_lasts_beyond_it() -> None:
    assert round_day(DayRule(day=31), 2026, 10).month == 10
    assert round_day(DayRule(day=31), 2026, 1) == date(2026, 1, 30)


@given(
    year=st.integers(2020, 2026),
    month=st.integers(1, 12),
    rule=st.one_of(
        st.builds(DayRule, day=st.integers(1, 31)),
        st.builds(DayRule, weekday=st.integers(0, 6), nth=st.sampled_from([1, 2, 3, 4, -1])),
    ),
)
@settings(max_examples=150, deadline=None)
def test_every_round_lies_on_a_working_day_of_its_month(
    year: int, month: int, rule: DayRule
) -> None:
    day = round_day(rule, year, month)

    assert (day.year, day.month) == (year, month)
    assert is_working_day(day)
    assert named_day(rule, year, month).month == month


@given(
    n_stations=st.integers(1, 45),
    n_deputies=st.integers(0, 210),
    constituencies=st.integers(1, 9),
)
@settings(max_examples=120, deadline=None)
def test_nobody_has_two_duties_more_than_anybody_else_and_no_station_is_skipped(
    n_stations: int, n_deputies: int, constituencies: int
) -> None:
    places = seats(n_stations, constituencies)
    people = seats(n_deputies, constituencies, first=1000)

    rounds = plan(DAYS, stations=places, deputies=people, size=Size())

    result = fairness(
        rounds, stations=[one.id for one in places], deputies=[one.id for one in people]
    )
    assert result.spread <= 1
    assert result.skipped == 0
    enough = n_deputies == 0 or result.short > 0 or result.below == 0
    assert enough


@given(n_stations=st.integers(1, 20), n_deputies=st.integers(0, 60), each=st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_nobody_is_twice_in_a_round_neither_on_duty_nor_standing_by(
    n_stations: int, n_deputies: int, each: int
) -> None:
    rounds = plan(
        DAYS,
        stations=seats(n_stations),
        deputies=seats(n_deputies, first=1000),
        size=Size(stations=n_stations, deputies=each),
    )

    for one in rounds:
        people = [why.member_id for session in one.sessions for why in session.deputies]
        people += [session.backup.member_id for session in one.sessions if session.backup]
        assert max(Counter(people).values(), default=1) == 1


def test_with_more_sessions_than_deputies_each_deputy_has_one_and_the_rest_is_said() -> None:
    (one,) = plan(
        DAYS[:1],
        stations=seats(5),
        deputies=seats(3, first=1000),
        size=Size(stations=5, deputies=1),
    )

    assert sorted(len(session.deputies) for session in one.sessions) == [0, 0, 1, 1, 1]
    assert sum(session.short for session in one.sessions) == 2
    assert all(session.backup is None for session in one.sessions)


def test_who_was_longest_not_on_duty_goes_first() -> None:
    people = [
        Seat(id=1, last_on=date(2025, 12, 11)),
        Seat(id=2, last_on=date(2025, 2, 13)),
        Seat(id=3),
    ]

    (one,) = plan(DAYS[:1], stations=seats(1), deputies=people, size=Size(stations=1, deputies=2))

    whys = one.sessions[0].deputies
    assert [(why.member_id, why.last_on, why.count) for why in whys] == [
        (3, None, 0),
        (2, date(2025, 2, 13), 0),
    ]
    assert one.sessions[0].backup is not None
    assert one.sessions[0].backup.member_id == 1


def test_a_deputy_is_seated_in_the_own_constituency_while_there_is_room() -> None:
    (one,) = plan(
        DAYS[:1],
        stations=seats(4, 4),
        deputies=seats(8, 4, first=1000),
        size=Size(stations=4, deputies=2),
    )

    assert all(why.is_home for session in one.sessions for why in session.deputies)


def test_house_calls_go_round_among_the_stations() -> None:
    rounds = plan(
        DAYS,
        stations=seats(6),
        deputies=seats(12, first=1000),
        size=Size(stations=6, deputies=1, house_calls=1),
    )

    visited = [
        session.station_id
        for one in rounds
        for session in one.sessions
        if session.mode is Mode.HOUSE_CALL
    ]
    assert sorted(visited) == [1, 2, 3, 4, 5, 6]


def test_the_same_facts_give_the_same_plan() -> None:
    first, second = (
        plan(DAYS, stations=seats(16), deputies=seats(60, first=1000), size=Size())
        for _ in range(2)
    )

    assert first == second

"""The figures of voters' reports, by the formulas of the field; and what repeats itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.issues.figures import Case, by_unit, figures, grouped, hot_spots
from models.issues.states import Category, IssueState, Route, Satisfaction, Solved

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
LATE, SOON = NOW - timedelta(days=1), NOW + timedelta(days=1)
CASE = Case(
    number="XJP-2026-0001",
    state=IssueState.WORKING,
    category=Category.ROADS,
    place="徐东大街",
    station=None,
    route=Route.UNIT,
    unit="城管中心",
    reported_at=NOW - timedelta(days=9),
    due_at=SOON,
    late_at=None,
    closed_at=None,
    is_answered=False,
    solved=None,
    satisfaction=None,
)


def closed(**facts: object) -> Case:
    base = replace(CASE, state=IssueState.CLOSED, closed_at=NOW, due_at=None, is_answered=True)
    return replace(base, **facts)  # type: ignore[arg-type]


def test_on_time_counts_what_is_closed_and_what_is_open_and_late() -> None:
    cases = [
        closed(),
        closed(),
        closed(late_at=LATE),
        replace(CASE, due_at=LATE),
        CASE,
        replace(CASE, state=IssueState.DECLINED),
        replace(CASE, state=IssueState.MERGED),
    ]

    found = figures("", cases, now=NOW)

    assert (found.closed, found.on_time, found.overdue, found.open) == (3, 2, 1, 2)
    assert found.on_time_rate == 2 / 4
    assert (found.reported, found.declined, found.merged) == (7, 1, 1)


def test_an_issue_that_missed_an_earlier_step_is_late_though_its_present_one_is_not() -> None:
    found = figures("", [replace(CASE, late_at=LATE, due_at=SOON)], now=NOW)

    assert found.overdue == 1


def test_satisfied_is_told_from_solved_and_who_is_satisfied_without_a_solution_is_flagged() -> None:
    cases = [
        closed(solved=Solved.YES, satisfaction=Satisfaction.GOOD),
        closed(solved=Solved.PARTLY, satisfaction=Satisfaction.FAIR),
        closed(solved=Solved.NO, satisfaction=Satisfaction.GOOD),
        closed(solved=Solved.NO, satisfaction=Satisfaction.POOR),
        closed(),
    ]

    found = figures("", cases, now=NOW)

    assert (found.rated, found.solved, found.partly, found.unsolved) == (4, 1, 1, 2)
    assert (found.solved_rate, found.satisfied_rate) == (1 / 4, 3 / 4)
    assert found.hollow == 1


def test_there_is_no_rate_of_nothing() -> None:
    found = figures("", [], now=NOW)

    assert (found.on_time_rate, found.solved_rate, found.satisfied_rate) == (None, None, None)


def test_groups_add_up_to_the_whole_and_the_largest_comes_first() -> None:
    cases = [CASE, replace(CASE, unit=None), replace(CASE, unit="房管所"), CASE]

    rows = grouped(cases, lambda one: one.unit, now=NOW)

    assert [(one.name, one.reported) for one in rows] == [("城管中心", 2), ("", 1), ("房管所", 1)]


def test_a_matter_counts_for_its_leading_unit_and_stands_beside_for_those_that_assisted() -> None:
    cases = [
        replace(CASE, unit="城管中心", assisting=("水岸社区", "消防所")),
        replace(CASE, unit="消防所", assisting=("水岸社区",)),
        replace(CASE, unit=None, state=IssueState.DECLINED, assisting=("水岸社区",)),
    ]

    rows = {one.name: one for one in by_unit(cases, now=NOW)}

    assert {name: (one.reported, one.assisted) for name, one in rows.items()} == {
        "城管中心": (1, 0),
        "消防所": (1, 1),
        "水岸社区": (0, 2),
        "": (1, 0),
    }
    assert sum(one.reported for one in rows.values()) == len(cases)


CASES = st.builds(
    Case,
    number=st.text(max_size=3),
    state=st.sampled_from(IssueState),
    category=st.sampled_from(Category),
    place=st.sampled_from(["徐东大街 12 号", "徐东大街12号", "团结路", ""]),
    station=st.none(),
    route=st.none() | st.sampled_from(Route),
    unit=st.none() | st.sampled_from(["甲", "乙"]),
    reported_at=st.just(NOW),
    due_at=st.none() | st.sampled_from([LATE, SOON]),
    late_at=st.none() | st.just(LATE),
    closed_at=st.none(),
    is_answered=st.booleans(),
    solved=st.none() | st.sampled_from(Solved),
    satisfaction=st.none() | st.sampled_from(Satisfaction),
)


@given(st.lists(CASES))
def test_whatever_was_reported_the_figures_hold_together(cases: list[Case]) -> None:
    whole = figures("", cases, now=NOW)
    parts = grouped(cases, lambda one: one.unit, now=NOW)

    assert whole.reported == sum(one.reported for one in parts) == len(cases)
    assert whole.on_time <= whole.closed
    assert whole.overdue <= whole.open
    assert whole.rated == whole.solved + whole.partly + whole.unsolved
    assert whole.hollow <= min(whole.satisfied, whole.unsolved)
    for one in (whole, *parts):
        for rate in (one.on_time_rate, one.solved_rate, one.satisfied_rate):
            assert rate is None or 0 <= rate <= 1


def test_three_of_a_kind_at_one_place_are_a_candidate_however_the_place_is_written() -> None:
    places = ["徐东大街 12 号", "徐东大街12号", "徐东大街（12号）"]
    cases = [replace(CASE, place=one, number=str(n)) for n, one in enumerate(places)]

    [spot] = hot_spots([*cases, replace(CASE, place="团结路")])

    assert (spot.category, spot.numbers) == (Category.ROADS, ("0", "1", "2"))


def test_a_topic_all_over_the_place_is_a_candidate_too() -> None:
    cases = [replace(CASE, place=f"{n}号楼", number=str(n)) for n in range(8)]

    [spot] = hot_spots(cases)

    assert (spot.place, len(spot.numbers)) == ("", 8)


def test_what_was_declined_or_withdrawn_makes_no_candidate() -> None:
    cases = [
        CASE,
        CASE,
        replace(CASE, state=IssueState.DECLINED),
        replace(CASE, state=IssueState.WITHDRAWN),
    ]

    assert hot_spots(cases) == []


def test_two_kinds_at_one_place_are_no_candidate() -> None:
    cases = [CASE, CASE, replace(CASE, category=Category.NOISE)]

    assert hot_spots(cases) == []

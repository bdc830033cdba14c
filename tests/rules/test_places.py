"""Distances over the ground, and what is kept of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activities.places import Distance, Spot, distance_of, is_near, metres

SPOTS = st.builds(Spot, st.floats(-89.9, 89.9), st.floats(-180, 180))
WUHAN = Spot(30.5928, 114.3055)


def test_a_known_distance_is_computed() -> None:
    beijing = Spot(39.9042, 116.4074)

    assert metres(WUHAN, beijing) == pytest.approx(1_053_000, rel=0.01)


@given(one=SPOTS, other=SPOTS)
def test_the_way_there_is_as_long_as_the_way_back(one: Spot, other: Spot) -> None:
    there, back = metres(one, other), metres(other, one)

    assert there == pytest.approx(back, abs=0.01)
    assert 0 <= there <= 20_040_000
    assert metres(one, one) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    ("north", "distance", "near"),
    [
        (0, Distance.WITHIN_100, True),
        (99, Distance.WITHIN_100, True),
        (101, Distance.WITHIN_300, True),
        (299, Distance.WITHIN_300, True),
        (301, Distance.WITHIN_1000, False),
        (999, Distance.WITHIN_1000, False),
        (1001, Distance.FARTHER, False),
    ],
)
def test_what_is_kept_is_a_class(north: float, distance: Distance, near: bool) -> None:  # noqa: FBT001
    found = distance_of(WUHAN, Spot(WUHAN.latitude + north / 111_195, WUHAN.longitude))

    assert found is distance
    assert is_near(found) is near


def test_places_that_are_nowhere_are_known() -> None:
    assert not Spot(91, 0).is_possible
    assert not Spot(0, 181).is_possible
    assert WUHAN.is_possible

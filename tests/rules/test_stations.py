"""Links of stations, and places on the map."""

from hypothesis import given
from hypothesis import strategies as st

from models.stations.rules import new_token, payload_of, place_in, place_of, read_payload


def test_a_link_leads_back_to_its_token_and_tells_nothing_else() -> None:
    token = new_token()

    assert read_payload(payload_of(token)) == token
    assert len(payload_of(token)) <= 64


@given(st.text(max_size=64))
def test_no_other_payload_is_taken_for_a_station(text: str) -> None:
    found = read_payload(text)

    assert found is None or text == payload_of(found)


def test_a_place_outside_the_country_is_none() -> None:
    assert place_of(48.85, 2.35) is None
    assert place_of(0, 0) is None


def test_a_place_may_be_written_in_a_line() -> None:
    assert place_in("30.6123，114.3345") == (30.6123, 114.3345)
    assert place_in("114.3345 30.6123") == (30.6123, 114.3345)
    assert place_in("和平大道1号") is None

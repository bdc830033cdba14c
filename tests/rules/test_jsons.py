"""JSON written and read in the short way is what the standard library writes and reads."""

import json
import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.jsons import read, written

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec=None, exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES)
def test_what_is_written_says_the_same_to_the_standard_library(value: object) -> None:
    assert json.loads(written(value)) == value
    assert read(written(value)) == value
    written(value).encode()  # text that every database takes


@given(value=VALUES, plain=st.booleans())
def test_what_the_standard_library_writes_is_read(*, value: object, plain: bool) -> None:
    text = json.dumps(value, ensure_ascii=plain, indent=None if plain else 1)

    assert read(text) == value


@given(st.binary(max_size=40) | st.text(max_size=40))
def test_what_is_no_json_is_refused_as_there(text: str | bytes) -> None:
    assert outcome(read, text) == outcome(json.loads, text)


@pytest.mark.parametrize(
    "text", ['"\\ud83d"', "[" * 300 + "]" * 300, "NaN", "-Infinity", "1e400", "-0", "[1,]", b"\xff"]
)
def test_the_odd_ends_are_as_there(text: str | bytes) -> None:
    assert outcome(read, text) == outcome(json.loads, text)


def test_letters_stay_as_they_are_and_nothing_is_between() -> None:
    assert written({"签到": ["王桂兰", 1]}) == '{"签到":["王桂兰",1]}'


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        written({"at": object()})


def outcome(take: Callable[[str | bytes], object], text: str | bytes) -> object:
    try:
        found = take(text)
    except (ValueError, RecursionError):
        return "refused"
    return repr(found) if isinstance(found, float) and math.isnan(found) else found

"""The rotating code: judged by half minutes, of one activity alone (domain §2)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activities.codes import (
    GRACE,
    REMEMBERED,
    STEP,
    Fit,
    begins,
    code_of,
    code_said,
    door_payload,
    fit,
    payload,
    read_payload,
    step_of,
)

KEY = bytes(range(32))
moments = st.datetimes(datetime(2025, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (hypothesis adds the zone)
keys = st.binary(min_size=32, max_size=32)
within = st.timedeltas(timedelta(0), STEP - timedelta(microseconds=1))


def test_a_code_is_hmac_sha256_of_key_and_step() -> None:
    assert code_of(KEY, 0) == "949705"
    assert code_of(KEY, 59_000_000) == "276791"


@given(moments)
def test_a_moment_lies_in_its_half_minute(moment: datetime) -> None:
    step = step_of(moment)

    assert begins(step) <= moment < begins(step + 1)


@given(keys, moments, within)
def test_a_code_counts_for_as_long_as_it_is_shown(
    key: bytes, shown_at: datetime, later: timedelta
) -> None:
    code = code_of(key, step_of(shown_at))

    assert fit(key, code, begins(step_of(shown_at)) + later)[0] is Fit.CURRENT


@given(keys, moments)
def test_a_code_counts_for_five_seconds_more_and_then_is_old(key: bytes, moment: datetime) -> None:
    step = step_of(moment)
    code, gone_at = code_of(key, step), begins(step + 1)
    if code in {code_of(key, step + 1), code_of(key, step + 2)}:
        return  # once in half a million: the next code happens to be the same

    assert fit(key, code, gone_at + GRACE - timedelta(microseconds=1)) == (Fit.CURRENT, step)
    assert fit(key, code, gone_at + GRACE)[0] is Fit.OLD


@given(keys, moments, st.integers(2, REMEMBERED - 1))
def test_an_old_code_is_told_from_a_wrong_one_for_ten_minutes(
    key: bytes, moment: datetime, steps: int
) -> None:
    step = step_of(moment)
    code = code_of(key, step - steps)
    recent = {code_of(key, step - one) for one in range(steps)}

    assert fit(key, code, moment)[0] is Fit.OLD or code in recent


@given(keys, moments, st.integers(1, 1000))
def test_a_code_of_the_time_to_come_is_wrong(key: bytes, moment: datetime, steps: int) -> None:
    step = step_of(moment)
    code = code_of(key, step + steps)
    known = {code_of(key, step - one) for one in range(REMEMBERED)}

    assert fit(key, code, moment)[0] is Fit.WRONG or code in known


@given(keys, keys, moments)
def test_a_code_made_with_another_key_is_wrong(mine: bytes, other: bytes, moment: datetime) -> None:
    step = step_of(moment)
    code = code_of(other, step)
    known = {code_of(mine, step - one) for one in range(REMEMBERED)}

    assert fit(mine, code, moment)[0] is Fit.WRONG or code in known


@pytest.mark.parametrize(
    ("text", "code", "is_bare"),
    [
        ("123456", "123456", True),
        (" 123 456 ", "123456", True),
        ("１２３４５６。", "123456", True),
        ("签到 012345", "012345", False),
        ("簽到:123456!", "123456", False),
        ("Check-in 123456", "123456", False),
    ],
)
def test_a_code_is_understood_as_people_type_it(text: str, code: str, is_bare: bool) -> None:  # noqa: FBT001  (a table)
    said = code_said(text)

    assert said is not None
    assert (said.code, said.is_bare) == (code, is_bare)


@pytest.mark.parametrize(
    "text", ["12345", "1234567", "签到", "号码是 123456", "123456?", "١٢٣٤٥٦", "2026-03-05 12", ""]
)
def test_other_words_are_no_code(text: str) -> None:
    assert code_said(text) is None


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1), st.integers(0, 999_999))
def test_a_link_carries_group_activity_and_code(group: int, activity: int, number: int) -> None:
    code = f"{number:06}"

    carried = payload(group, activity, code)

    assert len(carried) <= 64
    assert read_payload(carried) == (group, activity, code)
    assert read_payload(door_payload(group, activity)) == (group, activity, None)


@pytest.mark.parametrize(
    "carried",
    ["", "c-", "c-1-2", "v-1-2-123456", "c-1-2-12345", "c-1-2-１２３４５６", "i-1-2-123456"],
)
def test_a_link_that_is_bent_says_nothing(carried: str) -> None:
    assert read_payload(carried) is None

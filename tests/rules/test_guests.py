"""Guests as staff write them down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activities.guests import MOST, Named, read
from models.activities.rules import GuestKind

V, P, A, U, O = (  # noqa: E741  (one letter a kind keeps the table readable)
    GuestKind.VOTER,
    GuestKind.PARTY_DEPUTY,
    GuestKind.ADVISER,
    GuestKind.UNIT,
    GuestKind.OTHER,
)


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        ("选民代表 张三、李四", [("张三", V), ("李四", V)]),
        ("选民代表：张三，李四；政协委员：王五", [("张三", V), ("李四", V), ("王五", A)]),
        ("党代表 张三 李四\n单位 城管办", [("张三", P), ("李四", P), ("城管办", U)]),
        ("张三", [("张三", O)]),
        ("选民 张三、张三", [("张三", V)]),
        ("unit Water Works, voters Ann Lee", [("Water Works", U), ("Ann Lee", V)]),
        ("选民代表 =1+1", [("=1+1", V)]),
    ],
)
def test_guests_are_read_with_their_kind(text: str, guests: list[tuple[str, GuestKind]]) -> None:
    assert read(text) == [Named(name, kind) for name, kind in guests]


@pytest.mark.parametrize("text", ["", "选民代表", "、、", "选民代表 " + "长" * 41, "单位:"])
def test_without_a_name_there_is_no_guest(text: str) -> None:
    assert read(text) is None


def test_more_guests_than_fit_are_not_taken() -> None:
    assert read("、".join(f"人{number}" for number in range(MOST + 1))) is None


@given(st.text(max_size=300))
def test_whatever_is_written_names_fit_their_column(text: str) -> None:
    assert all(0 < len(one.name) <= 64 for one in read(text) or [])

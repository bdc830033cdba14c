"""What staff say of a signed sheet, as they say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activities.paper import all_but, read

NAMES = ["王桂兰", "李建国", "赵和平", "王芳", None, "王芳", "欧阳明", "John Smith"]


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("都到了", ""),
        ("全到了。", ""),
        ("大家都到齐了!", ""),
        ("都到了,除了 3 8 12", "3 8 12"),
        ("都到了,除了3、8、12号。", "3,8,12号"),
        ("除了王桂兰、李建国,都到了", "王桂兰,李建国"),
        ("除3号以外其他人都来了", "3号"),
        ("全部到场，除了３和８没来", "3和8"),
        ("都到了,就 3 没到", "3"),
        ("all but 3 8", "3 8"),
        ("Everyone is here except for 3 and 8.", "3 and 8"),
        ("everybody is present", ""),
    ],
)
def test_all_but_is_understood_as_staff_say_it(said: str, who: str) -> None:
    assert all_but(said) == who


@pytest.mark.parametrize(
    "said",
    [
        "到",
        "签到",
        "都到了吗",
        "人都到了没有",
        "除了王桂兰",
        "都说好了,除了 3",
        "代表" * 400 + "x",
        "",
    ],
)
def test_another_sentence_says_nothing_of_a_sheet(said: str) -> None:
    assert all_but(said) is None


@pytest.mark.parametrize(
    ("who", "missing"),
    [
        ("", ()),
        ("3 1,2", (1, 2, 3)),
        ("3号,第1号 #2", (1, 2, 3)),
        ("王桂兰,欧阳明", (1, 7)),
        ("王桂兰和李建国", (1, 2)),
        ("赵和平", (3,)),
        ("1和赵和平和王桂兰", (1, 3)),
        ("1,和赵和平", (1, 3)),
        ("1和2以及3", (1, 2, 3)),
        ("4 and 6", (4, 6)),
        ("2 2 李建国", (2,)),
    ],
)
def test_the_missing_are_found_by_number_or_name(who: str, missing: tuple[int, ...]) -> None:
    reading = read(who, NAMES)

    assert reading.missing == missing
    assert reading.unclear == ()


@pytest.mark.parametrize(
    ("who", "unclear"),
    [
        ("0", ("0",)),
        ("9", ("9",)),
        ("5", ("5",)),
        ("王芳", ("王芳",)),
        ("1 张三", ("张三",)),
        ("老王", ("老王",)),
        ("3-5", ("3-5",)),
    ],
)
def test_what_is_no_number_and_no_single_name_is_said_to_be_unclear(
    who: str, unclear: tuple[str, ...]
) -> None:
    assert read(who, NAMES).unclear == unclear


@given(st.text(max_size=200))
def test_whatever_is_written_every_word_is_missing_or_unclear(text: str) -> None:
    reading = read(text, NAMES)

    assert all(NAMES[number - 1] for number in reading.missing)
    assert bool(text.replace(",", " ").split()) >= bool(reading.missing or reading.unclear)

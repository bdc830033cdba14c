"""Reports of the same thing are found by their words, their kind, their place."""

import pytest

from models.issues.alike import Likeness, likeness, metres, most_alike, shared
from models.issues.states import Category

LAMP = Likeness(
    words="三号楼门口的路灯坏了一个星期", category=Category.UTILITIES, place="水岸星城三号楼"
)


@pytest.mark.parametrize(
    "words",
    ["三号楼门口路灯坏了", "水岸三号楼门口的路灯一直不亮，坏了好久", "路灯坏了，三号楼门口很黑"],
)
def test_the_same_in_other_words_is_found(words: str) -> None:
    other = Likeness(words=words, category=Category.UTILITIES, place="水岸星城三号楼东门")

    assert most_alike(LAMP, [(7, other)]) == [7]


@pytest.mark.parametrize("words", ["楼道里堆满杂物", "广场舞太吵", "!!!", ""])
def test_something_else_is_not(words: str) -> None:
    other = Likeness(words=words, category=Category.NOISE, place="团结大道")

    assert most_alike(LAMP, [(7, other)]) == []


def test_the_same_words_far_away_are_another_matter() -> None:
    here = Likeness(words="路灯坏了", category=Category.UTILITIES, latitude=30.60, longitude=114.33)
    there = Likeness(
        words="路灯坏了", category=Category.UTILITIES, latitude=30.65, longitude=114.33
    )

    assert likeness(here, there) == 0.0
    assert 5_000 < (metres(here, there) or 0) < 6_000


def test_the_likest_comes_first_and_three_are_enough() -> None:
    others = [
        (
            number,
            Likeness(words=f"三号楼门口的路灯坏了{'吗' * number}", category=Category.UTILITIES),
        )
        for number in range(6)
    ]

    found = most_alike(LAMP, others)

    assert len(found) == 3


def test_marks_and_width_do_not_matter() -> None:
    assert shared("路灯，坏了！", "路灯坏了") == 1.0

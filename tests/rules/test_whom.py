"""Whom an activity is for, as offices write it."""

import pytest

from models.activities.whom import EVERYBODY, Unfound, Wanted, Whom, WhyNobody, resolve
from models.activities.words import whom_of
from models.people.tables import Level, Member, Role

CITY, DISTRICT, STREET = Level.CITY, Level.DISTRICT, Level.STREET


@pytest.mark.parametrize(
    "said", ["", "全体", "全体代表", "所有代表", "大家", "王伟、全体代表", "all"]
)
def test_everybody_is_everybody(said: str) -> None:
    assert whom_of(said).is_everybody


@pytest.mark.parametrize(
    ("said", "levels"),
    [
        ("市代表", [CITY]),
        ("全体市代表", [CITY]),
        ("市级人大代表", [CITY]),
        ("区代表、市代表", [CITY, DISTRICT]),
        ("市代表和区代表", [CITY, DISTRICT]),
        ("市、区两级代表", [CITY, DISTRICT]),
        ("市区两级人大代表", [CITY, DISTRICT]),
        ("街道代表", [STREET]),
        ("乡镇代表", [STREET]),
        ("city deputies, district", [CITY, DISTRICT]),
    ],
)
def test_levels_are_understood_as_offices_name_them(said: str, levels: list[Level]) -> None:
    assert whom_of(said) == Wanted(levels=tuple(levels))


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("王桂兰、李和平", ["王桂兰", "李和平"]),  # 和 is part of a name, too
        ("王 伟，李建国", ["王伟", "李建国"]),
        ("王桂兰 李建国", ["王桂兰", "李建国"]),
        ("王桂兰\n王桂兰", ["王桂兰"]),
        ("水岸代表团", ["水岸代表团"]),
        ("王伟（三选区）", ["王伟（三选区）"]),
    ],
)
def test_what_is_no_level_is_a_name(said: str, names: list[str]) -> None:
    assert whom_of(said) == Wanted(names=tuple(names))


def deputy(number: int, name: str, level: Level | None = STREET, **facts: str) -> Member:
    return Member(group_id=1, id=number, role=Role.DEPUTY, name=name, level=level, **facts)


DEPUTIES = (
    deputy(1, "王桂兰", CITY, delegation="水岸代表团"),
    deputy(2, "李建国", DISTRICT, delegation="水岸代表团"),
    deputy(3, "王伟", STREET, constituency="三选区"),
    deputy(4, "王伟", STREET, constituency="五选区"),
    deputy(5, "没写层级", None),
)


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("全体代表", EVERYBODY),
        ("市代表", Whom(levels=(CITY,))),
        ("水岸代表团", Whom(members=(1, 2))),
        ("李建国、王伟(五选区)", Whom(members=(2, 4))),
        ("市代表、李建国", Whom(members=(1, 2, 5))),  # without a level: of every level
    ],
)
def test_words_become_levels_or_numbers(said: str, whom: Whom) -> None:
    assert resolve(DEPUTIES, whom_of(said)) == (whom, ())


def test_a_name_that_nobody_or_several_bear_is_told_and_guessed_at_never() -> None:
    _whom, unfound = resolve(DEPUTIES, whom_of("王桂兰、王伟、张三、王伟（一选区）"))

    assert unfound == (
        Unfound("王伟", WhyNobody.SEVERAL),
        Unfound("张三", WhyNobody.UNKNOWN),
        Unfound("王伟（一选区）", WhyNobody.SEVERAL),
    )

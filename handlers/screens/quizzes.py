"""The buttons of quizzes."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, under
from handlers.screens.materials import Do
from models.quizzes import notices as n
from models.quizzes.rules import LETTERS, QuestionKind


class Next(Button):
    """The question that comes next after a place; 0 begins."""

    code: ClassVar[str] = "zx"
    group_id: int
    material_id: int
    place: int


class Again(Button):
    """The wrong ones once more."""

    code: ClassVar[str] = "zw"
    group_id: int
    material_id: int


class Tick(Button):
    """One option more or less; `ticks` are those ticked before, a bit each."""

    code: ClassVar[str] = "zt"
    group_id: int
    material_id: int
    place: int
    ticks: int
    option: int


class Answer(Button):
    """That is my answer; `ticks` are the options, a bit each."""

    code: ClassVar[str] = "za"
    group_id: int
    material_id: int
    place: int
    ticks: int


def bits(options: tuple[int, ...]) -> int:
    """Return options as bits of a number."""
    return sum(1 << one for one in options)


def options_of(ticks: int) -> tuple[int, ...]:
    """Return the options behind bits."""
    return tuple(one for one in range(len(LETTERS)) if ticks >> one & 1)


@under(n.Asked)
def asked(notice: n.Asked) -> Keyboard:
    """Offer the options: one press answers, or several ticks and then the answer."""
    about = {
        "group_id": notice.group_id,
        "material_id": notice.material_id,
        "place": notice.place,
    }
    lettered = list(zip(LETTERS, notice.options, strict=False))
    if notice.which is not QuestionKind.MULTIPLE:
        return [
            Choice(Answer(**about, ticks=1 << place), f"{letter}. {words}")
            for place, (letter, words) in enumerate(lettered)
        ]
    ticks = bits(notice.ticked)
    rows: list[Choice | Press] = [
        Choice(
            Tick(**about, ticks=ticks, option=place),
            f"{'☑️' if place in notice.ticked else '⬜️'} {letter}. {words}",
        )
        for place, (letter, words) in enumerate(lettered)
    ]
    return [*rows, Press(Answer(**about, ticks=ticks), "quizzes.b_answer")]


@under(n.Result)
def result(notice: n.Result) -> Keyboard:
    """Offer the wrong ones once more."""
    if notice.is_passed:
        return []
    again = Again(group_id=notice.group_id, material_id=notice.material_id)
    return [Press(again, "quizzes.b_again")]


@under(n.Questions)
def questions(notice: n.Questions) -> Keyboard:
    """Offer one more, a sheet of them, and to begin anew."""
    return _acts(
        notice, ("quiz_add", "quiz_sheet", *(("quiz_clear",) if notice.texts else ()), "manage")
    )


@under(n.Analysis)
def analysis(notice: n.Analysis) -> Keyboard:
    """Lead back to the material."""
    return _acts(notice, ("manage",))


def _acts(notice: n.Questions | n.Analysis, acts: tuple[str, ...]) -> list[Press]:
    about = {"group_id": notice.group_id, "material_id": notice.material_id}
    labels = {"manage": "materials.b_manage"}
    return [Press(Do(**about, act=act), labels.get(act, f"quizzes.b_{act}")) for act in acts]


@under(n.Told)
def told(notice: n.Told) -> Keyboard:
    """Lead on: to the next question, or to how it went."""
    on = Next(group_id=notice.group_id, material_id=notice.material_id, place=notice.place)
    return [Press(on, "quizzes.b_result" if notice.is_last else "quizzes.b_next")]

"""What people are told about quizzes. Results are a deputy's own."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.quizzes.rules import Flaw, QuestionKind


class Asked(Notice):
    """One question, with what is ticked so far."""

    kind: ClassVar[str] = "quizzes.asked"
    group_id: int
    material_id: int
    place: int
    number: int
    total: int
    which: QuestionKind
    text: str
    options: tuple[str, ...]
    ticked: tuple[int, ...] = ()


class Told(Notice):
    """Whether an answer was right, what is right, and why."""

    kind: ClassVar[str] = "quizzes.told"
    group_id: int
    material_id: int
    place: int
    text: str
    is_right: bool
    chosen: tuple[str, ...]
    right: tuple[str, ...]
    explanation: str | None
    is_last: bool


class Result(Notice):
    """How a deputy did; whoever had all right has passed, and has read the material."""

    kind: ClassVar[str] = "quizzes.result"
    group_id: int
    material_id: int
    title: str
    right: int
    total: int
    is_passed: bool


class Item(BaseModel):
    """How one question was answered the first time."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    number: int
    text: str
    answered: int
    missed: int
    options: tuple[tuple[str, int], ...]  # each option, and how many chose it at first


class Analysis(Notice):
    """Which question everybody misses: numbers only, no names."""

    kind: ClassVar[str] = "quizzes.analysis"
    group_id: int
    material_id: int
    title: str
    people: int
    passed: int
    items: tuple[Item, ...]


class Questions(Notice):
    """The questions of a quiz as the staff see them."""

    kind: ClassVar[str] = "quizzes.questions"
    group_id: int
    material_id: int
    title: str
    texts: tuple[str, ...]


class Flawed(Notice):
    """A question cannot be asked as it is."""

    kind: ClassVar[str] = "quizzes.flawed"
    flaw: Flaw
    row: int | None = None


class TooMany(Notice):
    """A quiz has enough questions."""

    kind: ClassVar[str] = "quizzes.too_many"
    most: int


class Answered(Notice):
    """Questions are not changed once somebody has answered."""

    kind: ClassVar[str] = "quizzes.answered"
    people: int


class NoQuestions(Notice):
    """There is no quiz here, or the sheet holds none."""

    kind: ClassVar[str] = "quizzes.no_questions"


class NothingTicked(Notice):
    """An answer to several options needs at least one tick."""

    kind: ClassVar[str] = "quizzes.nothing_ticked"

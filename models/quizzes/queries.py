"""Reads of quizzes: the questions, one's own answers, how everybody did."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from models.database import Transaction
from models.materials.tables import Material
from models.quizzes import notices as n
from models.quizzes.tables import QuizAnswer, QuizQuestion


async def questions(tx: Transaction, group_id: int, material_id: int) -> Sequence[QuizQuestion]:
    """Return the questions of a material in their order."""
    rows = await tx.scalars(
        select(QuizQuestion)
        .where(QuizQuestion.group_id == group_id, QuizQuestion.material_id == material_id)
        .order_by(QuizQuestion.place)
    )
    return rows.all()


async def answers_of(
    tx: Transaction, group_id: int, material_id: int, member_id: int
) -> Mapping[int, QuizAnswer]:
    """Return a deputy's answers by the place of the question."""
    rows = await tx.scalars(
        select(QuizAnswer).where(
            QuizAnswer.group_id == group_id,
            QuizAnswer.material_id == material_id,
            QuizAnswer.member_id == member_id,
        )
    )
    return {row.place: row for row in rows}


async def next_for(
    tx: Transaction, one: Material, member_id: int, *, ticked: tuple[int, ...] = (), at: int = 0
) -> n.Asked | n.Result | None:
    """Return the question somebody is at (or the one `at` a place), else how they did.

    Wrong answers are asked again once all have been answered and another try was begun. None
    where there is no quiz.
    """
    asked = await questions(tx, one.group_id, one.id)
    mine = await answers_of(tx, one.group_id, one.id, member_id)
    open_ = [each for each in asked if each.place not in mine]
    chosen = next((each for each in asked if each.place == at), None) or next(iter(open_), None)
    if not asked:
        return None
    if chosen is None:
        return result(one, asked, mine)
    return n.Asked(
        group_id=one.group_id,
        material_id=one.id,
        place=chosen.place,
        number=asked.index(chosen) + 1,
        total=len(asked),
        which=chosen.kind,
        text=chosen.text,
        options=tuple(chosen.options),
        ticked=ticked,
    )


def result(
    one: Material, asked: Sequence[QuizQuestion], mine: Mapping[int, QuizAnswer]
) -> n.Result:
    """Return how somebody did."""
    right = sum(each.is_right for each in mine.values())
    return n.Result(
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        right=right,
        total=len(asked),
        is_passed=right == len(asked),
    )


async def first_wrong(tx: Transaction, one: Material, member_id: int, *, after: int = 0) -> int:
    """Return the place of the next question whose latest answer is wrong, 0 if there is none."""
    mine = await answers_of(tx, one.group_id, one.id, member_id)
    wrong = sorted(place for place, each in mine.items() if not each.is_right and place > after)
    return wrong[0] if wrong else 0


async def analysis(tx: Transaction, one: Material) -> n.Analysis:
    """Return how often each question was missed at the first try: numbers, no names."""
    asked = await questions(tx, one.group_id, one.id)
    rows = (
        await tx.scalars(
            select(QuizAnswer).where(
                QuizAnswer.group_id == one.group_id, QuizAnswer.material_id == one.id
            )
        )
    ).all()
    rights: dict[int, int] = {}
    for row in rows:
        rights[row.member_id] = rights.get(row.member_id, 0) + row.is_right
    return n.Analysis(
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        people=len(rights),
        passed=sum(count == len(asked) for count in rights.values()),
        items=tuple(
            _item(number, each, [row for row in rows if row.place == each.place])
            for number, each in enumerate(asked, 1)
        ),
    )


def _item(number: int, question: QuizQuestion, rows: Sequence[QuizAnswer]) -> n.Item:
    return n.Item(
        number=number,
        text=question.text,
        answered=len(rows),
        missed=sum(not row.was_right for row in rows),
        options=tuple(
            (str(words), sum(place in row.first for row in rows))
            for place, words in enumerate(question.options)
        ),
    )

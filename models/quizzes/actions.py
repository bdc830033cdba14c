"""Verbs on quizzes: add questions, answer one, see how it went."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from models.audit import actions as audit
from models.database import Transaction
from models.errors import Gone, NotAllowed, Refusal
from models.materials.queries import the_material
from models.materials.reading import read, require_open
from models.materials.rules import ReadBy
from models.people.rules import Actor, require_staff
from models.people.tables import Role
from models.quizzes import notices as n
from models.quizzes.queries import answers_of, questions
from models.quizzes.rules import MOST_QUESTIONS, QuestionKind, flaw_of, is_right
from models.quizzes.tables import QuizAnswer, QuizQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question to be; `row` is where it stands in a sheet."""

    kind: QuestionKind
    text: str
    options: Sequence[str]
    right: Collection[int]
    explanation: str | None = None
    row: int | None = None


async def add(
    tx: Transaction,
    *,
    group_id: int,
    material_id: int,
    drafts: Sequence[Draft],
    by: Actor,
    now: datetime,
) -> int:
    """Add questions to a material's quiz, all or none; return how many it has then.

    Refusal (flawed) names the first that cannot be asked: without words, options or a right
    answer; (answered) once somebody has answered; (too many) above the limit.
    """
    require_staff(by, group_id=group_id)
    await the_material(tx, group_id, material_id)
    there = await questions(tx, group_id, material_id)
    _check(drafts, there)
    await _require_unanswered(tx, group_id, material_id)
    first = max((one.place for one in there), default=0) + 1
    for place, one in enumerate(drafts, first):
        tx.add(
            QuizQuestion(
                group_id=group_id,
                material_id=material_id,
                place=place,
                kind=one.kind,
                text=one.text.strip()[:300],
                options=[each.strip()[:100] for each in one.options],
                right=sorted(set(one.right)),
                explanation=(one.explanation or "").strip()[:500] or None,
            )
        )
    await tx.flush()
    audit.write(tx, "quizzes.add", by=by, now=now, group_id=group_id, subject_id=material_id)
    return len(there) + len(drafts)


def _check(drafts: Sequence[Draft], there: Sequence[QuizQuestion]) -> None:
    if not drafts:
        raise Refusal(n.NoQuestions())
    for one in drafts:
        flaw = flaw_of(one.kind, one.text, one.options, one.right)
        if flaw is not None:
            raise Refusal(n.Flawed(flaw=flaw, row=one.row))
    if len(there) + len(drafts) > MOST_QUESTIONS:
        raise Refusal(n.TooMany(most=MOST_QUESTIONS))


async def clear(
    tx: Transaction, *, group_id: int, material_id: int, by: Actor, now: datetime
) -> None:
    """Take all questions away; Refusal (answered) once somebody has answered."""
    require_staff(by, group_id=group_id)
    await the_material(tx, group_id, material_id)
    await _require_unanswered(tx, group_id, material_id)
    await tx.execute(
        delete(QuizQuestion).where(
            QuizQuestion.group_id == group_id, QuizQuestion.material_id == material_id
        )
    )
    audit.write(tx, "quizzes.clear", by=by, now=now, group_id=group_id, subject_id=material_id)


async def _require_unanswered(tx: Transaction, group_id: int, material_id: int) -> None:
    people = await tx.scalars(
        select(func.count(QuizAnswer.member_id.distinct())).where(
            QuizAnswer.group_id == group_id, QuizAnswer.material_id == material_id
        )
    )
    count = int(people.one())
    if count:
        raise Refusal(n.Answered(people=count))


async def answer(
    tx: Transaction,
    *,
    group_id: int,
    material_id: int,
    place: int,
    chosen: Collection[int],
    by: Actor,
    now: datetime,
) -> n.Told:
    """Take a deputy's answer, the first or another try; all right means that it is read.

    Refusal (nothing ticked), (gone) for a question or option that is not there.
    """
    if by.role is not Role.DEPUTY or by.group_id != group_id or by.member_id is None:
        raise Refusal(NotAllowed())
    one = await require_open(tx, group_id, material_id)
    asked = await questions(tx, group_id, material_id)
    question = next((each for each in asked if each.place == place), None)
    if question is None or any(not 0 <= each < len(question.options) for each in chosen):
        raise Refusal(Gone())
    if not chosen:
        raise Refusal(n.NothingTicked())
    right = is_right(chosen, question.right)
    await _note(tx, question, by.member_id, sorted(set(chosen)), is_right=right, now=now)
    mine = await answers_of(tx, group_id, material_id, by.member_id)
    if len(mine) == len(asked) and all(each.is_right for each in mine.values()):
        about = {"group_id": one.group_id, "material_id": one.id}
        await read(tx, **about, how=ReadBy.QUIZ, by=by, now=now)
    return _told(question, chosen, asked, mine, is_right=right)


def _told(
    question: QuizQuestion,
    chosen: Collection[int],
    asked: Sequence[QuizQuestion],
    mine: Mapping[int, QuizAnswer],
    *,
    is_right: bool,
) -> n.Told:
    names = question.options
    is_done = all(each.place in mine for each in asked)
    return n.Told(
        group_id=question.group_id,
        material_id=question.material_id,
        place=question.place,
        text=question.text,
        is_right=is_right,
        chosen=tuple(names[each] for each in sorted(set(chosen))),
        right=tuple(names[each] for each in question.right),
        explanation=question.explanation,
        is_last=is_done
        and not any(at > question.place and not each.is_right for at, each in mine.items()),
    )


async def _note(
    tx: Transaction,
    question: QuizQuestion,
    member_id: int,
    chosen: list[int],
    *,
    is_right: bool,
    now: datetime,
) -> None:
    key = (question.group_id, question.material_id, question.place, member_id)
    row = await tx.get(QuizAnswer, key)
    if row is None:
        tx.add(
            QuizAnswer(
                group_id=question.group_id,
                material_id=question.material_id,
                place=question.place,
                member_id=member_id,
                first=chosen,
                was_right=is_right,
                chosen=chosen,
                is_right=is_right,
                tries=1,
                answered_at=now,
            )
        )
    else:
        row.chosen, row.is_right, row.tries, row.answered_at = chosen, is_right, row.tries + 1, now
    await tx.flush()

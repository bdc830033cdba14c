"""Rules of drafts: how a form goes from question to question. Pure.

A question counts as answered once it has an entry among the answers; a skipped one has None.
After every answer the first question without one comes next, and after the last the review: so
whoever goes back or changes one answer is never asked the others again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

REVIEW = "review"
LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a form. When an answer in `after` changes, this one is asked anew."""

    name: str
    optional: bool = False
    after: tuple[str, ...] = ()


class Progress(BaseModel):
    """How far somebody is. Whatever is in it can be kept as JSON and read back the same.

    `half` is what was understood of an answer that needs one more word, such as a day without
    an hour. `version` rises with every step; it is one account never sees the same one twice.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    step: str
    version: int
    answers: Mapping[str, Any] = {}
    half: Mapping[str, Any] | None = None

    @property
    def is_review(self) -> bool:
        """Tell whether all is answered and only the confirmation is missing."""
        return self.step == REVIEW


def begin(questions: Sequence[Question], *, version: int) -> Progress:
    """Return the progress of a form that was just opened: at its first question."""
    return Progress(step=_first_open(questions, {}), version=version)


def begin_with(questions: Sequence[Question], answers: Mapping[str, Any]) -> str:
    """Return the step of a form that knows some answers already."""
    return _first_open(questions, answers)


def _first_open(questions: Sequence[Question], answers: Mapping[str, Any]) -> str:
    return next((one.name for one in questions if one.name not in answers), REVIEW)


def _moved(progress: Progress, step: str, answers: Mapping[str, Any] | None = None) -> Progress:
    kept = progress.answers if answers is None else answers
    return Progress(step=step, version=progress.version + 1, answers=kept)


def answered(
    questions: Sequence[Question],
    progress: Progress,
    value: object,
    *,
    also: Mapping[str, Any] | None = None,
) -> Progress:
    """Keep an answer, and `also` those to other questions that it held; then on.

    What was built on another answer than this one is forgotten, to be asked anew.
    """
    name = progress.step
    answers = dict(progress.answers)
    if name in answers and answers[name] != value:
        for one in questions:
            if name in one.after:
                answers.pop(one.name, None)
    answers |= {name: value, **(also or {})}
    return _moved(progress, _first_open(questions, answers), answers)


def skipped(questions: Sequence[Question], progress: Progress) -> Progress | None:
    """Leave a question without an answer, even one it had; None if it has to be answered."""
    asked = next((one for one in questions if one.name == progress.step), None)
    return answered(questions, progress, None) if asked and asked.optional else None


def before(questions: Sequence[Question], progress: Progress) -> str | None:
    """Return where back leads to: the review when all is answered, else the question before."""
    names = [one.name for one in questions]
    if progress.is_review:
        return names[-1]
    if _first_open(questions, progress.answers) == REVIEW:
        return REVIEW
    place = names.index(progress.step)
    return names[place - 1] if place else None


def back(questions: Sequence[Question], progress: Progress) -> Progress | None:
    """Go one step back and keep all answers; None at the very first question."""
    step = before(questions, progress)
    return None if step is None else _moved(progress, step)


def changing(questions: Sequence[Question], progress: Progress, name: str) -> Progress | None:
    """Go to a question to answer it once more; None if there is no such question."""
    known = any(one.name == name for one in questions)
    return _moved(progress, name) if known else None


def halved(progress: Progress, half: Mapping[str, Any]) -> Progress:
    """Keep half an answer and stay at the question."""
    return Progress(
        step=progress.step, version=progress.version + 1, answers=progress.answers, half=half
    )


def added(progress: Progress, values: Sequence[object]) -> Progress:
    """Keep the values of a question that takes several, and stay at it.

    The version stays too: the question still stands, and so do the buttons under it.
    """
    answers = {**progress.answers, progress.step: list(values)}
    return progress.model_copy(update={"answers": answers})


def passed(questions: Sequence[Question], progress: Progress) -> Progress:
    """Go on from a question that takes several, with what it has."""
    return _moved(progress, _first_open(questions, progress.answers))


def cleared(progress: Progress) -> Progress:
    """Forget the answer to the question that is asked, and stay at it."""
    answers = {name: one for name, one in progress.answers.items() if name != progress.step}
    return _moved(progress, progress.step, answers)


def fitted(questions: Sequence[Question], progress: Progress) -> Progress:
    """Return the progress as it fits a form that has changed since: nothing unknown, no gap."""
    names = {one.name for one in questions}
    answers = {name: one for name, one in progress.answers.items() if name in names}
    known = progress.step in names
    step = progress.step if known else _first_open(questions, answers)
    if step == progress.step and len(answers) == len(progress.answers):
        return progress
    return _moved(progress, step, answers)

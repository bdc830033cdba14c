"""The course of a form, pure: how far somebody is, and how far they are after a move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from handlers.kit.entries import plain
from handlers.kit.forms.names import labels, names
from handlers.kit.forms.reading import (
    Added,
    Half,
    Option,
    Phrase,
    Problem,
    Read,
    Said,
    Seen,
    Taken,
)
from handlers.kit.forms.shape import Ask, Form, Shape
from models.drafts import rules
from models.drafts.rules import Progress
from models.errors import Gone, Refusal


@dataclass(frozen=True, slots=True)
class Pick:
    """A press of the option with this number, from 0."""

    number: int


@dataclass(frozen=True, slots=True)
class Change:
    """A wish to answer the question with this number, from 0, once more."""

    number: int


@dataclass(frozen=True, slots=True)
class Back:
    """One step back."""


@dataclass(frozen=True, slots=True)
class Skip:
    """No answer to this question."""


@dataclass(frozen=True, slots=True)
class Enough:
    """On from a question that takes several."""


@dataclass(frozen=True, slots=True)
class Clear:
    """All over again with a question that takes several."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """All is right as it stands on the review card."""


Move = Said | Pick | Change | Back | Skip | Enough | Clear | Confirm


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What became of a move. `done` is the valid form once it was confirmed."""

    progress: Progress
    problem: Phrase | None = None
    done: Form | None = None


def advance(shape: Shape, given: Mapping[str, Any], move: Move, seen: Seen) -> Turn:
    """Return what becomes of a move. One that makes no sense changes nothing but says so."""
    meant = _meant(shape, move, seen) if isinstance(move, Said) else move
    match meant:
        case Confirm():
            return _confirmed(shape, given, seen.progress)
        case Change(number):
            return _changing(shape, number, seen)
        case Back():
            went = rules.back(shape.questions, seen.progress)
            return _gone(went, seen, "forms.p_first")
        case _ if seen.progress.is_review:
            return _stays(seen, "forms.p_review")
        case Skip():
            went = rules.skipped(shape.questions, seen.progress)
            return _gone(went, seen, "forms.p_cannot_skip")
        case _:
            return _answer(shape, shape.asks[seen.progress.step], meant, seen)


def _stays(seen: Seen, key: str) -> Turn:
    return Turn(progress=seen.progress, problem=Phrase(key=key))


def _gone(progress: Progress | None, seen: Seen, otherwise: str) -> Turn:
    return _stays(seen, otherwise) if progress is None else Turn(progress=progress)


def _changing(shape: Shape, number: int, seen: Seen) -> Turn:
    names = list(shape.asks)
    name = names[number] if number < len(names) else ""
    if name not in seen.progress.answers:
        return _stays(seen, "forms.p_review" if seen.progress.is_review else "forms.p_choose")
    return _gone(rules.changing(shape.questions, seen.progress, name), seen, "forms.p_review")


def _answer(shape: Shape, ask: Ask, move: Said | Pick | Enough | Clear, seen: Seen) -> Turn:
    match move:
        case Said():
            return _read(shape, ask.reads.read(move, seen), seen)
        case Pick(number):
            options = ask.reads.options(seen)
            if number >= len(options):
                return _stays(seen, "forms.p_choose")
            return _read(shape, ask.reads.picked(options[number], seen), seen)
        case Enough():
            return _enough(shape, ask, seen)
        case Clear() if ask.reads.takes_several:
            return Turn(progress=rules.cleared(seen.progress))
        case Clear():
            return _stays(seen, "forms.p_choose")


def _enough(shape: Shape, ask: Ask, seen: Seen) -> Turn:
    if ask.reads.takes_several and seen.progress.answers.get(seen.progress.step):
        return Turn(progress=rules.passed(shape.questions, seen.progress))
    went = rules.skipped(shape.questions, seen.progress) if ask.reads.takes_several else None
    return _gone(went, seen, ask.reads.missing)


def _read(shape: Shape, read: Read, seen: Seen) -> Turn:
    match read:
        case Taken(value=value, also=also):
            went = rules.answered(shape.questions, seen.progress, value, also=also)
            return Turn(progress=went)
        case Half(half):
            return Turn(progress=rules.halved(seen.progress, half))
        case Added(values):
            return Turn(progress=rules.added(seen.progress, values))
        case Problem(phrase):
            return Turn(progress=seen.progress, problem=phrase)


def _confirmed(shape: Shape, given: Mapping[str, Any], progress: Progress) -> Turn:
    if not progress.is_review:
        return Turn(progress=progress, problem=Phrase(key="forms.p_not_yet"))
    answers = {name: one for name, one in progress.answers.items() if one is not None}
    try:
        return Turn(progress=progress, done=shape.form.model_validate({**given, **answers}))
    except ValidationError as problem:
        return _asked_again(shape, progress, problem)


def _asked_again(shape: Shape, progress: Progress, problem: ValidationError) -> Turn:
    """Go to the question whose answer does not hold: nobody is left before a closed door."""
    wrong = [str(one["loc"][0]) for one in problem.errors() if one["loc"]]
    name = next((one for one in wrong if one in shape.asks), None)
    went = rules.changing(shape.questions, progress, name) if name else None
    if went is None:  # what was given does not hold: no answer can mend that
        raise Refusal(Gone()) from problem
    return Turn(progress=went, problem=Phrase(key="forms.p_again"))


def _meant(shape: Shape, said: Said, seen: Seen) -> Move:
    """Return what typed words stand for: an option, a button, or themselves."""
    words = plain(said.text)
    if not words or said.attachment is not None:
        return said
    if seen.progress.is_review:
        return _meant_at_review(shape, words) or _button_said(words) or said
    ask = shape.asks[seen.progress.step]
    number = _option_said(ask.reads.options(seen), words)
    if number is not None:
        return Pick(number)
    if ask.reads.takes_several and words in names("forms.w_done") and _has(seen):
        return Enough()
    return _button_said(words) or said


def _meant_at_review(shape: Shape, words: str) -> Move | None:
    if words in names("forms.w_yes") | names("forms.w_done"):
        return Confirm()
    for number, ask in enumerate(shape.asks.values()):
        change = labels("forms.b_change", (("key", ask.label),))
        if words in labels(ask.label) | change | {str(number + 1)}:
            return Change(number)
    return None


def _has(seen: Seen) -> bool:
    return bool(seen.progress.answers.get(seen.progress.step))


def _button_said(words: str) -> Move | None:
    if words in names("forms.w_back"):
        return Back()
    return Skip() if words in names("forms.w_skip") else None


def _option_said(options: Sequence[Option], words: str) -> int | None:
    for number, option in enumerate(options):
        known = labels(option.label.key, option.label.args())
        if words in known | option.also | {str(number + 1)}:
            return number
    return None

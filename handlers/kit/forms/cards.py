"""What a person sees of a form: the question, the review card, and the short answers around."""

from collections.abc import Sequence
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from handlers.kit.forms.reading import Phrase, Seen
from handlers.kit.forms.shape import Ask, Shape
from models.drafts import rules
from models.messages.notices import Notice


class Asked(Notice):
    """A question of a form, with the answers on buttons."""

    kind: ClassVar[str] = "forms.asked"
    account_id: int
    version: int
    title: Phrase
    number: int
    total: int
    prompt: Phrase
    hint: Phrase | None
    problem: Phrase | None
    note: Phrase | None
    current: Phrase | None
    options: tuple[Phrase, ...]
    can_go_back: bool
    can_skip: bool
    is_enough: bool  # several may be sent, and there is one


class Line(BaseModel):
    """One answer on the review card; no value: skipped."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    label: str
    value: Phrase | None


class Review(Notice):
    """All answers, each with a way to change it, and the confirmation."""

    kind: ClassVar[str] = "forms.review"
    account_id: int
    version: int
    title: Phrase
    lines: tuple[Line, ...]
    problem: Phrase | None


class OtherOpen(Notice):
    """One form is open and another is wanted: its owner says which it shall be."""

    kind: ClassVar[str] = "forms.other_open"
    account_id: int
    number: int
    title: Phrase
    other: Phrase


class Cancelled(Notice):
    """A form was thrown away; nothing came of it."""

    kind: ClassVar[str] = "forms.cancelled"
    title: Phrase


class NothingOpen(Notice):
    """There is nothing to cancel."""

    kind: ClassVar[str] = "forms.nothing_open"


class NumberPlease(Notice):
    """A big button below sends one's own number."""

    kind: ClassVar[str] = "forms.number_please"


class KeysBack(Notice):
    """The usual big buttons are back."""

    kind: ClassVar[str] = "forms.keys_back"
    is_deputy: bool
    is_staff: bool


class Outdated(Notice):
    """An old button: the question that is asked now is shown instead."""

    kind: ClassVar[str] = "forms.outdated"


class Over(Notice):
    """A button of a form that is finished, cancelled or expired."""

    kind: ClassVar[str] = "forms.over"


class NotYours(Notice):
    """A button of somebody else's form."""

    kind: ClassVar[str] = "forms.not_yours"


class InPrivate(Notice):
    """The form was opened from a group and goes on privately."""

    kind: ClassVar[str] = "forms.in_private"


def card(
    shape: Shape, seen: Seen, *, account_id: int, problem: Phrase | None = None
) -> Asked | Review:
    """Return what somebody sees who is this far."""
    if seen.progress.is_review:
        return _review(shape, seen, account_id, problem)
    return _asked(shape, seen, account_id, problem)


def _asked(shape: Shape, seen: Seen, account_id: int, problem: Phrase | None) -> Asked:
    progress, names = seen.progress, list(shape.asks)
    ask = shape.asks[progress.step]
    place = names.index(progress.step)
    value = progress.answers.get(progress.step)
    optional = shape.questions[place].optional
    is_enough = ask.reads.takes_several and bool(value)
    return Asked(
        account_id=account_id,
        version=progress.version,
        title=shape.title,
        number=_steps(shape, names[: place + 1]),
        total=_steps(shape, names),
        prompt=Phrase(key=ask.prompt),
        hint=_hint(ask),
        problem=problem,
        note=ask.reads.note(seen),
        current=None if value is None else ask.reads.shown(value),
        options=tuple(one.label for one in ask.reads.options(seen)),
        can_go_back=rules.before(shape.questions, progress) is not None,
        can_skip=optional and not is_enough,
        is_enough=is_enough,
    )


def _steps(shape: Shape, names: Sequence[str]) -> int:
    return sum(not shape.asks[name].joined for name in names)


def _hint(ask: Ask) -> Phrase | None:
    return Phrase(key=ask.hint, number=ask.reads.bound()) if ask.hint else None


def _review(shape: Shape, seen: Seen, account_id: int, problem: Phrase | None) -> Review:
    return Review(
        account_id=account_id,
        version=seen.progress.version,
        title=shape.title,
        lines=tuple(
            Line(label=ask.label, value=_shown(ask, seen.progress.answers.get(name)))
            for name, ask in shape.asks.items()
        ),
        problem=problem,
    )


def _shown(ask: Ask, value: object) -> Phrase | None:
    return None if value is None else ask.reads.shown(value)

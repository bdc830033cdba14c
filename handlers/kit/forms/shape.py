"""What a form is: a pydantic model whose annotated fields are its questions."""

import functools
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from handlers.kit.forms.reading import Phrase, Reader
from handlers.kit.visit import Visit
from models.drafts.rules import REVIEW, Question

May = Literal["anyone", "deputy", "staff"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: `title: Annotated[str, Ask("activities.q_title", "activities.l_title", Text())]`.

    `prompt` is the question, `label` the answer's name on the review card, `hint` a line on
    how to answer; all are keys of macros. A field with a default may be skipped, and is then
    that default. `after` names questions whose change makes this one be asked anew. `joined`:
    it belongs to the question before it, and counts as one step with that.
    """

    prompt: str
    label: str
    reads: Reader
    _: KW_ONLY
    hint: str | None = None
    after: tuple[str, ...] = ()
    joined: bool = False


class Form(BaseModel):
    """What a person tells the bot over several messages.

    Fields with an `Ask` are asked in their order; the others are given when it is opened.
    """

    # Built at first use: a hundred forms would slow every start.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    shape: ClassVar["Shape"]

    group_id: int = 0

    async def done(self, visit: Visit) -> None:
        """Do what the form is for, and show the outcome: the person has confirmed it."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A form as the machinery sees it. `may` names who may open and confirm it.

    `who` says the same in the words of the register, where the act at the end asks for more than
    a role: for the permission matrix, and for whoever reads it.
    """

    name: str
    title: Phrase
    may: May
    form: type[Form]
    who: str = ""

    @property
    def strips(self) -> bool:
        """Tell whether pictures are made anew: anybody may fill in the form, so voters do."""
        return self.may == "anyone"

    @functools.cached_property
    def asks(self) -> dict[str, Ask]:
        """Return the questions by their field, in their order."""
        found = {}
        for name, field in self.form.model_fields.items():
            ask = next((one for one in field.metadata if isinstance(one, Ask)), None)
            if ask is not None:
                found[name] = ask
        return found

    @functools.cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions as the rules of drafts see them."""
        fields = self.form.model_fields
        return tuple(
            Question(name=name, optional=not fields[name].is_required(), after=ask.after)
            for name, ask in self.asks.items()
        )


_shapes: dict[str, Shape] = {}
F = TypeVar("F", bound=type[Form])


def form(name: str, *, title: str, may: May = "anyone", who: str = "") -> Callable[[F], F]:
    """Make a model a form under this name; `title` is the key of what it is called.

    Whoever fills in a form that `anyone` may is asked at its end, by the act, whether they are
    one of those in `who`.
    """

    def keep(kind: F) -> F:
        if name in _shapes:
            raise TypeError(f"two forms are called {name}")
        shape = Shape(name=name, title=Phrase(key=title), may=may, who=who or may, form=kind)
        _check(shape)
        kind.shape = _shapes[name] = shape
        return kind

    return keep


def _check(shape: Shape) -> None:
    """Refuse a form that would get stuck."""
    if not shape.asks:
        raise TypeError(f"the form {shape.name} asks nothing")
    if REVIEW in shape.asks:
        raise TypeError(f"no question may be called {REVIEW}")
    names = list(shape.asks)
    for place, question in enumerate(shape.questions):
        if not set(question.after) <= set(names[:place]):
            raise TypeError(f"{question.name} is asked before what it follows from")


def shape_of(name: str) -> Shape | None:
    """Return a form by its name; None if there is none any more."""
    return _shapes.get(name)


def shapes() -> dict[str, Shape]:
    """Return every form by its name: for the test that each has its words."""
    return dict(_shapes)

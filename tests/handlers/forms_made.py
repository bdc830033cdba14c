"""Forms invented for tests: every kind of question in any order, and what people say to it."""

import enum
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, create_model

from handlers.kit.forms.readers import Files, OneOf, Text, YesNo
from handlers.kit.forms.reading import Attachment, Phrase, Reader, Said, Seen
from handlers.kit.forms.shape import Ask, Form, Shape
from handlers.kit.forms.times import Until, When
from models.activities.rules import Scope
from models.drafts.rules import Progress
from models.messages.carried import Media

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
WRONG = "前后不一致"


class Kind(enum.StrEnum):
    """The kinds of questions there are."""

    WORDS = "words"
    SCOPE = "scope"
    SURE = "sure"
    FILES = "files"
    WHEN = "when"


def _consistent(words: str) -> str:
    if words == WRONG:
        raise ValueError("this does not fit the other answers")
    return words


_ANNOTATIONS: dict[Kind, tuple[Any, Reader]] = {
    Kind.WORDS: (Annotated[str, AfterValidator(_consistent)], Text(longest=40)),
    Kind.SCOPE: (Scope, OneOf(Scope, "activities.v_scope")),
    Kind.SURE: (bool, YesNo()),
    Kind.FILES: (tuple[Attachment, ...], Files(most=3)),
    Kind.WHEN: (datetime, When(ends=None)),
}

#: What a person says who wants to answer a question of this kind.
GOOD: dict[Kind, Said] = {
    Kind.WORDS: Said(text="街道代表工作室"),
    Kind.SCOPE: Said(text="街道"),
    Kind.SURE: Said(text="好的"),
    Kind.FILES: Said(attachment=Attachment(media=Media.PHOTO, file_id="a", file_unique_id="a")),
    Kind.WHEN: Said(text="明天下午3点"),
}


def a_form(fields: Sequence[tuple[Kind, bool]], *, timed: bool = False) -> Shape:
    """Make a form of these questions, each optional or not; `timed` adds a start and its end."""
    made: dict[str, Any] = {}
    for place, (kind, optional) in enumerate(fields):
        annotation, reads = _ANNOTATIONS[kind]
        ask = Ask("activities.q_title", "activities.l_title", reads)
        if optional:
            made[f"{kind}_{place}"] = (Annotated[annotation | None, ask], None)
        else:
            made[f"{kind}_{place}"] = (Annotated[annotation, ask], ...)
    if timed:
        made |= _TIMES
    form = create_model("Invented", __base__=Form, **made)
    return Shape(
        name="invented", title=Phrase(key="activities.f_activity"), may="anyone", form=form
    )


_TIMES = {
    "when_starts": (
        Annotated[
            datetime,
            Ask("activities.q_starts_at", "activities.l_starts_at", When(ends="until_ends")),
        ],
        ...,
    ),
    "until_ends": (
        Annotated[
            datetime,
            Ask(
                "activities.q_ends_at",
                "activities.l_ends_at",
                Until(start="when_starts"),
                after=("when_starts",),
            ),
        ],
        ...,
    ),
}


def good_answer(step: str) -> Said:
    """Return what answers a question of an invented form."""
    kind = step.partition("_")[0]
    return Said(text="2小时") if kind == "until" else GOOD[Kind(kind)]


def seen(progress: Progress) -> Seen:
    """Return a progress as it is seen now."""
    return Seen(now=NOW, zone=ZONE, progress=progress)

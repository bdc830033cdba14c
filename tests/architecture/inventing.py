"""Invents notices: any values that their fields allow, with words that try to break a text."""

import enum
import functools
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.messages.notices import Notice
from models.quizzes.rules import MOST

#: Names and titles as people write them, and as they should not.
WORDS = st.sampled_from(
    [
        "王桂兰",
        "街道代表工作室",
        "视察老旧小区改造(第二次)",
        "<b>不是标签",
        "a & b < c > d",
        "\"引号\" '单引号'",
        "👍👩‍👩‍👧 表情",
        "{{ 7 * 7 }} {% raw %}",
        "一" * 64,
    ]
)
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.sampled_from([0, 1, 2, 7, 350, 2026, 999_999]),
    float: st.sampled_from([0.0, 0.5, 3.0]),
    bool: st.booleans(),
    datetime: st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    date: st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    time: st.times(),
    Any: WORDS,
    types.NoneType: st.none(),
}


@functools.cache
def invented(kind: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Return a strategy for a model: every field gets something that it allows."""
    fields = {name: _field(kind.__name__, name, field) for name, field in kind.model_fields.items()}
    return st.fixed_dictionaries(fields).map(lambda values: _made(kind, values))


def _made(kind: type[BaseModel], values: dict[str, Any]) -> BaseModel | None:
    try:
        return kind.model_validate(values)
    except ValueError:
        return None  # fields that do not fit together


#: Fields that are words of the program, not of people: by model and field.
_KNOWN: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("Sure", "act"): st.sampled_from(["announce", "close", "cancel"]),
    ("SureTo", "act"): st.sampled_from(["submit", "withdraw"]),
    ("SureOfBallot", "act"): st.sampled_from(["close", "cancel", "publish"]),
    ("TieWhat", "to"): st.sampled_from(["issue", "activity"]),
    ("SureOf", "act"): st.sampled_from(["unbind", "leave", "invite_all"]),
    ("NudgeAnswered", "answer"): st.sampled_from(["time", "way", "health", "call"]),
    ("NudgeThanks", "answer"): st.sampled_from(["time", "way", "health", "call"]),
    ("Choices", "what"): st.sampled_from(["more", "category", "route", "decline", "unit"]),
    ("Desk", "which"): st.sampled_from(["", "fresh", "handled", "told"]),
    ("Progress", "state"): st.sampled_from(["making", "made", "stopped"]),
    ("FigureShown", "key"): st.sampled_from(["study", "suggestions_satisfied"]),
    ("FigureOpened", "key"): st.sampled_from(["study", "suggestions_satisfied"]),
    ("LeftOut", "key"): st.sampled_from(["not_closed", "suggestions_unrated"]),
    ("Ask", "then"): st.sampled_from(["shall", "report", "send", "station"]),
    ("WhichUnit", "purpose"): st.sampled_from(["assign", "assist", "match"]),
    ("Asked", "ticked"): st.sets(st.integers(1, MOST)).map(tuple),
    ("Listed", "what"): st.sampled_from(
        ["unread", "new", "home", "desk", "found", "c1a2b3c4d5e6f7"]
    ),
    ("Phrase", "key"): st.just("forms.v_text"),
    ("Phrase", "number"): st.none(),
    ("Phrase", "at"): st.none(),
    ("Line", "label"): st.just("forms.p_not_yet"),
    ("RowProblem", "code"): st.sampled_from(
        ["missing", "bad_phone", "same_phone", "namesakes", "hidden_row"]
    ),
    ("MonthPlan", "year"): st.sampled_from([2024, 2026]),
    ("MonthPlan", "month"): st.sampled_from([1, 2, 12]),
    ("NothingOpen", "next_opens_at"): st.just(datetime(2026, 3, 2, 1, tzinfo=UTC)),
}
_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "timezone": st.just("Asia/Shanghai"),
    "proof": st.sampled_from(["", "0123456789ab"]),
    "rule_id": st.sampled_from(["A1", "sixteen_letters_"]),
    "state": st.sampled_from(["bound", "unbound", "unreachable"]),
}


def _field(model: str, name: str, field: FieldInfo) -> st.SearchStrategy[Any]:
    known = _KNOWN.get((model, name))
    if known is None and field.annotation is str:
        known = _BY_NAME.get(name)
    annotation: Any = field.annotation
    return _of(annotation) if known is None else known


@functools.cache
def _of(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  (a type is anything)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_of(one) for one in inner))
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin is typing.Annotated:
        return _of(inner[0])
    if origin is not None:
        return _collection(origin, inner)
    return _class(annotation)


def _collection(origin: Any, inner: tuple[Any, ...]) -> st.SearchStrategy[Any]:  # noqa: ANN401
    if issubclass(origin, Mapping):
        return st.dictionaries(_of(inner[0]), _of(inner[1]), max_size=3)
    return st.lists(_of(inner[0]), max_size=3).map(tuple)


def _class(annotation: type) -> st.SearchStrategy[Any]:
    if issubclass(annotation, enum.Enum):
        return st.sampled_from(list(annotation))
    if issubclass(annotation, BaseModel):
        return invented(annotation).filter(lambda made: made is not None)
    return st.from_type(annotation)


def every_notice() -> dict[str, type[Notice]]:
    """Return every kind of notice that the program knows."""
    from models.messages.notices import notice_class, notice_kinds  # noqa: PLC0415

    return {kind: notice_class(kind) for kind in notice_kinds()}

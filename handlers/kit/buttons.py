"""Typed buttons: what a press carries, in at most 64 bytes. A payload is a hint, never a right."""

import functools
import string
from dataclasses import dataclass
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

VERSION = "1"
LIMIT = 64  # bytes, Telegram's
_DIGITS = string.digits + string.ascii_lowercase
_codes: dict[str, type["Button"]] = {}


class StaleButton(Exception):  # noqa: N818  (an ordinary outcome with a friendly answer)
    """A payload that no button of today carries: from an older version, or forged."""


class Button(BaseModel):
    """What a pressed button means. Fields are whole numbers or short words without a dot.

    Rights and states are looked up again at every press.
    """

    # Built at first use: hundreds of classes would slow every start.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    code: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Keep a table of codes; two buttons with one code are a mistake."""
        super().__pydantic_init_subclass__(**kwargs)
        if cls.code in _codes:
            raise TypeError(f"two buttons have the code {cls.code}")
        if cls.code:
            _codes[cls.code] = cls

    def payload(self) -> str:
        """Return the callback data: version, code, then each field in order, joined by dots."""
        parts = [_written(getattr(self, name)) for name in type(self).model_fields]
        data = ".".join([VERSION, self.code, *parts])
        if len(data.encode()) > LIMIT:
            raise ValueError(f"a payload of more than {LIMIT} bytes: {data}")
        return data

    @classmethod
    def read(cls, parts: list[str]) -> Self:
        """Make a button of the parts of a payload; StaleButton if they do not fit."""
        fields = cls.model_fields
        if len(parts) != len(fields):
            raise StaleButton
        try:
            values = {
                name: int(part, 36) if field.annotation is int else part
                for (name, field), part in zip(fields.items(), parts, strict=True)
            }
            return cls.model_validate(values)
        except (ValueError, ValidationError) as problem:
            raise StaleButton from problem


def _written(value: object) -> str:
    if isinstance(value, int):
        return _base36(value)
    text = str(value)
    if "." in text:
        raise ValueError("a word in a payload cannot hold a dot")
    return text


@functools.lru_cache(maxsize=4096)  # of three numbers in a button two stand in many
def _base36(number: int) -> str:
    if number < 0:
        return "-" + _base36(-number)
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def read(data: str) -> Button:
    """Return the button behind a payload; StaleButton if there is none."""
    version, _, rest = data.partition(".")
    code, *parts = rest.split(".")
    kind = _codes.get(code)
    if version != VERSION or kind is None:
        raise StaleButton
    return kind.read(parts)


def codes() -> dict[str, type[Button]]:
    """Return every button by its code: for the test that each has a handler."""
    return dict(_codes)


@dataclass(frozen=True, slots=True)
class Press:
    """A button under a message: what it means, and the key of its label."""

    button: Button
    label: str
    args: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A button whose label is a word of the data itself: a name, a title."""

    button: Button
    words: str

"""What a question gets and gives: words and attachments in, an answer or a kind problem out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from models.drafts.rules import Progress
from models.messages.carried import Media

_READ_BACK = 300  # characters of one answer on a card: all of them have to fit one message


class Phrase(BaseModel):
    """A piece of text by its key, with what it is about: words are put to it when it is shown."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    key: str
    text: str = ""
    number: int | None = None
    at: datetime | None = None

    def args(self) -> tuple[tuple[str, object], ...]:
        """Return what was given, for the label of a button."""
        given = (("text", self.text or None), ("number", self.number), ("at", self.at))
        return tuple((name, value) for name, value in given if value is not None)


class Attachment(BaseModel):
    """A file that lies with Telegram, by its number there; `size` in bytes."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    media: Media
    file_id: str
    file_unique_id: str
    name: str = ""
    size: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person wrote or sent."""

    text: str = ""
    attachment: Attachment | None = None
    message_id: int = 0
    phone: str = ""  # of a contact that was sent
    is_own: bool = False  # the contact is that of whoever sent it
    spot: tuple[float, float] | None = None  # latitude, longitude of a place sent
    links: tuple[str, ...] = ()  # addresses that lie behind words


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the moment of the answer adds to it: the time, the zone, and how far the form is."""

    now: datetime
    zone: ZoneInfo
    progress: Progress

    @property
    def half(self) -> Mapping[str, Any]:
        """Return what was understood of the answer so far."""
        return self.progress.half or {}


@dataclass(frozen=True, slots=True)
class Option:
    """An answer on a button: its label, its value, other words for it."""

    label: Phrase
    value: Any
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An answer, as it is kept in JSON, and answers to other questions that came with it."""

    value: Any
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Half:
    """An answer that needs one more word."""

    half: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Added:
    """All values of a question that takes several, the newest last."""

    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What was not understood, and what would be."""

    phrase: Phrase


Read = Taken | Half | Added | Problem


class Reader:
    """How one question understands its answers. A value is what JSON can hold."""

    takes_several: ClassVar[bool] = False
    missing: ClassVar[str] = "forms.p_file_please"  # said to "enough" while there is nothing

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Return the answers that are offered as buttons."""
        return ()

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Understand what is none of the options."""
        raise NotImplementedError

    def picked(self, option: Option, _seen: Seen, /) -> Read:
        """Take one of the options."""
        return Taken(value=option.value)

    def note(self, _seen: Seen, /) -> Phrase | None:
        """Return what is asked in addition while only half of an answer is there."""
        return None

    def wants_number(self, _seen: Seen, /) -> bool:
        """Tell whether the person's own contact is asked for now: then a big button sends it."""
        return False

    def bound(self) -> int | None:
        """Return a number that the hint names, such as how many files there may be."""
        return None

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return an answer as it is read back."""
        words = str(value)
        clipped = words if len(words) <= _READ_BACK else f"{words[:_READ_BACK]}…"
        return Phrase(key="forms.v_text", text=clipped)

"""How answers about a study material are read: what it is, for whom, how long, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from handlers.kit.forms.readers import Text
from handlers.kit.forms.reading import (
    Added,
    Option,
    Phrase,
    Problem,
    Read,
    Reader,
    Said,
    Seen,
    Taken,
)
from handlers.kit.forms.times import When
from models.materials.marks import Mark, trimmed
from models.materials.rules import LARGEST, LONGEST_TEXT, working_morning
from models.people.tables import Level

MOST_FILES = 20


class Anything(Reader):
    """Whatever is sent or forwarded: words, files, albums; several one after the other."""

    takes_several: ClassVar[bool] = True

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Add what was sent to what there is; the same file twice counts once."""
        there: list[Any] = list(seen.progress.answers.get(seen.progress.step) or ())
        new = said.attachment
        if new is None:
            return self._words(said, there)
        if new.size > LARGEST:
            return Problem(Phrase(key="forms.p_file_too_big", number=LARGEST >> 20))
        files = [one for one in there if "file_id" in one]
        if any(one["file_unique_id"] == new.file_unique_id for one in files):
            return Added(there)
        if len(files) >= MOST_FILES:
            return Problem(Phrase(key="forms.p_too_many", number=MOST_FILES))
        return Added([*there, {**new.model_dump(mode="json"), **_more(said)}])

    @staticmethod
    def _words(said: Said, there: list[Any]) -> Read:
        text = said.text
        if not text.strip():
            return Problem(Phrase(key="materials.p_anything"))
        if sum(len(one.get("text", "")) for one in there) + len(text) > LONGEST_TEXT:
            return Problem(Phrase(key="forms.p_too_long", number=LONGEST_TEXT))
        return Added([*there, {"text": text, **_more(said)}])

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return how many parts there are."""
        return Phrase(key="materials.v_parts", number=len(value))


def _more(said: Said) -> dict[str, Any]:
    """Return what belongs to words beside them: addresses behind them, and their marks."""
    marks = [one.model_dump(mode="json") for one in said.marks]
    return {"links": list(said.links), "marks": marks}


class Worded(BaseModel):
    """Words with their marks."""

    model_config = ConfigDict(frozen=True)

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Words(Reader):
    """The words of a material, marked as they were sent."""

    longest: int

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Take the words; their marks stay where nothing had to be taken out of them."""
        taken = Text(longest=self.longest, lines=True).read(said, seen)
        if not isinstance(taken, Taken):
            return taken
        words, marks = trimmed(said.text, said.marks)
        kept = [one.model_dump(mode="json") for one in marks] if words == taken.value else []
        return Taken(value={"text": taken.value, "marks": kept})

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the words."""
        return Reader.shown(self, value["text"])


class Minutes(Reader):
    """How long reading takes."""

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Offer the usual spans."""
        return [Option(self.shown(one), one) for one in (5, 10, 20, 30)]

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a number of minutes."""
        digits = "".join(one for one in said.text if one.isdecimal())
        if not digits or not 1 <= int(digits[:6]) <= 600:  # noqa: PLR2004  (ten hours)
            return Problem(Phrase(key="materials.p_minutes"))
        return Taken(value=int(digits))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the minutes."""
        return Phrase(key="materials.v_minutes", number=int(value))


class Whom(Reader):
    """Which deputies; a delegation or names may be written instead."""

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Offer everybody, each level, and who missed the last one."""
        values = ["all", *Level, "missed"]
        return [Option(Phrase(key="materials.v_whom", text=str(one)), str(one)) for one in values]

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take names; whether they are known is asked of the roster at the end."""
        if not said.text.strip() or len(said.text) > 1000:  # noqa: PLR2004
            return Problem(Phrase(key="materials.p_whom"))
        return Taken(value=f"names:{said.text.strip()}")

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the choice, or the names as they were written."""
        names = str(value).removeprefix("names:")
        if names != str(value):
            return Phrase(key="forms.v_text", text=names[:200])
        return Phrase(key="materials.v_whom", text=str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving(When):
    """When it leaves: now, the next working morning, or a moment in words."""

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer now and the next working morning, and what was ambiguous."""
        morning = working_morning(seen.now, seen.zone)
        local = morning.astimezone(seen.zone)
        either = When.options(self, seen)
        return [
            Option(Phrase(key="materials.o_now"), "now"),
            Option(Phrase(key="materials.o_morning", at=local), morning.isoformat()),
            *either,
        ]

    def picked(self, option: Option, seen: Seen, /) -> Read:
        """Take now, or a moment that lies ahead."""
        if option.value == "now":
            return Taken(value="now")
        return When.picked(self, option, seen)

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return now, or the moment in full."""
        return Phrase(key="materials.o_now") if value == "now" else When.shown(self, value)


BESIDE = ("links", "marks")


def part_of(one: dict[str, Any]) -> tuple[str, list[Mark]]:
    """Return the words of something that was sent, and their marks."""
    words = str(one.get("text") or one.get("caption") or "")
    return words, [Mark.model_validate(each) for each in one.get("marks", ())]

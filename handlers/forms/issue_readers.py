"""How a report is read: what happened, where, and how the voter wants to hear back."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from handlers.kit.forms.names import names
from handlers.kit.forms.reading import (
    Added,
    Attachment,
    Option,
    Phrase,
    Problem,
    Read,
    Reader,
    Said,
    Seen,
    Taken,
)
from models.issues.reports import LONGEST_NAME, LONGEST_PLACE, LONGEST_WORDS, clean, one_line
from models.issues.rules import MOST_FILES
from models.issues.states import Way
from models.people import phones
from models.people.sealed import Sealed

_LARGEST = 20 << 20  # what a bot can fetch
_SHOWN = 200


class Part(BaseModel):
    """One message of a report: its words or its file, by the number of the message."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    message_id: int
    text: str = ""
    file: Attachment | None = None


def words_of(parts: Sequence[Part]) -> str:
    """Return the words of a report: of every message, and under its pictures, once each."""
    found = [clean(one.text or (one.file.caption if one.file else "")) for one in parts]
    return "\n".join(dict.fromkeys(one for one in found if one))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Reader):
    """What happened: texts, photos, videos, voices, documents, in any number of messages.

    A message that is edited before sending takes the place of what it was.
    """

    takes_several: ClassVar[bool] = True
    missing: ClassVar[str] = "issues.p_story"
    needs_words: bool = False

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Add a message to those there are, or put it in place of what it said before."""
        parts = [
            Part.model_validate(one) for one in seen.progress.answers.get(seen.progress.step) or ()
        ]
        new = Part(message_id=said.message_id, text=said.text, file=said.attachment)
        if not clean(said.text) and said.attachment is None:
            return Problem(Phrase(key="issues.p_story"))
        known = {one.message_id: number for number, one in enumerate(parts)}
        if new.message_id in known:
            parts[known[new.message_id]] = new
        else:
            parts.append(new)
        return _checked(parts, new)

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the words, and how many files there are."""
        parts = [Part.model_validate(one) for one in value]
        words = words_of(parts)
        cut = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        files = sum(one.file is not None for one in parts)
        return Phrase(key="issues.v_story", text=cut, number=files)


def _checked(parts: list[Part], new: Part) -> Read:
    files = {one.file.file_unique_id for one in parts if one.file is not None}
    if new.file is not None and new.file.size > _LARGEST:
        return Problem(Phrase(key="forms.p_file_too_big", number=_LARGEST >> 20))
    if len(files) > MOST_FILES:
        return Problem(Phrase(key="forms.p_too_many", number=MOST_FILES))
    if len(words_of(parts)) > LONGEST_WORDS:
        return Problem(Phrase(key="forms.p_too_long", number=LONGEST_WORDS))
    return Added([one.model_dump(mode="json") for one in parts])


class Spot(BaseModel):
    """Where it is: words, a pin, or both."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    words: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Where(Reader):
    """A place: a pin on the map, or words."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a pin, or the words for a place."""
        if said.spot is not None:
            latitude, longitude = said.spot
            spot = Spot(
                words=one_line(said.text, LONGEST_PLACE), latitude=latitude, longitude=longitude
            )
            return Taken(value=spot.model_dump(mode="json"))
        words = one_line(said.text, LONGEST_PLACE)
        if said.attachment is not None or not words:
            return Problem(Phrase(key="issues.p_where"))
        return Taken(value=Spot(words=words).model_dump(mode="json"))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the words, or that there is a pin."""
        spot = Spot.model_validate(value)
        return Phrase(key="issues.v_spot", text=spot.words, number=int(spot.latitude is not None))


class Who(BaseModel):
    """Who reports, and how they want to hear back."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    way: Way = Way.TELEGRAM
    name: str = ""
    phone: Sealed | None = None


@dataclass(frozen=True, slots=True)
class HowToHear(Reader):
    """How a voter hears back: here, or anonymously by a code; a name may be written."""

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Offer both ways."""
        return [
            Option(Phrase(key="issues.o_here"), {"way": Way.TELEGRAM.value}),
            Option(
                Phrase(key="issues.o_anonymous"),
                {"way": Way.RECEIPT.value},
                also=names("issues.w_anonymous"),
            ),
        ]

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a name to be called by."""
        name = one_line(said.text, LONGEST_NAME)
        if said.attachment is not None or not name:
            return Problem(Phrase(key="forms.p_choose"))
        return Taken(value=Who(name=name).model_dump(mode="json"))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the way, with the name if there is one."""
        who = Who.model_validate(value)
        return Phrase(key=f"issues.v_hear_{who.way.value}", text=who.name)


_DIGITS = re.compile(r"\+?\d[\d\s-]{5,16}\d")


@dataclass(frozen=True, slots=True)
class Reporter(Reader):
    """Whom a deputy or the staff record for: a name; a number if one is given or a card sent."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a name and, sealed, a number."""
        text = unicodedata.normalize("NFKC", said.text)
        found = _DIGITS.search(text)
        phone = phones.normalise(said.phone or (found[0] if found else ""))
        name = one_line(_DIGITS.sub("", text), LONGEST_NAME)
        if not name and phone is None:
            return Problem(Phrase(key="issues.p_who"))
        who = Who(way=Way.PHONE if phone else Way.IN_PERSON, name=name, phone=phone)
        return Taken(value=who.model_dump(mode="json"))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the name, and the number masked."""
        who = Who.model_validate(value)
        masked = phones.mask(who.phone) if who.phone else ""
        return Phrase(key="forms.v_text", text=" ".join(one for one in (who.name, masked) if one))

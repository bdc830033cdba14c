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
    Half,
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
from models.issues.states import Way
from models.limits import settings as limited
from models.people import phones
from models.people.sealed import Sealed

_SHOWN = 200
_MOST_MESSAGES = 50  # of one story: each is read again when the next one comes


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

    def bound(self) -> int:
        """Return how many files there may be."""
        return limited.current().files_of_a_report

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the words, and how many files there are."""
        parts = [Part.model_validate(one) for one in value]
        words = words_of(parts)
        cut = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        files = sum(one.file is not None for one in parts)
        return Phrase(key="issues.v_story", text=cut, number=files)


def _checked(parts: list[Part], new: Part) -> Read:
    files = {one.file.file_unique_id for one in parts if one.file is not None}
    limits = limited.current()
    if new.file is not None and new.file.size > limits.bytes_of_a_file:
        return Problem(Phrase(key="forms.p_file_too_big", number=limits.megabytes_per_attachment))
    if len(files) > limits.files_of_a_report:
        return Problem(Phrase(key="forms.p_too_many", number=limits.files_of_a_report))
    if len(parts) > _MOST_MESSAGES:
        return Problem(Phrase(key="issues.p_many_messages", number=_MOST_MESSAGES))
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


_DIGITS = re.compile(r"\+?\d[\d\s-]{5,16}\d")


def _named(text: str) -> tuple[str, str | None]:
    """Return the name in a line and the number beside it, if there is one."""
    written = unicodedata.normalize("NFKC", text)
    found = _DIGITS.search(written)
    return one_line(_DIGITS.sub("", written), LONGEST_NAME), phones.normalise(
        found[0] if found else ""
    )


_NO_NUMBER = Phrase(key="forms.b_no_number")


@dataclass(frozen=True, slots=True)
class HowToHear(Reader):
    """How a voter hears back: here, here and by phone, or anonymously by a code.

    A name may be written. The number is their own contact, sent by the big button.
    """

    def options(self, seen: Seen, /) -> Sequence[Option]:
        """Offer the three ways; once a number is asked for, not to give it."""
        if self.wants_number(seen):
            return [Option(_NO_NUMBER, Way.TELEGRAM.value, also=names("forms.w_skip"))]
        return [
            Option(Phrase(key="issues.o_here"), Way.TELEGRAM.value),
            Option(Phrase(key="issues.o_phone_too"), Way.PHONE.value),
            Option(
                Phrase(key="issues.o_anonymous"),
                Way.RECEIPT.value,
                also=names("issues.w_anonymous"),
            ),
        ]

    def picked(self, option: Option, _seen: Seen, /) -> Read:
        """Take the way; for the phone the number is still to come."""
        if option.value == Way.PHONE.value:
            return Half({"number": True})
        return Taken(value=Who(way=Way(option.value)).model_dump(mode="json"))

    def wants_number(self, seen: Seen, /) -> bool:
        """Tell whether the number is still to come."""
        return "number" in seen.half

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Take one's own contact, or a name to be called by, with a number or without."""
        if said.phone and not said.is_own:
            return Problem(Phrase(key="issues.p_own_number"))
        name, phone = ("", phones.normalise(said.phone)) if said.phone else _named(said.text)
        if said.attachment is not None or not (name or phone):
            return Problem(Phrase(key="forms.p_choose"))
        if self.wants_number(seen) and phone is None:
            return Problem(Phrase(key="issues.p_own_number"))
        return Taken(value=Who(name=name, phone=phone).model_dump(mode="json"))

    def note(self, seen: Seen, /) -> Phrase | None:
        """Say where the big button is."""
        return Phrase(key="issues.n_number") if self.wants_number(seen) else None

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the way, with the name and the masked number if there are any."""
        who = Who.model_validate(value)
        if who.phone:
            text = " ".join(one for one in (who.name, phones.mask(who.phone)) if one)
            return Phrase(key="issues.v_hear_phone_too", text=text)
        return Phrase(key=f"issues.v_hear_{who.way.value}", text=who.name)


@dataclass(frozen=True, slots=True)
class OwnNumber(Reader):
    """A voter's own number: their contact, sent by the big button; or none any more."""

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Offer to be called no more."""
        return [Option(_NO_NUMBER, Who().model_dump(mode="json"), also=names("forms.w_skip"))]

    def wants_number(self, _seen: Seen, /) -> bool:
        """Tell that the number is asked for."""
        return True

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take one's own contact, or a number that is typed all the same."""
        phone = phones.normalise(said.phone) if said.phone else _named(said.text)[1]
        if (said.phone and not said.is_own) or phone is None:
            return Problem(Phrase(key="issues.p_own_number"))
        return Taken(value=Who(phone=phone).model_dump(mode="json"))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the number, masked."""
        who = Who.model_validate(value)
        if who.phone is None:
            return _NO_NUMBER
        return Phrase(key="forms.v_text", text=phones.mask(who.phone))


@dataclass(frozen=True, slots=True)
class Reporter(Reader):
    """Whom a deputy or the staff record for: a name; a number if one is given or a card sent."""

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take a name and, sealed, a number."""
        name, typed = _named(said.text)
        phone = phones.normalise(said.phone) if said.phone else typed
        if not name and phone is None:
            return Problem(Phrase(key="issues.p_who"))
        who = Who(way=Way.PHONE if phone else Way.IN_PERSON, name=name, phone=phone)
        return Taken(value=who.model_dump(mode="json"))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the name, and the number masked."""
        who = Who.model_validate(value)
        masked = phones.mask(who.phone) if who.phone else ""
        return Phrase(key="forms.v_text", text=" ".join(one for one in (who.name, masked) if one))

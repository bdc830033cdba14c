"""The kinds of questions: words, one of several, yes or no, files. Times are in `times.py`."""

import enum
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

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
from models.messages.carried import Media


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Reader):
    """Words: at least and at most so many characters; on one line unless `lines`."""

    shortest: int = 1
    longest: int = 1000
    lines: bool = False

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take the words without needless spaces."""
        if said.attachment is not None:
            return Problem(Phrase(key="forms.p_words_please"))
        written = "".join(one for one in said.text if one == "\n" or _is_writing(one))
        words = written.strip() if self.lines else " ".join(written.split())
        if len(words) > self.longest:
            return Problem(Phrase(key="forms.p_too_long", number=self.longest))
        if sum(unicodedata.category(one)[0] in "LNPS" for one in words) < self.shortest:
            return Problem(Phrase(key="forms.p_too_short", number=self.shortest))
        return Taken(value=words)


def _is_writing(mark: str) -> bool:
    return unicodedata.category(mark) not in {"Cc", "Cs", "Cn"} or mark == "\t"


@dataclass(frozen=True, slots=True)
class OneOf(Reader):
    """One value of an enum. `key` is the macro that names a value, given as `text`.

    `also` understands other names people use.
    """

    kind: type[enum.StrEnum]
    key: str
    also: Callable[[str], enum.StrEnum | None] = lambda _text: None

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Offer every value."""
        return [Option(self.shown(one.value), one.value) for one in self.kind]

    def read(self, said: Said, _seen: Seen, /) -> Read:
        """Take another name for a value."""
        one = self.also(said.text) if said.text else None
        return Taken(value=one.value) if one else Problem(Phrase(key="forms.p_choose"))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return the value's name."""
        return Phrase(key=self.key, text=str(value))


@dataclass(frozen=True, slots=True)
class YesNo(Reader):
    """Yes or no."""

    def options(self, _seen: Seen, /) -> Sequence[Option]:
        """Offer both, under every name the texts know for them."""
        return [
            Option(Phrase(key="forms.o_yes"), value=True, also=names("forms.w_yes")),
            Option(Phrase(key="forms.o_no"), value=False, also=names("forms.w_no")),
        ]

    def read(self, _said: Said, _seen: Seen, /) -> Read:
        """Understand nothing but the two."""
        return Problem(Phrase(key="forms.p_choose"))

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return yes or no."""
        return Phrase(key="forms.o_yes" if value else "forms.o_no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files(Reader):
    """Attachments, at most so many, of certain kinds and each at most so large (bytes).

    They stay with Telegram; the answer holds their numbers there.
    """

    takes_several: ClassVar[bool] = True
    most: int = 10
    largest: int = 20 << 20  # what a bot can fetch
    kinds: frozenset[Media] = frozenset(Media)

    def read(self, said: Said, seen: Seen, /) -> Read:
        """Add an attachment to those there are; the same one twice counts once."""
        new = said.attachment
        if new is None or new.media not in self.kinds:
            return Problem(Phrase(key="forms.p_file_please"))
        if new.size > self.largest:
            return Problem(Phrase(key="forms.p_file_too_big", number=self.largest >> 20))
        files: list[Any] = list(seen.progress.answers.get(seen.progress.step) or ())
        known = {Attachment.model_validate(one).file_unique_id for one in files}
        if new.file_unique_id in known:
            return Added(files)
        if len(files) >= self.most:
            return Problem(Phrase(key="forms.p_too_many", number=self.most))
        return Added([*files, new.model_dump(mode="json")])

    def shown(self, value: Any) -> Phrase:  # noqa: ANN401  (JSON)
        """Return how many there are."""
        return Phrase(key="forms.v_files", number=len(value))

"""What somebody reports, before it has a number: cleaned of tricks, within bounds. Pure."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from models.issues.states import Category, FileKind, Mode, Urgency, Way
from models.limits.settings import MOST_FILES

LONGEST_WORDS = 12_000  # three messages full of them
LONGEST_PLACE, LONGEST_WISH, LONGEST_NAME = 200, 500, 40
_JOINERS = "\u200d\ufe0f\ufe0e"  # inside emoji


def clean(text: str) -> str:
    """Return a text without marks that are not seen: they turn words around or hide in names.

    What joins an emoji stays, and so do line breaks.
    """
    kept = (
        one for one in text if one in _JOINERS or one == "\n" or unicodedata.category(one)[0] != "C"
    )
    return "".join(kept).strip()


def one_line(text: str, longest: int) -> str:
    """Return a cleaned text on one line, cut to a length."""
    return " ".join(clean(text).split())[:longest]


Words = Annotated[str, AfterValidator(lambda text: clean(text)[:LONGEST_WORDS])]
Place = Annotated[str, AfterValidator(lambda text: one_line(text, LONGEST_PLACE))]
Wish = Annotated[str, AfterValidator(lambda text: one_line(text, LONGEST_WISH))]
Name = Annotated[str, AfterValidator(lambda text: one_line(text, LONGEST_NAME))]


class Piece(BaseModel):
    """One file of a report, by its number with Telegram."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    kind: FileKind
    file_id: str
    file_unique_id: str
    name: str = ""
    size: int = 0
    caption: str = ""


class Report(BaseModel):
    """A report as it is handed in. Without words there has to be a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Words
    message_id: int | None = None  # the voter's message with the words
    files: Annotated[tuple[Piece, ...], Field(max_length=MOST_FILES)] = ()
    category: Category = Category.OTHER
    place: Place = ""
    latitude: float | None = None
    longitude: float | None = None
    urgency: Urgency = Urgency.NORMAL
    wish: Wish | None = None
    may_publish: bool = False
    mode: Mode = Mode.CHAT
    station_id: int | None = None
    activity_id: int | None = None
    account_id: int | None = None  # the voter's, where it is known
    is_anonymous: bool = False
    name: Name | None = None
    phone: str | None = None
    address: Place | None = None
    report_back_by: Way = Way.TELEGRAM

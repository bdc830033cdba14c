"""What a notice looks like when it leaves: words, and the buttons under them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram.constants import ParseMode

from handlers.kit import texts
from handlers.kit.buttons import Choice, Link, Press
from handlers.kit.papers import Paper
from models.jsons import written
from models.messages.carried import Carrying
from models.messages.notices import Notice

N = TypeVar("N", bound=Notice)
Row = Press | Link | Choice
_ROWS = (Press, Link, Choice)


@dataclass(frozen=True, slots=True)
class Big:
    """The big buttons under the writing line of a private chat; keys of their labels."""

    rows: tuple[tuple[str, ...], ...]
    contact: str | None = None  # key of a button that shares one's own contact
    contact_first: bool = False  # it is what is asked for now


_Button = tuple[str, str | None, str | None]  # its words, what a press of it carries, its address
Buttons = tuple[tuple[_Button, ...], ...]  # row by row
Keyboard = Sequence[Row | Sequence[Row]] | Big
_keyboards: dict[str, Callable[..., Keyboard]] = {}
_files: dict[str, Callable[..., tuple[str, bytes]]] = {}
_spots: dict[str, Callable[..., tuple[float, float]]] = {}


def under(notice: type[N]) -> Callable[[Callable[[N], Keyboard]], Callable[[N], Keyboard]]:
    """Say which buttons stand under a notice, one a row unless they are grouped."""

    def keep(build: Callable[[N], Keyboard]) -> Callable[[N], Keyboard]:
        _keyboards[notice.kind] = build
        return build

    return keep


def with_file(
    notice: type[N],
) -> Callable[[Callable[[N], tuple[str, bytes]]], Callable[[N], tuple[str, bytes]]]:
    """Say which file (its name and content) goes with a notice sent as a picture or document."""

    def keep(build: Callable[[N], tuple[str, bytes]]) -> Callable[[N], tuple[str, bytes]]:
        _files[notice.kind] = build
        return build

    return keep


def with_spot(
    notice: type[N],
) -> Callable[[Callable[[N], tuple[float, float]]], Callable[[N], tuple[float, float]]]:
    """Say where on the map (latitude, longitude) a notice sent as a venue is."""

    def keep(build: Callable[[N], tuple[float, float]]) -> Callable[[N], tuple[float, float]]:
        _spots[notice.kind] = build
        return build

    return keep


@dataclass(frozen=True, slots=True)
class Screen:
    """What is sent: Telegram HTML, a keyboard, perhaps a file."""

    text: str
    keyboard: Buttons | ReplyKeyboardMarkup | None
    parse_mode: str | None = ParseMode.HTML
    file: bytes | None = None
    filename: str | None = None
    carried: Carrying | None = None  # what Telegram keeps and is to be sent again
    spot: tuple[float, float] | None = None  # latitude, longitude: a place on the map
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # carried files that lie here

    @property
    def markup(self) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
        """Return the keyboard as python-telegram-bot's calls take it."""
        if isinstance(self.keyboard, tuple):
            return _made(self.keyboard)
        return self.keyboard

    @property
    def written(self) -> str | ReplyKeyboardMarkup | None:
        """Return the keyboard as it leaves: buttons in JSON, with no objects made for them."""
        return _written(self.keyboard) if isinstance(self.keyboard, tuple) else self.keyboard


def show(notice: Notice, *, locale: str, zone: str, paper: Paper | None = None) -> Screen:
    """Put words and buttons to a notice, and the file made for it if there is one."""
    text = texts.say(notice, locale=locale, zone_name=zone)
    build = _keyboards.get(notice.kind)
    keyboard = _labelled(build(notice), locale) if build else None
    if paper is not None:
        return Screen(text, keyboard, file=paper.content, filename=paper.filename)
    if isinstance(notice, Carrying):
        return Screen(text, keyboard, carried=notice)
    spot = _spots.get(notice.kind)
    if spot is not None:
        return Screen(text, keyboard, spot=spot(notice))
    file = _files.get(notice.kind)
    if file is None:
        return Screen(text, keyboard)
    filename, content = file(notice)
    return Screen(text, keyboard, file=content, filename=filename)


def _labelled(keyboard: Keyboard, locale: str) -> Buttons | ReplyKeyboardMarkup | None:
    if isinstance(keyboard, Big):
        return _big(keyboard, locale)
    rows = tuple(
        [
            (_inline(row, locale),)
            if isinstance(row, _ROWS)
            else tuple([_inline(one, locale) for one in row])
            for row in keyboard
        ]
    )
    return rows or None


def _written(rows: Buttons) -> str:
    return written({"inline_keyboard": [[_fields(*one) for one in row] for row in rows]})


def _fields(words: str, data: str | None, url: str | None) -> Mapping[str, str]:
    said = {"text": words}
    if data is not None:
        said["callback_data"] = data
    if url is not None:
        said["url"] = url
    return said


def _made(rows: Buttons) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(words, callback_data=data, url=url) for words, data, url in row]
            for row in rows
        ]
    )


def _inline(row: Row, locale: str) -> _Button:
    match row:
        case Press(button, key, args):
            return texts.label(key, locale, args), button.payload(), None
        case Choice(button, words):
            return words[:60], button.payload(), None
        case Link(url, key):
            return texts.label(key, locale), None, url


def _big(keyboard: Big, locale: str) -> ReplyKeyboardMarkup:
    rows = [[KeyboardButton(texts.label(key, locale)) for key in row] for row in keyboard.rows]
    if keyboard.contact:
        words = texts.label(keyboard.contact, locale)
        place = 0 if keyboard.contact_first else len(rows)
        rows.insert(place, [KeyboardButton(words, request_contact=True)])
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True)

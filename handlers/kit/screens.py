"""What a notice looks like when it leaves: words, and the buttons under them."""

import functools
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
from models.messages.carried import Carrying
from models.messages.notices import Notice

N = TypeVar("N", bound=Notice)
Row = Press | Link | Choice


@dataclass(frozen=True, slots=True)
class Big:
    """The big buttons under the writing line of a private chat; keys of their labels."""

    rows: tuple[tuple[str, ...], ...]
    contact: str | None = None  # key of a button that shares one's own contact
    contact_first: bool = False  # it is what is asked for now


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
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | None
    parse_mode: str | None = ParseMode.HTML
    file: bytes | None = None
    filename: str | None = None
    carried: Carrying | None = None  # what Telegram keeps and is to be sent again
    spot: tuple[float, float] | None = None  # latitude, longitude: a place on the map
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # carried files that lie here


def show(notice: Notice, *, locale: str, zone: str, paper: Paper | None = None) -> Screen:
    """Put words and buttons to a notice, and the file made for it if there is one."""
    text = texts.say(notice, locale=locale, zone_name=zone)
    build = _keyboards.get(notice.kind)
    markup = _markup(build(notice), locale) if build else None
    if paper is not None:
        return Screen(text, markup, file=paper.content, filename=paper.filename)
    if isinstance(notice, Carrying):
        return Screen(text, markup, carried=notice)
    spot = _spots.get(notice.kind)
    if spot is not None:
        return Screen(text, markup, spot=spot(notice))
    file = _files.get(notice.kind)
    if file is None:
        return Screen(text, markup)
    filename, content = file(notice)
    return Screen(text, markup, file=content, filename=filename)


def _markup(keyboard: Keyboard, locale: str) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    if isinstance(keyboard, Big):
        return _big(keyboard, locale)
    rows = tuple(
        tuple(_inline(one, locale) for one in (row if isinstance(row, Sequence) else (row,)))
        for row in keyboard
    )
    return _made(rows) if rows else None


_Button = tuple[str, str | None, str | None]  # its words, what a press of it carries, its address


@functools.lru_cache(maxsize=256)
def _made(rows: tuple[tuple[_Button, ...], ...]) -> InlineKeyboardMarkup:
    """Make the buttons; many are told the same at one moment, and have the same under it."""
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
